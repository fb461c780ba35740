import { describe, expect, it } from 'vitest';

import { terminalSafe } from '#honeysift/cli/terminal-safe.js';

describe('terminalSafe', () => {
  it('keeps ordinary text, tabs and line ends', () => {
    expect(terminalSafe('a\tb\nüñ')).toBe('a\tb\nüñ');
  });

  it('shows escape sequences, bells and bidirectional overrides instead of sending them', () => {
    expect(terminalSafe('\u001b[31m\u0007\u202e')).toBe('\\u{1b}[31m\\u{7}\\u{202e}');
  });
});

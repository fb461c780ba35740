import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));

function make(target: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('make', ['-s', '-j2', target], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('the native core under AddressSanitizer and UndefinedBehaviorSanitizer', () => {
  it('passes its C++ tests', { timeout: 1_500_000 }, () => {
    const { status, output } = make('check');
    expect(status, output).toBe(0);
  });

  it('replays every fuzz corpus and regression without a finding', { timeout: 1_500_000 }, () => {
    const { status, output } = make('replay');
    expect(status, output).toBe(0);
  });
});

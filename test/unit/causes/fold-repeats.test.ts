import { describe, expect, it } from 'vitest';

import { foldRepeats } from '#honeysift/causes/fold-repeats.js';

/** Upper-case letters are kinds with a verb; entries are all different unless `equal`. */
function kept(text: string, equal = false): string {
  const kinds = Uint32Array.from(text, (letter) => letter.toLowerCase().charCodeAt(0) - 97);
  const hasVerb = new Uint8Array(26);
  for (const letter of text) if (letter < 'a') hasVerb[letter.charCodeAt(0) - 65] = 1;
  const { first } = foldRepeats(kinds, equal ? kinds : kinds.map((_, at) => at), hasVerb);
  return [...first].map((at) => text[at]).join('');
}

describe('foldRepeats', () => {
  it('keeps one block of a brute force, however long, and drops the unfinished last one', () => {
    expect(kept('UP'.repeat(150))).toBe('UP');
    expect(kept('UP'.repeat(3))).toBe('UP');
    expect(kept('UPUPU')).toBe('UP');
  });

  it('folds blocks within blocks', () => {
    expect(kept('HUPUPQHUPUPQ')).toBe('HUPQ');
  });

  it('keeps what is not repeated', () => {
    expect(kept('ABCD')).toBe('ABCD');
    expect(kept('AXBXC')).toBe('AXBXC');
    expect(kept('')).toBe('');
  });

  it('folds messages without a verb only when they are equal, or come four times', () => {
    expect(kept('abab')).toBe('abab');
    expect(kept('abab', true)).toBe('ab');
    expect(kept('aaaa')).toBe('a');
  });

  it('keeps the kinds of a long repetition in disorder', () => {
    expect(kept('UPUPUUPPUPPUUPUPUPUPPU')).toBe('UP');
  });

  it('marks the second time of what is repeated', () => {
    const folded = foldRepeats(
      Uint32Array.of(0, 1, 2, 1, 2),
      Uint32Array.of(0, 1, 2, 3, 4),
      Uint8Array.of(1, 1, 1),
    );
    expect([...folded.first]).toEqual([0, 1, 2]);
    expect([...folded.second]).toEqual([-1, 3, 4]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { levenshtein } from '#honeysift/distances/levenshtein.js';

import { levenshteinTwin } from '../support/phrase-twin.js';

/** Lengths around every change of method: 32 and 64 characters, and beyond. */
const word = (unit: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit, maxLength: 12 }),
    fc.string({ unit, minLength: 28, maxLength: 36 }),
    fc.string({ unit, minLength: 60, maxLength: 70 }),
    fc.string({ unit, minLength: 120, maxLength: 270, size: 'max' }),
  );
const few = fc.constantFrom('a', 'b', 'c');
const latin = fc.integer({ min: 0, max: 0xff }).map((point) => String.fromCharCode(point));
const any = fc.oneof(
  latin,
  fc.constantFrom('\u{1f600}', '\u{1f601}', '日', '本', '\ud83d', '\ude00', '\uffff', '\ud7ff'),
);
const text = fc.oneof(word(few), word(latin), word(any));
const bytes = (value: string): Buffer => Buffer.from(value, 'latin1');

describe('levenshtein', () => {
  it('equals the textbook version over code points', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(levenshtein(a, b)).toBe(levenshteinTwin(a, b));
      }),
      { numRuns: 600 },
    );
  });

  it('equals the textbook version for words that differ by a few edits', () => {
    const edits = fc.array(fc.tuple(fc.nat(), few, fc.nat(2)), { maxLength: 6 });
    fc.assert(
      fc.property(text, edits, (a, changes) => {
        const changed = Array.from(a);
        for (const [place, character, kind] of changes) {
          changed.splice(
            place % (changed.length + 1),
            kind === 0 ? 0 : 1,
            ...(kind === 1 ? [] : [character]),
          );
        }
        const b = changed.join('');
        expect(levenshtein(a, b)).toBe(levenshteinTwin(a, b));
      }),
      { numRuns: 600 },
    );
  });

  it('takes bytes as the characters of their value', () => {
    fc.assert(
      fc.property(word(latin), word(latin), (a, b) => {
        const distance = levenshtein(a, b);
        expect(levenshtein(bytes(a), bytes(b))).toBe(distance);
        expect(levenshtein(bytes(a), b)).toBe(distance);
      }),
      { numRuns: 300 },
    );
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(levenshtein(a, a)).toBe(0);
        expect(levenshtein(a, b)).toBe(levenshtein(b, a));
        if (a !== b) expect(levenshtein(a, b)).toBeGreaterThan(0);
        expect(levenshtein(a, c)).toBeLessThanOrEqual(levenshtein(a, b) + levenshtein(b, c));
      }),
      { numRuns: 1000 },
    );
  });

  it('lies between the difference in length and the longer length', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [m, n] = [Array.from(a).length, Array.from(b).length];
        expect(levenshtein(a, b)).toBeGreaterThanOrEqual(Math.abs(m - n));
        expect(levenshtein(a, b)).toBeLessThanOrEqual(Math.max(m, n));
      }),
    );
  });
});

import { distance as fastestLevenshtein } from 'fastest-levenshtein';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { levenshtein, levenshteinMany, levenshteinMatrix, levenshteinTile } from '#honeysift/index.js';

import { levenshteinTwin } from '../support/phrase-twin.js';

const latin = fc.integer({ min: 0, max: 0xff }).map((point) => String.fromCharCode(point));
const wide = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'é',
    '\u{1f600}',
    '\u{1f601}',
    '日',
    '本',
    '\ud83d',
    '\ude00',
    '\uffff',
    '\ud7ff',
  ),
  fc.integer({ min: 0x100, max: 0xd7ff }).map((point) => String.fromCharCode(point)),
);
const ascii = fc.integer({ min: 0, max: 0x7f }).map((point) => String.fromCharCode(point));
const wordOf = (unit: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit, maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ unit, minLength: 14, maxLength: 70 }) },
    { weight: 1, arbitrary: fc.string({ unit, minLength: 126, maxLength: 135, size: 'max' }) },
  );
const words = fc.oneof(
  fc.array(wordOf(fc.constantFrom('a', 'b', 'c')), { maxLength: 40, size: 'max' }),
  fc.array(wordOf(latin), { maxLength: 40, size: 'max' }),
  fc.array(wordOf(fc.oneof(latin, wide)), { maxLength: 40, size: 'max' }),
);
const cutoffs = fc.option(fc.oneof(fc.nat(6), fc.nat(140)), { nil: undefined });
const capped = (distance: number, cutoff = Infinity): number => Math.min(distance, cutoff + 1);

describe('levenshtein with a cutoff', () => {
  it('is the distance up to the cutoff, and cutoff + 1 beyond', () => {
    fc.assert(
      fc.property(words, cutoffs, (list, cutoff) => {
        for (const [k, a] of list.entries()) {
          const b = list[(k + 1) % list.length]!;
          expect(levenshtein(a, b, { cutoff })).toBe(capped(levenshteinTwin(a, b), cutoff));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('many distances at once', () => {
  it('are those of the textbook, with and without a cutoff', () => {
    fc.assert(
      fc.property(wordOf(fc.oneof(latin, wide)), words, cutoffs, (query, candidates, cutoff) => {
        expect(Array.from(levenshteinMany(query, candidates, { cutoff }))).toEqual(
          candidates.map((candidate) => capped(levenshteinTwin(query, candidate), cutoff)),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('are those of pairs, in tiles row by row and in a matrix', () => {
    fc.assert(
      fc.property(words, words, cutoffs, (rows, columns, cutoff) => {
        const pairs = (a: readonly string[], b: readonly string[]): number[] =>
          a.flatMap((x) => b.map((y) => capped(levenshtein(x, y), cutoff)));
        expect(Array.from(levenshteinTile(rows, columns, { cutoff }))).toEqual(pairs(rows, columns));
        expect(Array.from(levenshteinMatrix(rows, { cutoff }))).toEqual(pairs(rows, rows));
      }),
      { numRuns: 150 },
    );
  });

  it('take bytes as the characters of their value', () => {
    fc.assert(
      fc.property(fc.array(wordOf(latin), { maxLength: 30 }), (list) => {
        const bytes = list.map((word) => Buffer.from(word, 'latin1'));
        expect(levenshteinTile(bytes, list)).toEqual(levenshteinMatrix(list));
      }),
      { numRuns: 60 },
    );
  });
});

describe('beside fastest-levenshtein', () => {
  it('agrees on every ASCII pair, one by one and at once', () => {
    fc.assert(
      fc.property(fc.array(wordOf(ascii), { minLength: 1, maxLength: 24 }), (list) => {
        const matrix = levenshteinMatrix(list);
        for (const [i, a] of list.entries()) {
          for (const [j, b] of list.entries()) {
            const wanted = fastestLevenshtein(a, b);
            expect(levenshtein(a, b)).toBe(wanted);
            expect(matrix[i * list.length + j]).toBe(wanted);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('agrees within the BMP, lone surrogates included, as long as no two make a pair', () => {
    const unit = fc.oneof(latin, fc.constantFrom('日', '\ud83d', '\udbff', '\ud7ff', '\uffff'));
    fc.assert(
      fc.property(wordOf(unit), wordOf(unit), (a, b) => {
        expect(levenshtein(a, b)).toBe(fastestLevenshtein(a, b));
        expect(levenshteinMany(a, [b])[0]).toBe(fastestLevenshtein(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it('counts an astral character once where fastest-levenshtein counts its UTF-16 units', () => {
    const astral = fc.constantFrom('\u{1f600}', '\u{1f601}', '\u{20000}', '\u{10ffff}');
    fc.assert(
      fc.property(fc.string({ unit: astral, maxLength: 40 }), (a) => {
        const characters = Array.from(a).length;
        expect(levenshtein(a, '')).toBe(characters);
        expect(levenshteinMany(a, [''])[0]).toBe(characters);
        expect(fastestLevenshtein(a, '')).toBe(2 * characters);
      }),
    );
  });
});

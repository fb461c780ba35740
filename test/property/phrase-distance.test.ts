import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import type { DistanceMode, Matching } from '#honeysift/model/phrase-distance.js';

import { phraseDistanceTwin } from '../support/phrase-twin.js';
import { costsArbitrary, phraseArbitrary } from '../support/phrases.js';

const set = 'abcdefghijklmnopqrstuvwxyzUSERPA';
const options = fc.record({
  set: fc.constantFrom(set, 'ab', '|a0'),
  costs: costsArbitrary(),
  mode: fc.constantFrom<DistanceMode>('both', 'set', 'complementary'),
  matching: fc.constantFrom<Matching>('stable', 'assignment', 'module'),
});

describe('phraseDistance', () => {
  it('equals the textbook version under every matching, mode and cost', () => {
    fc.assert(
      fc.property(phraseArbitrary(), phraseArbitrary(), options, (a, b, o) => {
        expect(phraseDistance(a, b, o)).toBe(phraseDistanceTwin(a, b, o));
      }),
      { numRuns: 4000 },
    );
  });

  it('equals the textbook version on phrases that differ by a few words', () => {
    const edits = fc.array(fc.tuple(fc.nat(9), fc.constantFrom('', 'ab', 'PASS', 'xyz'), fc.boolean()), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('USER', 'a', 'ab', 'ftp', 'bb'), { maxLength: 9 }),
        edits,
        options,
        (words, changes, o) => {
          const changed: string[] = [...words];
          for (const [at, word, isInserted] of changes) changed.splice(at, isInserted ? 0 : 1, word);
          const [a, b] = [words.join(' '), changed.join(' ')];
          expect(phraseDistance(a, b, o)).toBe(phraseDistanceTwin(a, b, o));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('agrees within rounding for costs that are not dyadic', () => {
    const cost = fc.double({ min: 0, max: 3, noNaN: true });
    const costs = fc.tuple(cost, cost, fc.constantFrom(0, 0.1));
    fc.assert(
      fc.property(
        phraseArbitrary(),
        phraseArbitrary(),
        costs,
        fc.constantFrom<Matching>('stable', 'assignment', 'module'),
        (a, b, c, matching) => {
          const o = { set, costs: c, mode: 'both', matching } as const;
          expect(Math.abs(phraseDistance(a, b, o) - phraseDistanceTwin(a, b, o))).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is symmetric under stable and assignment, to the last bit', () => {
    const cost = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        phraseArbitrary(12),
        phraseArbitrary(12),
        cost,
        cost,
        fc.constantFrom<Matching>('stable', 'assignment'),
        (a, b, s, p, matching) => {
          const o = { set, costs: [s, p, 0], matching } as const;
          expect(phraseDistance(a, b, o)).toBe(phraseDistance(b, a, o));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is a metric under assignment with positive costs', () => {
    const cost = fc.constantFrom(0.25, 0.5, 1, 2, 10);
    const phrase = phraseArbitrary(8);
    fc.assert(
      fc.property(phrase, phrase, phrase, cost, cost, (a, b, c, s, p) => {
        const d = (x: string, y: string): number =>
          phraseDistance(x, y, { set, costs: [s, p, 0], matching: 'assignment' });
        expect(d(a, a)).toBe(0);
        // Words and their places tell phrases apart, but for phrases that pads cannot be told from.
        if (d(a, b) === 0) expect(a).toBe(b);
        expect(d(a, c)).toBeLessThanOrEqual(d(a, b) + d(b, c));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes bytes as the characters U+0000..U+00FF', () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(
        bytes,
        bytes,
        fc.constantFrom<Matching>('stable', 'assignment', 'module'),
        (a, b, matching) => {
          const o = { set: 'abc\u00e9\u00ff\u0000', matching };
          const text = (x: Uint8Array): string => Buffer.from(x).toString('latin1');
          expect(phraseDistance(a, b, o)).toBe(phraseDistance(text(a), text(b), o));
        },
      ),
    );
  });

  it('takes strings by code points, however many distinct ones', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0x1f300, max: 0x1f303 }).map((c) => String.fromCodePoint(c)),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const o = { set: '\u{1f300}\u{1f301}', costs: [1, 1, 0], mode: 'both', matching: 'stable' } as const;
        const narrow = (x: string): string =>
          Array.from(x, (c) => 'abcd'[c.codePointAt(0)! - 0x1f300]).join('');
        expect(phraseDistance(a, b, o)).toBe(phraseDistance(narrow(a), narrow(b), { ...o, set: 'ab' }));
        const many = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
        expect(phraseDistance(many + a, many + b, { ...o, set: `${many}\u{1f300}` })).toBe(
          phraseDistanceTwin(many + a, many + b, { ...o, set: `${many}\u{1f300}` }),
        );
      }),
      { numRuns: 20 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import { distanceBetween, distancesFrom, distanceTile } from '#honeysift/distances/space-distances.js';
import { phraseText } from '#honeysift/model/phrase-dictionary.js';
import type { DistanceMode, Matching } from '#honeysift/model/phrase-distance.js';

import { costsArbitrary, dictionaryOf, phraseArbitrary } from '../support/phrases.js';

const phrases = fc.array(phraseArbitrary(), { minLength: 1, maxLength: 12 });
const options = fc.record({
  costs: costsArbitrary(),
  mode: fc.constantFrom<DistanceMode>('both', 'set', 'complementary'),
  matching: fc.constantFrom<Matching>('stable', 'assignment', 'module'),
});

describe('a phrase space', () => {
  it('gives the distances of its phrases, one, in rows and in tiles', () => {
    fc.assert(
      fc.property(phrases, options, (texts, o) => {
        const dictionary = dictionaryOf(texts);
        const size = dictionary.offsets.length - 1;
        const ids = Uint32Array.from({ length: size }, (_, i) => size - 1 - i);
        const space = internPhrases(dictionary, ids, o);
        const text = (k: number): string => phraseText(dictionary, ids[k]!);
        const wanted = Array.from({ length: size }, (_, i) =>
          Array.from({ length: size }, (__, j) => phraseDistance(text(i), text(j), o)),
        );
        const all = Uint32Array.from({ length: size }, (_, j) => j);
        expect(wanted).toEqual(wanted.map((_, i) => Array.from(distancesFrom(space, i, all))));
        expect(wanted.flat()).toEqual(Array.from(distanceTile(space, 0, size, 0, size)));
        const [r, c] = [Math.floor(size / 2), Math.floor(size / 3)];
        expect(wanted.slice(r).flatMap((row) => row.slice(c))).toEqual(
          Array.from(distanceTile(space, r, size, c, size)),
        );
        expect(distanceBetween(space, 0, size - 1)).toBe(wanted[0]![size - 1]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every distance up to a cutoff and never lets a larger one pass for smaller', () => {
    fc.assert(
      fc.property(phrases, options, fc.nat(30), (texts, o, cutoff) => {
        const dictionary = dictionaryOf(texts);
        const ids = Uint32Array.from({ length: dictionary.offsets.length - 1 }, (_, i) => i);
        const space = internPhrases(dictionary, ids, o);
        const exact = distancesFrom(space, 0, ids);
        const cut = distancesFrom(space, 0, ids, { cutoff });
        exact.forEach((distance, k) => {
          if (distance <= cutoff) expect(cut[k]).toBe(distance);
          else expect(cut[k]).toBeGreaterThan(cutoff);
        });
      }),
      { numRuns: 400 },
    );
  });
});

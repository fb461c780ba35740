import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import { distanceBetween } from '#honeysift/distances/space-distances.js';
import { phraseBytes, phraseCount } from '#honeysift/model/phrase-dictionary.js';
import type { DistanceMode, Matching } from '#honeysift/model/phrase-distance.js';

import { dictionaryOf } from '../../support/phrases.js';
import { hasShared, sharedPath } from '../../support/shared.js';

/** One line of shared/phrase/oracle.jsonl; see the README beside it. */
type OraclePair = {
  readonly id: number;
  readonly tag: string;
  readonly a: string;
  readonly b: string;
  readonly set: string;
  readonly costs: readonly [number, number, number];
  readonly mode: DistanceMode;
} & Readonly<Record<`${Matching}_${'ab' | 'ba'}`, number>>;

const oracle = 'phrase/oracle.jsonl';

function readOracle(): OraclePair[] {
  const lines = readFileSync(sharedPath(oracle), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as OraclePair);
}

function expectAgrees(pair: OraclePair, got: number, wanted: number): void {
  if (pair.tag === 'float') expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9);
  else expect(got).toBe(wanted);
}

describe.skipIf(!hasShared(oracle))(
  'the phrase distance against the oracle (skipped without ../shared)',
  () => {
    const pairs = hasShared(oracle) ? readOracle() : [];

    it('has all pairs', () => {
      expect(pairs).toHaveLength(1428);
    });

    describe.each<Matching>(['stable', 'assignment', 'module'])('matching %s', (matching) => {
      it('agrees on every pair, both ways', () => {
        for (const pair of pairs) {
          const options = { set: pair.set, costs: pair.costs, mode: pair.mode, matching };
          expectAgrees(pair, phraseDistance(pair.a, pair.b, options), pair[`${matching}_ab`]);
          expectAgrees(pair, phraseDistance(pair.b, pair.a, options), pair[`${matching}_ba`]);
        }
      });

      it('agrees when phrases are given as bytes', () => {
        for (const pair of pairs.filter(({ tag }) => tag === 'bytes')) {
          const options = { set: pair.set, costs: pair.costs, mode: pair.mode, matching };
          const [a, b] = [Buffer.from(pair.a, 'latin1'), Buffer.from(pair.b, 'latin1')];
          expect(phraseDistance(a, b, options)).toBe(pair[`${matching}_ab`]);
          expect(phraseDistance(a, pair.b, options)).toBe(pair[`${matching}_ab`]);
        }
      });

      it('agrees within a phrase space', () => {
        for (const pair of pairs.filter(({ a, b }) => !/[^\u0000-\u00ff]/.test(a + b))) {
          const dictionary = dictionaryOf([pair.a, pair.b]);
          const texts = Array.from({ length: phraseCount(dictionary) }, (_, id) =>
            Buffer.from(phraseBytes(dictionary, id)).toString('latin1'),
          );
          const ids = Uint32Array.of(texts.indexOf(pair.a), texts.indexOf(pair.b));
          const options = { set: pair.set, costs: pair.costs, mode: pair.mode, matching };
          const space = internPhrases(dictionary, ids, options);
          expectAgrees(pair, distanceBetween(space, 0, 1), pair[`${matching}_ab`]);
          expectAgrees(pair, distanceBetween(space, 1, 0), pair[`${matching}_ba`]);
        }
      });
    });
  },
);

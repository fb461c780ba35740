import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coherenceStage } from '#honeysift/distances/coherence-stage.js';
import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import { phraseText } from '#honeysift/model/phrase-dictionary.js';
import type {
  Coherence,
  DistanceMode,
  Matching,
  PhraseDistanceOptions,
  PhraseGroup,
} from '#honeysift/model/phrase-distance.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { createCancelFlag, createRunContext } from '#honeysift/pool/run-context.js';

import { costsArbitrary, dictionaryOf, phraseArbitrary } from '../support/phrases.js';

/** Every source compared with every other, one by one. */
function bruteForce(
  texts: readonly string[],
  ids: readonly number[],
  options: PhraseDistanceOptions,
): Omit<Coherence, 'key' | 'distinctPhrases'> {
  const n = texts.length;
  const d = (i: number, j: number): number =>
    (phraseDistance(texts[i]!, texts[j]!, options) + phraseDistance(texts[j]!, texts[i]!, options)) / 2;
  const others = (i: number): number[] => texts.map((_, j) => j).filter((j) => j !== i);
  const means = texts.map((_, i) => (n < 2 ? 0 : others(i).reduce((sum, j) => sum + d(i, j), 0) / (n - 1)));
  const pairs = texts.flatMap((_, i) =>
    others(i)
      .filter((j) => j > i)
      .map((j) => d(i, j)),
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  const sd = (values: readonly number[]): number =>
    Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  const least = Math.min(...means);
  const medoids = ids.filter((_, i) => means[i]! <= least + 1e-9);
  return {
    sources: n,
    meanDistance: mean(pairs),
    sdPairs: sd(pairs),
    sdSources: sd(means),
    medoidPhrase: Math.min(...medoids),
  };
}

const groups = fc.array(
  fc.array(fc.tuple(fc.nat(19), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 14 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const options = fc.record({
  costs: costsArbitrary(),
  mode: fc.constantFrom<DistanceMode>('both', 'set', 'complementary'),
  matching: fc.constantFrom<Matching>('stable', 'assignment', 'module'),
});
/** Phrases of one tool: a template with fields that vary, so that tiles are computed place by place. */
const template = fc
  .array(
    fc.tuple(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 }),
      fc.constantFrom('x', 'yz', '99'),
    ),
    { minLength: 20, maxLength: 20 },
  )
  .map((fields) =>
    fields.map(([one, two]) => `USER ${one}\\r\\n||PASS ${two} ${one.slice(3)}.${one.slice(1)}`),
  );
const texts = fc.oneof(fc.array(phraseArbitrary(), { minLength: 20, maxLength: 20 }), template);

function toGroup(
  members: readonly (readonly [number, number])[],
  phrases: number,
  index: number,
): PhraseGroup {
  const counts = new Map(members.map(([id, count]) => [id % phrases, count]));
  return {
    key: `group ${index.toString()}`,
    phraseIds: Uint32Array.from(counts.keys()),
    counts: Float64Array.from(counts.values()),
  };
}

describe('the coherence stage', () => {
  it('equals brute force over all pairs of sources', async () => {
    await fc.assert(
      fc.asyncProperty(texts, groups, options, async (phrases, members, o) => {
        const dictionary = dictionaryOf(phrases);
        const size = dictionary.offsets.length - 1;
        const input = {
          phrases: dictionary,
          groups: members.map((one, index) => toGroup(one, size, index)),
          options: o,
        };
        const result = await createInlineRunner().run(coherenceStage, input);
        for (const group of input.groups) {
          const ids = Array.from(group.phraseIds).flatMap((id, k) =>
            new Array<number>(group.counts[k]!).fill(id),
          );
          const wanted = bruteForce(
            ids.map((id) => phraseText(dictionary, id)),
            ids,
            o,
          );
          const got = result.get(group.key)!;
          expect(got.sources).toBe(wanted.sources);
          expect(got.distinctPhrases).toBe(group.phraseIds.length);
          expect(got.meanDistance).toBeCloseTo(wanted.meanDistance, 9);
          expect(got.sdPairs).toBeCloseTo(wanted.sdPairs, 6);
          expect(got.sdSources).toBeCloseTo(wanted.sdSources, 6);
          expect(got.medoidPhrase).toBe(wanted.medoidPhrase);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('gives the same bits whatever the order of parts, groups and phrases', () => {
    const cost = fc.double({ min: 0.01, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        texts,
        groups,
        fc.tuple(cost, cost),
        fc.infiniteStream(fc.nat()),
        (phrases, members, [s, p], random) => {
          const dictionary = dictionaryOf(phrases);
          const size = dictionary.offsets.length - 1;
          const all = members.map((one, index) => toGroup(one, size, index));
          const shuffle = <T>(items: readonly T[]): T[] =>
            items
              .map((item) => ({ item, key: Number(random.next().value) }))
              .sort((a, b) => a.key - b.key)
              .map(({ item }) => item);
          const run = (
            input: Parameters<typeof coherenceStage.plan>[0],
            isShuffled: boolean,
          ): Map<string, Coherence> => {
            const context = createRunContext(createCancelFlag());
            const parts = [...coherenceStage.plan(input)].flatMap((task) =>
              task.pieces.map((piece) => coherenceStage.run({ ...task, pieces: [piece] }, context) as never),
            );
            return coherenceStage.merge(isShuffled ? shuffle(parts) : parts, input);
          };
          const o = { costs: [s, p, 0] as const };
          const turned = all.map((group) => {
            const order = shuffle(Array.from(group.phraseIds.keys()));
            return {
              key: group.key,
              phraseIds: Uint32Array.from(order, (at) => group.phraseIds[at]!),
              counts: Float64Array.from(order, (at) => group.counts[at]!),
            };
          });
          const one = run({ phrases: dictionary, groups: all, options: o }, false);
          const other = run({ phrases: dictionary, groups: turned, options: o }, true);
          expect([...other.entries()]).toEqual([...one.entries()]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

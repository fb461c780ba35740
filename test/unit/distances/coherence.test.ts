import { Worker } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

import { coherenceStage } from '#honeysift/distances/coherence-stage.js';
import { distanceTile } from '#honeysift/distances/space-distances.js';
import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import type { Coherence, PhraseGroup } from '#honeysift/model/phrase-distance.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { createCancelFlag, createRunContext } from '#honeysift/pool/run-context.js';

import { dictionaryOf } from '../../support/phrases.js';

async function coherenceOf(phrases: readonly string[], counts: readonly number[]): Promise<Coherence> {
  const group = { key: 'it', phraseIds: Uint32Array.from(phrases.keys()), counts: Float64Array.from(counts) };
  const all = await createInlineRunner().run(coherenceStage, {
    phrases: dictionaryOf(phrases),
    groups: [group],
  });
  return all.get('it')!;
}

/** Table 3 of the report: mean and deviation as printed, for two sub-clusters at distance d. */
const table3 = [
  { cluster: 5, mean: 22, sd: 84, d: 343 },
  { cluster: 9, mean: 39, sd: 311, d: 2519 },
  { cluster: 11, mean: 641, sd: 1213, d: 2936 },
  { cluster: 20, mean: 88, sd: 258, d: 844 },
];

describe('the coherence of a group', () => {
  it.each(table3)('of the shape of cluster $cluster is $mean with deviation $sd', async ({ mean, sd, d }) => {
    const sources = 1_000_000;
    const minority = Math.round(sources * ((1 - Math.sqrt(1 - (2 * mean) / d)) / 2));
    const result = await coherenceOf(['a', 'a'.repeat(d + 1)], [sources - minority, minority]);
    expect(Math.round(result.meanDistance)).toBe(mean);
    expect(Math.round(result.sdPairs)).toBe(sd);
    expect(result.medoidPhrase).toBe(0);
  });

  it('is zero for a single source and for sources of one phrase', async () => {
    const nothing = {
      key: 'it',
      distinctPhrases: 1,
      meanDistance: 0,
      sdPairs: 0,
      sdSources: 0,
      medoidPhrase: 0,
    };
    expect(await coherenceOf(['GET /'], [1])).toEqual({ ...nothing, sources: 1 });
    expect(await coherenceOf(['GET /'], [45_360])).toEqual({ ...nothing, sources: 45_360 });
  });

  it('has no deviation over pairs when all distances are equal', async () => {
    const phrases = Array.from({ length: 26 }, (_, i) => `USER ${String.fromCharCode(97 + i)}`);
    const result = await coherenceOf(
      phrases,
      phrases.map(() => 1),
    );
    expect(result).toMatchObject({ meanDistance: 1, sdPairs: 0, sdSources: 0, medoidPhrase: 0 });
  });

  it('gives the medoid of least mean distance, ties to the lowest id', async () => {
    expect((await coherenceOf(['a', 'ab', 'abc'], [1, 1, 1])).medoidPhrase).toBe(1);
    expect((await coherenceOf(['a', 'b'], [1, 1])).medoidPhrase).toBe(0);
    expect((await coherenceOf(['a', 'b'], [1, 2])).medoidPhrase).toBe(1);
  });

  it('cuts a large group into tiles whose parts may come in any order', () => {
    const phrases = Array.from({ length: 5000 }, (_, i) => `USER u${i.toString(36)}\\r\\n||PASS x`);
    const dictionary = dictionaryOf(phrases);
    const group = {
      key: 'big',
      phraseIds: Uint32Array.from(phrases.keys()),
      counts: new Float64Array(5000).fill(2),
    };
    const input = { phrases: dictionary, groups: [group] };
    const tasks = [...coherenceStage.plan(input)];
    expect(tasks.length).toBeGreaterThan(3);
    expect(tasks.every(({ phrases: { bytes } }) => bytes.buffer instanceof SharedArrayBuffer)).toBe(true);
    const context = createRunContext(createCancelFlag());
    const parts = tasks.map(
      (task) =>
        coherenceStage.run(task, context) as Exclude<ReturnType<typeof coherenceStage.run>, Promise<unknown>>,
    );
    const whole = coherenceStage.merge(parts, input).get('big')!;
    expect(coherenceStage.merge([...parts].reverse(), input).get('big')).toEqual(whole);

    const space = internPhrases(dictionary, group.phraseIds);
    let ordered = 0;
    for (let row = 0; row < 5000; row += 500) {
      ordered += distanceTile(space, row, row + 500, 0, 5000).reduce((sum, distance) => sum + distance, 0);
    }
    expect(whole.meanDistance).toBe((4 * ordered) / (10_000 * 9_999));
  });

  it('puts many small groups into one task', () => {
    const phrases = dictionaryOf(['a', 'b', 'c', 'd']);
    const groups = Array.from({ length: 500 }, (_, i): PhraseGroup => ({
      key: i.toString(),
      phraseIds: Uint32Array.of(i % 4, (i + 1) % 4),
      counts: Float64Array.of(1, 1 + i),
    }));
    expect([...coherenceStage.plan({ phrases, groups })]).toHaveLength(1);
  });

  it('stops when cancelled', () => {
    const phrases = dictionaryOf(['a', 'b']);
    const flag = createCancelFlag();
    const space = internPhrases(phrases, Uint32Array.of(0, 1));
    flag[0] = 1;
    expect(() => distanceTile(space, 0, 2, 0, 2, flag)).toThrow(
      expect.objectContaining({ code: 'ERR_CANCELLED' }) as Error,
    );
  });

  it('stops in the middle of its work when another thread raises the flag', () => {
    const words = (k: number): string =>
      Array.from({ length: 3000 }, (_, i) => ((i * 7919 + k) % 46_656).toString(36)).join(' ');
    const phrases = dictionaryOf(Array.from({ length: 200 }, (_, k) => words(k)));
    const space = internPhrases(
      phrases,
      Uint32Array.from({ length: 200 }, (_, k) => k),
      { matching: 'module' },
    );
    const flag = createCancelFlag();
    const raise = `const { workerData } = require('node:worker_threads');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      Atomics.store(workerData, 0, 1);`;
    const other = new Worker(raise, { eval: true, workerData: flag });
    // Left alone, this would take the better part of an hour.
    expect(() => distanceTile(space, 0, 200, 0, 200, flag)).toThrow(
      expect.objectContaining({ code: 'ERR_CANCELLED' }) as Error,
    );
    return other.terminate();
  });

  it.each<[string, Partial<PhraseGroup>]>([
    ['no phrases', { phraseIds: new Uint32Array(0), counts: new Float64Array(0) }],
    ['a stray id', { phraseIds: Uint32Array.of(9), counts: Float64Array.of(1) }],
    ['a phrase twice', { phraseIds: Uint32Array.of(1, 1), counts: Float64Array.of(1, 1) }],
    ['a count too many', { counts: Float64Array.of(1, 1, 1) }],
    ['a count of zero', { counts: Float64Array.of(1, 0) }],
    ['half a source', { counts: Float64Array.of(1, 1.5) }],
  ])('refuses a group with %s', (_, wrong) => {
    const group = { key: 'odd', phraseIds: Uint32Array.of(0, 1), counts: Float64Array.of(1, 1), ...wrong };
    expect(() => [...coherenceStage.plan({ phrases: dictionaryOf(['a', 'b']), groups: [group] })]).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error,
    );
  });
});

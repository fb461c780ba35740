import { describe, expect, it } from 'vitest';

import { coherence, phraseDistance } from '#honeysift/index.js';

describe('coherence', () => {
  const phrases = ['GET /a', 'GET /bb', 'GET /a', 'PUT /ccc é'];

  it.each([0, 2])('is the mean over all ordered pairs, with %i workers', async (workers) => {
    const rows = phrases.map((a) => phrases.reduce((sum, b) => sum + phraseDistance(a, b), 0));
    const found = await coherence(phrases, { workers });
    expect(found.meanDistance).toBeCloseTo(rows.reduce((sum, row) => sum + row, 0) / 12, 12);
    expect(found).toMatchObject({
      sources: 4,
      distinctPhrases: 3,
      medoidPhrase: rows.indexOf(Math.min(...rows)),
    });
  });

  it('is that of all pairs in a cluster of tools of several shapes', async () => {
    const of = (count: number, make: (tag: string) => string): string[] =>
      Array.from({ length: count }, (_, k) => make(((k + 1) * 2_654_435).toString(36)));
    const mixed = [
      ...of(90, (tag) => `USER ${tag}||PASS guest||QUIT`),
      ...of(70, (tag) => `GET /${tag} HTTP/1.0`),
      ...of(80, (tag) => `PUT /${tag}.html HTTP/1.1||Host: ${tag}`),
    ];
    const rows = mixed.map((a) => mixed.map((b) => phraseDistance(a, b)));
    const sums = rows.map((row) => row.reduce((sum, distance) => sum + distance, 0));
    const pairs = mixed.length * (mixed.length - 1);
    const mean = sums.reduce((sum, row) => sum + row, 0) / pairs;
    const squares = rows.flat().reduce((sum, distance) => sum + distance * distance, 0);
    const found = await coherence(mixed, { workers: 0 });
    expect(found.meanDistance).toBeCloseTo(mean, 9);
    expect(found.sdPairs).toBeCloseTo(Math.sqrt(squares / pairs - mean * mean), 9);
    expect(found.medoidPhrase).toBe(sums.indexOf(Math.min(...sums)));
  });

  it('takes bytes and options', async () => {
    const bytes = phrases.map((phrase) => Buffer.from(phrase, 'latin1'));
    const options = { workers: 0, matching: 'assignment', costs: [2, 1, 0] } as const;
    expect(await coherence(bytes, options)).toEqual(await coherence(phrases, options));
  });

  it('refuses what it cannot take, and stops when told to', async () => {
    await expect(coherence([])).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
    await expect(coherence(['日本'])).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
    const signal = AbortSignal.abort();
    await expect(coherence(phrases, { workers: 0, signal })).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
  });

  it.each([0, 2])(
    'leaves a large job unfinished when it is aborted on the way, with %i workers',
    async (workers) => {
      const many = Array.from(
        { length: 30_000 },
        (_, k) => `USER anonymous||PASS ${(k * 7919).toString(36)}x`,
      );
      const abort = new AbortController();
      const seen: { done: number; total: number }[] = [];
      const running = coherence(many, {
        workers,
        signal: abort.signal,
        onProgress: ({ done, total }) => {
          seen.push({ done, total });
          if (done > 0) abort.abort();
        },
      });
      await expect(running).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
      const last = seen.at(-1)!;
      expect(last.done).toBeGreaterThan(0);
      expect(last.done).toBeLessThan(last.total);
    },
  );
});

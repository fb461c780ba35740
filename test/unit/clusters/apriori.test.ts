import { describe, expect, it } from 'vitest';

import { apriori, aprioriOn } from '#honeysift/clusters/apriori.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';

const baskets = [
  ['bread', 'wine', 'cheese'],
  ['bread', 'wine'],
  ['bread', 'cheese'],
  ['bread', 'wine', 'cheese'],
];

describe('apriori', () => {
  it('lists frequent itemsets by length, then items, with their counts', () => {
    expect(apriori(baskets, { minSupport: 0.5 })).toEqual([
      { items: ['bread'], support: 4 },
      { items: ['cheese'], support: 3 },
      { items: ['wine'], support: 3 },
      { items: ['bread', 'cheese'], support: 3 },
      { items: ['bread', 'wine'], support: 3 },
      { items: ['cheese', 'wine'], support: 2 },
      { items: ['bread', 'cheese', 'wine'], support: 2 },
    ]);
  });

  it('lists closed and maximal itemsets', () => {
    expect(apriori(baskets, { minSupport: 0.5, target: 'closed' })).toEqual([
      { items: ['bread'], support: 4 },
      { items: ['bread', 'cheese'], support: 3 },
      { items: ['bread', 'wine'], support: 3 },
      { items: ['bread', 'cheese', 'wine'], support: 2 },
    ]);
    expect(apriori(baskets, { minSupport: 3, absolute: true, target: 'maximal' })).toEqual([
      { items: ['bread', 'cheese'], support: 3 },
      { items: ['bread', 'wine'], support: 3 },
    ]);
  });

  it('takes any iterables, and numbers beside texts: numbers first, 1 is not "1"', () => {
    const transactions = new Set([new Set([10, 9, '1', 1]), new Set<number | string>(['1', 9, 1])]);
    expect(apriori(transactions, { minSupport: 1, maxLength: 1 })).toEqual([
      { items: [1], support: 2 },
      { items: [9], support: 2 },
      { items: ['1'], support: 2 },
    ]);
  });

  it('counts an item once a transaction', () => {
    expect(apriori([[7, 7, 7], [7]], { minSupport: 2, absolute: true })).toEqual([
      { items: [7], support: 2 },
    ]);
  });

  it('counts empty transactions as transactions', () => {
    const transactions = [[1], [], [], []];
    expect(apriori(transactions, { minSupport: 0.25 })).toEqual([{ items: [1], support: 1 }]);
    expect(apriori(transactions, { minSupport: 0.26 })).toEqual([]);
  });

  it('finds nothing in nothing', () => {
    for (const target of ['frequent', 'closed', 'maximal'] as const) {
      expect(apriori([], { minSupport: 0.5, target })).toEqual([]);
      expect(apriori([[], []], { minSupport: 0.5, target })).toEqual([]);
    }
  });

  it('lists what stands in one transaction at a support of 0, and only what stands in all at 1', () => {
    expect(apriori([[1, 2]], { minSupport: 0 })).toHaveLength(3);
    expect(apriori([[1, 2], [1]], { minSupport: 0 })).toHaveLength(3);
    expect(apriori([[1, 2], [1]], { minSupport: 1 })).toEqual([{ items: [1], support: 2 }]);
  });

  it('is not misled by products such as 0.07 * 100', () => {
    const transactions = Array.from({ length: 100 }, (_, row) => (row < 7 ? ['rare'] : ['other']));
    expect(apriori(transactions, { minSupport: 0.07 })).toContainEqual({ items: ['rare'], support: 7 });
    expect(apriori(transactions, { minSupport: 0.0701 })).toHaveLength(1);
  });

  it('leaves out long itemsets, but not from the judgement of what is closed', () => {
    expect(apriori(baskets, { minSupport: 0.5, maxLength: 1, target: 'closed' })).toEqual([
      { items: ['bread'], support: 4 },
    ]);
    expect(apriori(baskets, { minSupport: 0.5, maxLength: 1, target: 'maximal' })).toEqual([]);
  });

  it('raises ERR_BOUND rather than fill the memory', () => {
    const wide = Array.from({ length: 3 }, () => Array.from({ length: 60 }, (_, item) => item));
    const bounded = { code: 'ERR_BOUND', message: expect.stringContaining('maxItemsets') as string };
    expect(() => apriori(wide, { minSupport: 1 })).toThrowError(expect.objectContaining(bounded));
    expect(apriori(wide, { minSupport: 1, target: 'closed' })).toHaveLength(1);
    expect(() => apriori(baskets, { minSupport: 0.5, maxItemsets: 6 })).toThrowError(
      expect.objectContaining(bounded),
    );
    expect(apriori(baskets, { minSupport: 0.5, maxItemsets: 7 })).toHaveLength(7);
  });

  it.each([
    [{ minSupport: 1.5 }],
    [{ minSupport: -0.1 }],
    [{ minSupport: Number.NaN }],
    [{ minSupport: 0, absolute: true }],
    [{ minSupport: 1.5, absolute: true }],
    [{ minSupport: 0.5, target: 'open' as 'closed' }],
    [{ minSupport: 0.5, maxLength: 0 }],
    [{ minSupport: 0.5, maxItemsets: 0.5 }],
  ])('refuses %j', (options) => {
    expect(() => apriori(baskets, options)).toThrowError(expect.objectContaining({ code: 'ERR_ARGUMENT' }));
  });

  it('refuses items that are neither text nor finite number', () => {
    for (const item of [null, undefined, Number.NaN, Infinity, {}, true]) {
      expect(() => apriori([[item as string]], { minSupport: 1 })).toThrowError(
        expect.objectContaining({ code: 'ERR_ARGUMENT' }),
      );
    }
  });

  it('lists the maximal itemsets of many distinct transactions at a support of 0', () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [
      ...Array.from({ length: 6 }, (_, column) => 10 * column + ((row * (column + 3)) % 7)),
      ...Array.from({ length: 6 }, (_, column) => 1000 + 6 * row + column),
    ]);
    const parts = rows.map((row) => row.slice(0, 9));
    const found = apriori([...rows, ...parts], { minSupport: 0, target: 'maximal' });
    expect(found.map(({ support }) => support)).toEqual(rows.map(() => 1));
    expect(new Set(found.map(({ items }) => items.join()))).toEqual(
      new Set(rows.map((row) => [...row].sort((a, b) => a - b).join())),
    );
  });

  it('refuses closed itemsets beyond the bound where most items are rare', () => {
    const rows = Array.from({ length: 2000 }, (_, row) => [
      ...Array.from(
        { length: 8 },
        (_, column) => 10 * column + ((Math.imul(row + 1, 2654435761) >>> (3 * column)) % 7),
      ),
      ...Array.from({ length: 8 }, (_, column) => 1000 + 8 * row + column),
    ]);
    const bound = { minSupport: 0, target: 'closed', maxItemsets: 10_000 } as const;
    expect(() => apriori(rows, bound)).toThrow(
      expect.objectContaining({
        code: 'ERR_BOUND',
        message: expect.stringContaining('raise minSupport') as string,
      }),
    );
    const closed = apriori(rows.slice(0, 60), { ...bound, maxItemsets: 1_000_000 });
    const frequentShared = closed.filter(({ support }) => support > 1);
    for (const { items, support } of frequentShared.slice(0, 200)) {
      const holders = rows.slice(0, 60).filter((row) => items.every((item) => row.includes(Number(item))));
      expect(holders).toHaveLength(support);
      const common = holders.reduce((left, row) => left.filter((item) => row.includes(item)));
      expect([...items]).toEqual(common.sort((a, b) => a - b));
    }
    expect(frequentShared.length).toBeGreaterThan(50);
  });
});

describe('aprioriOn', () => {
  const transactions = Array.from({ length: 300 }, (_, row) =>
    Array.from({ length: 12 }, (_unused, item) => item).filter(
      (item) => (row * 7 + item * 5) % 11 > item % 4,
    ),
  );

  it('gives the same over a pool of workers', async () => {
    const pool = createWorkerPool(2);
    try {
      for (const target of ['frequent', 'closed', 'maximal'] as const) {
        const options = { minSupport: 0.05, target };
        expect(await aprioriOn(pool, transactions, options)).toEqual(apriori(transactions, options));
      }
    } finally {
      await pool.close();
    }
  });

  it('keeps the bound over all prefixes together', async () => {
    const runner = createInlineRunner();
    const { length } = apriori(transactions, { minSupport: 0.05 });
    await expect(
      aprioriOn(runner, transactions, { minSupport: 0.05, maxItemsets: length - 1 }),
    ).rejects.toMatchObject({
      code: 'ERR_BOUND',
    });
    expect(await aprioriOn(runner, transactions, { minSupport: 0.05, maxItemsets: length })).toHaveLength(
      length,
    );
  });

  it('ends when its signal aborts', async () => {
    const running = aprioriOn(createInlineRunner(), transactions, { minSupport: 0.05 }, AbortSignal.abort());
    await expect(running).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
  });
});

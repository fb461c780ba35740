import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { apriori, aprioriOn } from '#honeysift/clusters/apriori.js';
import { type LengthSlice, lengthSlices } from '#honeysift/clusters/length-slices.js';
import { minePrefixStage } from '#honeysift/clusters/mine-prefix.js';
import { sortItemsetsStage } from '#honeysift/clusters/sort-itemsets.js';
import { rules, rulesFromItemsets } from '#honeysift/clusters/rules.js';
import { supportCount } from '#honeysift/clusters/support-count.js';
import { encodeTransactions } from '#honeysift/clusters/transaction-encoder.js';
import { type ItemsetRecords, mineItemsets, prepareTransactions } from '#honeysift/native/itemset-miner.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { allItemsets, allRules } from './apriori-twin.js';

const anyTransactions = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }))
  .chain(([items, density]) =>
    fc.array(
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: items, maxLength: items })
        .map((draws) => draws.flatMap((draw, item) => (draw < density ? [item] : []))),
      { maxLength: 40 },
    ),
  );
const targets = ['frequent', 'closed', 'maximal'] as const;
const plain = ({ items, support }: { items: readonly unknown[]; support: number }) => ({ items, support });

describe('apriori', () => {
  it('lists what the definitions say', () => {
    fc.assert(
      fc.property(
        anyTransactions,
        fc.integer({ min: 1, max: 20 }),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        (transactions, minSupport, maxLength) => {
          const wanted = allItemsets(transactions, minSupport).filter(
            ({ items }) => items.length <= (maxLength ?? Infinity),
          );
          for (const target of targets) {
            const found = apriori(transactions, { minSupport, absolute: true, target, maxLength });
            expect(found).toEqual(
              wanted.filter((itemset) => target === 'frequent' || itemset[target]).map(plain),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes a fraction for the smallest count that reaches it', () => {
    fc.assert(
      fc.property(anyTransactions, fc.integer({ min: 0, max: 1000 }), (transactions, thousandths) => {
        const minCount = Math.max(1, Math.ceil((thousandths * transactions.length) / 1000));
        expect(apriori(transactions, { minSupport: thousandths / 1000 })).toEqual(
          allItemsets(transactions, minCount).map(plain),
        );
      }),
    );
  });

  it('does not care for the order of transactions, the order within them, or repetition', () => {
    fc.assert(
      fc.property(anyTransactions, (transactions) => {
        const repeated = transactions.map((items) => [...items, ...items].reverse());
        const options = { minSupport: 0.2 };
        expect(apriori(repeated.reverse(), options)).toEqual(apriori(transactions, options));
      }),
    );
  });

  it('gives the same list prefix by prefix, whatever order the parts come in', async () => {
    const runner = createInlineRunner();
    const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };
    await fc.assert(
      fc.asyncProperty(
        anyTransactions,
        fc.constantFrom(...targets),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        async (transactions, target, keys) => {
          const options = { minSupport: 0.15, target };
          expect(await aprioriOn(runner, transactions, options)).toEqual(apriori(transactions, options));

          const { table, items } = encodeTransactions(transactions);
          const prepared = prepareTransactions(table, items.length, 2);
          const mining = { minCount: 2, target, wantsFlags: true, maxItemsets: 1e6 };
          const input = { prepared, options: mining };
          const parts: { key: number; part: ItemsetRecords }[] = [];
          for (const task of minePrefixStage.plan(input)) {
            const part = await minePrefixStage.run(task, context);
            parts.push({ part, key: keys[parts.length] ?? 0 });
          }
          const shuffled = parts.sort((a, b) => a.key - b.key).map(({ part }) => part);
          const unsorted = {
            rankItems: prepared.rankItems,
            records: minePrefixStage.merge(shuffled, input),
          };
          const wanted = lengthSlices(mineItemsets(prepared, mining));

          const sorted: { key: number; part: readonly LengthSlice[] }[] = [];
          for (const task of sortItemsetsStage.plan(unsorted)) {
            const part = await sortItemsetsStage.run(task, context);
            sorted.push({ part, key: keys[sorted.length] ?? 0 });
          }
          sorted.sort((a, b) => a.key - b.key);
          const lists = sorted.map(({ part }) => part);
          expect(sortItemsetsStage.merge(lists, unsorted)).toEqual(wanted);
        },
      ),
    );
  });
});

describe('rules', () => {
  it('are those the definitions give, with one or more consequents', () => {
    fc.assert(
      fc.property(
        anyTransactions,
        fc.record({
          minCount: fc.integer({ min: 1, max: 10 }),
          supportOf: fc.constantFrom('antecedent', 'rule'),
          confidenceTenths: fc.integer({ min: 0, max: 10 }),
          maxConsequents: fc.integer({ min: 1, max: 4 }),
          universal: fc.boolean(),
        }),
        (transactions, bounds) => {
          const { minCount, confidenceTenths, ...rest } = bounds;
          const options = {
            ...rest,
            minSupport: minCount,
            absolute: true,
            minConfidence: confidenceTenths / 10,
          };
          const wanted = allRules(transactions, bounds);
          expect(rules(transactions, options)).toEqual(wanted);
          const itemsets = apriori(transactions, { minSupport: 1, absolute: true });
          expect(rulesFromItemsets(itemsets, transactions.length, options)).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('supportCount', () => {
  it('is the smallest count that reaches a decimal fraction', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (millionths, total) => {
          const wanted = (BigInt(millionths) * BigInt(total) + 999_999n) / 1_000_000n;
          expect(supportCount(millionths / 1_000_000, total)).toBe(Number(wanted));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

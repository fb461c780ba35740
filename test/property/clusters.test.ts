import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { clusterIdOf } from '#honeysift/clusters/cluster-id.js';
import { mineClustersStage, type MineClustersInput } from '#honeysift/clusters/mine-clusters.js';
import type { SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { sourcesWithVectors } from '../support/vector-sources.js';
import { allItemsets } from './apriori-twin.js';
import { twinClusters, type TwinVector } from './clusters-twin.js';

const honeypotNames = ['h0', 'h1', 'h2'];
const anyVector = fc
  .array(fc.constantFrom(0, 0, 1, 1, 1, 2, 3), { minLength: 3, maxLength: 3 })
  .map((counts) => counts.flatMap((count, honeypot) => (count > 0 ? [[honeypot, count] as const] : [])))
  .filter((vector) => vector.length > 0);
const anyVectors = fc.array(anyVector, { minLength: 1, maxLength: 60 });
const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };

function inputOf(
  vectors: readonly TwinVector[],
  options: MineClustersInput['options'] = {},
): MineClustersInput {
  const sources = sourcesWithVectors(vectors.map((vector) => Object.fromEntries(vector)));
  const groups = [{ portsSequence: '445', rows: Uint32Array.from(vectors.keys()) }];
  return { sources, honeypotNames, groups, options };
}

async function mine(
  vectors: readonly TwinVector[],
  options?: MineClustersInput['options'],
): Promise<SequenceClusters> {
  const [sequence] = await createInlineRunner().run(mineClustersStage, inputOf(vectors, options));
  if (!sequence) throw new Error('no sequence');
  return sequence;
}

const anySupport = fc.constantFrom(0, 0.01, 0.05, 0.1, 0.2, 0.34, 1);
const countOf = (support: number, sources: number): number =>
  Math.max(1, Math.ceil(support * sources - 1e-9));

describe('exclusive clusters', () => {
  it('are those of the definition', async () => {
    await fc.assert(
      fc.asyncProperty(anyVectors, anySupport, async (vectors, minSupport) => {
        const mined = await mine(vectors, { minSupport });
        const twin = twinClusters(vectors, countOf(minSupport, vectors.length));
        const spelled = mined.clusters.map(({ items, support, rows }) => ({
          items,
          supportCount: Math.round(support * vectors.length),
          rows: [...rows],
        }));
        expect(spelled).toEqual(twin.clusters);
        expect([...mined.unclustered]).toEqual(twin.unclustered);
        for (const { items, clusterId } of mined.clusters) expect(clusterId).toBe(clusterIdOf('445', items));
      }),
      { numRuns: 150 },
    );
  });

  it('take every source once, each at least the minimum, and none that an earlier one would take', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyVectors,
        anySupport,
        fc.constantFrom(1, 20, 1e6),
        async (vectors, minSupport, bound) => {
          const options = { minSupport, maxListed: bound, maxCounted: bound, maxCandidates: bound };
          const { clusters, unclustered } = await mine(vectors, options);
          const taken = [...clusters.flatMap(({ rows }) => [...rows]), ...unclustered];
          expect(taken.sort((a, b) => a - b)).toEqual([...vectors.keys()]);
          const textsOf = (row: number): string[] => {
            const vector = vectors[row] ?? [];
            const packets = vector.reduce((sum, [, count]) => sum + count, 0);
            const counts = vector.map(([honeypot, count]) => `n_h${honeypot}=${count}`);
            return [`T=${vector.length}`, `N=${packets}`, ...counts];
          };
          const firstHeld = (row: number): number =>
            clusters.findIndex(({ items }) => items.every((item) => textsOf(row).includes(item)));
          clusters.forEach(({ rows }, place) => {
            expect(rows.length).toBeGreaterThanOrEqual(countOf(minSupport, vectors.length));
            for (const row of rows) expect(firstHeld(row)).toBe(place);
          });
          for (const row of unclustered) expect(firstHeld(row)).toBe(-1);
        },
      ),
    );
  });

  it('are the exact vectors at a support of 0, however tight the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(anyVectors, fc.constantFrom(1, 1e6), async (vectors, bound) => {
        const { clusters, unclustered } = await mine(vectors, {
          minSupport: 0,
          maxListed: bound,
          maxCandidates: bound,
        });
        expect(unclustered).toHaveLength(0);
        const byVector = new Map<string, number[]>();
        vectors.forEach((vector, row) => {
          const key = JSON.stringify(vector);
          byVector.set(key, [...(byVector.get(key) ?? []), row]);
        });
        const sortByFirst = (groups: number[][]) => groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
        expect(sortByFirst(clusters.map(({ rows }) => [...rows]))).toEqual(
          sortByFirst([...byVector.values()]),
        );
      }),
    );
  });
});

describe('the itemsets of a sequence', () => {
  it('are all frequent ones, or the closed ones where these are many, with their number', async () => {
    await fc.assert(
      fc.asyncProperty(anyVectors, fc.constantFrom(5, 60, 1e6), async (vectors, maxListed) => {
        const minSupport = 0.1;
        // At a count of 1 only closed itemsets within maxListed are listed.
        fc.pre(vectors.length > 10 || maxListed > 60);
        const mined = await mine(vectors, { minSupport, maxListed });
        const transactions = vectors.map((vector) => {
          const packets = vector.reduce((sum, [, count]) => sum + count, 0);
          return [
            vector.length,
            1000 + packets,
            ...vector.map(([honeypot, count]) => 2000 * (honeypot + 1) + count),
          ];
        });
        const frequent = allItemsets(transactions, countOf(minSupport, vectors.length));
        expect(mined.frequentCount).toBe(frequent.length);
        expect(mined.frequentCountExact).toBe(true);
        expect(mined.itemsetsListed).toBe(frequent.length <= maxListed ? 'frequent' : 'closed');
        const wanted = frequent.filter(({ closed }) => closed || frequent.length <= maxListed);
        expect(
          mined.itemsets.map(({ supportCount, closed, maximal, items }) => [
            items.length,
            supportCount,
            closed,
            maximal,
          ]),
        ).toEqual(
          wanted.map(({ items, support, closed, maximal }) => [items.length, support, closed, maximal]),
        );
      }),
    );
  });
});

describe('the stage', () => {
  it('gives the same whatever the order of groups and parts, over any batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyVectors, { minLength: 1, maxLength: 5 }), async (sequences) => {
        const sources = sourcesWithVectors(sequences.flat().map((vector) => Object.fromEntries(vector)));
        let next = 0;
        const groups = sequences.map((vectors, index) => {
          const rows = Uint32Array.from(vectors, () => next++);
          return { portsSequence: String(10 + index), rows };
        });
        const one = { sources, honeypotNames, groups };
        const whole = await createInlineRunner().run(mineClustersStage, one);
        const parts: (readonly SequenceClusters[])[] = [];
        for (const group of groups.toReversed()) {
          for (const task of mineClustersStage.plan({ ...one, groups: [group] })) {
            parts.push(await mineClustersStage.run(task, context));
          }
        }
        expect(mineClustersStage.merge(parts, one)).toEqual(whole);
        expect(whole.map(({ portsSequence }) => portsSequence)).toEqual(
          groups.map((group) => group.portsSequence),
        );
      }),
    );
  });
});

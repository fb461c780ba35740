import { describe, expect, it } from 'vitest';

import { apriori } from '#honeysift/clusters/apriori.js';
import { mineClustersStage } from '#honeysift/clusters/mine-clusters.js';
import type { SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { sourcesWithVectors } from '../../support/vector-sources.js';

const rows = 100_000;
const honeypots = 20;

/** Row numbers in base 47, one digit a honeypot, so that no two vectors are equal. */
const sources = sourcesWithVectors(
  Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      Array.from({ length: honeypots }, (_unused, honeypot) => [
        honeypot,
        1 + (Math.floor(row / 47 ** (honeypot % 3)) % 47),
      ]),
    ),
  ),
);

async function mine(minSupport: number): Promise<SequenceClusters> {
  const groups = [{ portsSequence: '445', rows: Uint32Array.from({ length: rows }, (_, row) => row) }];
  const honeypotNames = Array.from({ length: honeypots }, (_, honeypot) => `h${honeypot}`);
  const [sequence] = await createInlineRunner().run(mineClustersStage, {
    sources,
    honeypotNames,
    groups,
    options: { minSupport, maxRules: 1000 },
  });
  if (!sequence) throw new Error('no sequence');
  return sequence;
}

describe('a sequence of 100,000 distinct vectors', () => {
  it('is 100,000 clusters at a support of 0, with no more itemsets listed than the bound', async () => {
    const { clusters, unclustered, itemsets, frequentCountExact, candidatesComplete } = await mine(0);
    expect(clusters).toHaveLength(rows);
    expect(unclustered).toHaveLength(0);
    expect(itemsets.length).toBeLessThanOrEqual(10_000);
    expect(frequentCountExact).toBe(false);
    expect(candidatesComplete).toBe(true);
  });

  it('accounts for every source at any support', async () => {
    for (const minSupport of [0.00002, 0.01]) {
      const { clusters, unclustered } = await mine(minSupport);
      const clustered = clusters.reduce((sum, cluster) => sum + cluster.rows.length, 0);
      expect(clustered + unclustered.length).toBe(rows);
    }
  });

  it('raises ERR_BOUND where all its itemsets are asked for', () => {
    const transactions = Array.from({ length: rows }, (_, row) =>
      Array.from(
        { length: honeypots },
        (_unused, item) => `${item}=${item % 2 === 0 ? row : row % (item + 5)}`,
      ),
    );
    for (const target of ['frequent', 'closed', 'maximal'] as const) {
      expect(
        () => apriori(transactions, { minSupport: 0, target, maxItemsets: 50_000 }),
        target,
      ).toThrowError(expect.objectContaining({ code: 'ERR_BOUND' }));
    }
  });
});

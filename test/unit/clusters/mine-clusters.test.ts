import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { type ClusterOptions } from '#honeysift/clusters/cluster-options.js';
import { type ItemAttribute, reportAttributes } from '#honeysift/clusters/item-columns.js';
import { mineClustersStage } from '#honeysift/clusters/mine-clusters.js';
import type { SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { type PacketVector, sourcesWithVectors } from '../../support/vector-sources.js';

const honeypotNames = ['mach0', 'mach1', 'mach2'];

interface Setting {
  readonly options?: Partial<ClusterOptions>;
  readonly attributes?: readonly ItemAttribute[];
}

async function mine(vectors: readonly PacketVector[], setting: Setting = {}): Promise<SequenceClusters> {
  const groups = [{ portsSequence: '445', rows: Uint32Array.from(vectors.keys()) }];
  const input = { sources: sourcesWithVectors(vectors), honeypotNames, groups, ...setting };
  const [sequence] = await createInlineRunner().run(mineClustersStage, input);
  if (!sequence) throw new Error('no sequence');
  return sequence;
}

const times = (count: number, vector: PacketVector): PacketVector[] =>
  Array.from({ length: count }, () => vector);
const itemsOf = ({ clusters }: SequenceClusters): string[] => clusters.map(({ items }) => items.join(' & '));

describe('mining the clusters of a ports sequence', () => {
  it('finds the clusters of {445} in Table 2 of the report', async () => {
    const mined = await mine(
      [
        ...times(65, { 0: 3, 1: 3, 2: 3 }),
        ...times(18, { 1: 1 }),
        ...times(6, { 0: 3, 1: 3, 2: 2 }),
        ...Array.from({ length: 11 }, (_, index) => ({ 0: 20 + index, 1: 50 + index * 3 })),
      ],
      { options: { minSupport: 0.03 } },
    );
    expect(itemsOf(mined)).toEqual([
      'T=3 & N=9 & n_mach0=3 & n_mach1=3 & n_mach2=3',
      'T=3 & N=8 & n_mach0=3 & n_mach1=3 & n_mach2=2',
      'T=1 & N=1 & n_mach1=1',
      'T=2',
    ]);
    expect(mined.clusters.map(({ rows, support }) => [rows.length, support])).toEqual([
      [65, 0.65],
      [6, 0.06],
      [18, 0.18],
      [11, 0.11],
    ]);
    expect(mined.unclustered).toHaveLength(0);
  });

  it('names a cluster by its ports sequence and items', async () => {
    const mined = await mine(times(3, { 0: 1 }));
    const digest = createHash('sha256').update('445\nT=1 & N=1 & n_mach0=1').digest('hex');
    expect(mined.clusters[0]?.clusterId).toBe(`C${digest.slice(0, 16)}`);
  });

  it('lists the frequent itemsets with their flags and their number', async () => {
    const mined = await mine([...times(6, { 0: 2 }), ...times(4, { 1: 2 })], {
      options: { minSupport: 0.5 },
    });
    expect(mined.itemsets).toEqual([
      { items: ['T=1'], supportCount: 10, closed: false, maximal: false },
      { items: ['N=2'], supportCount: 10, closed: false, maximal: false },
      { items: ['n_mach0=2'], supportCount: 6, closed: false, maximal: false },
      { items: ['T=1', 'N=2'], supportCount: 10, closed: true, maximal: false },
      { items: ['T=1', 'n_mach0=2'], supportCount: 6, closed: false, maximal: false },
      { items: ['N=2', 'n_mach0=2'], supportCount: 6, closed: false, maximal: false },
      { items: ['T=1', 'N=2', 'n_mach0=2'], supportCount: 6, closed: true, maximal: true },
    ]);
    expect(mined).toMatchObject({
      frequentCount: 7,
      frequentCountExact: true,
      itemsetsListed: 'frequent',
      sources: 10,
    });
  });

  it('drops all small candidates together, then lets their sources choose anew', async () => {
    // Held by 4 each, the pairs with N=6 are candidates; the longer one leaves the other too few, and what is left over
    // goes to the shorter itemsets only if those had enough in the first round.
    const mined = await mine(
      [
        ...times(2, { 0: 1, 1: 5 }),
        ...times(2, { 0: 1, 2: 5 }),
        ...times(2, { 1: 1, 2: 5 }),
        ...times(4, { 2: 9 }),
      ],
      { options: { minSupport: 0.4 } },
    );
    expect(itemsOf(mined)).toEqual(['T=1 & N=9 & n_mach2=9', 'T=2 & N=6 & n_mach0=1']);
    expect([...mined.unclustered]).toEqual([4, 5]);
  });

  it('orders numbers by value and honeypots as the environment does', async () => {
    const mined = await mine([...times(5, { 0: 10, 2: 1 }), ...times(5, { 0: 9, 2: 1 })]);
    expect(itemsOf(mined)).toEqual([
      'T=2 & N=10 & n_mach0=9 & n_mach2=1',
      'T=2 & N=11 & n_mach0=10 & n_mach2=1',
    ]);
  });

  it('clusters by raw or by canonical counts', async () => {
    const vectors: PacketVector[] = [...times(3, { 0: [4, 3] }), ...times(3, { 0: [3, 3] })];
    expect(itemsOf(await mine(vectors))).toEqual(['T=1 & N=3 & n_mach0=3', 'T=1 & N=4 & n_mach0=4']);
    expect(itemsOf(await mine(vectors, { options: { counts: 'canonical' } }))).toEqual([
      'T=1 & N=3 & n_mach0=3',
    ]);
  });

  it('takes further attributes, with values in words', async () => {
    const speed: ItemAttribute = (_, rows) => ({
      name: 'gap',
      values: Float64Array.from(rows, (row) => row % 2),
      labels: ['none', '1-2'],
    });
    const mined = await mine(times(4, { 0: 1 }), { attributes: [...reportAttributes, speed] });
    expect(itemsOf(mined)).toEqual(['T=1 & N=1 & gap=none & n_mach0=1', 'T=1 & N=1 & gap=1-2 & n_mach0=1']);
  });

  it('has the rules that say something, the strongest first, while all frequent itemsets are listed', async () => {
    const vectors = [...times(6, { 0: 2 }), ...times(4, { 1: 2 }), ...times(2, { 1: 3 })];
    const wanted = { minSupport: 0.1, maxRules: 50 };
    const { rules = [] } = await mine(vectors, { options: wanted });
    expect(rules[0]).toEqual({
      antecedent: ['n_mach0=2'],
      consequent: ['N=2'],
      supportCount: 6,
      confidence: 1,
      lift: 1.2,
    });
    expect(
      rules.map(({ antecedent, consequent }) => `${antecedent.join(' & ')} => ${consequent.join()}`),
    ).toEqual(['n_mach0=2 => N=2', 'n_mach1=2 => N=2', 'N=3 => n_mach1=3', 'n_mach1=3 => N=3']);
    const few = await mine(vectors, { options: { ...wanted, maxRules: 1 } });
    expect(few.rules).toEqual(rules.slice(0, 1));
    expect((await mine(vectors, { options: { minSupport: 0.1 } })).rules).toEqual([]);
    expect((await mine(vectors, { options: { ...wanted, maxListed: 1 } })).rules).toEqual([]);
  });

  it('leaves rows out that no group names', async () => {
    const input = {
      sources: sourcesWithVectors(times(5, { 0: 1 })),
      honeypotNames,
      groups: [
        { portsSequence: '80', rows: Uint32Array.of(4) },
        { portsSequence: '22', rows: Uint32Array.of(1, 3) },
        { portsSequence: '23', rows: new Uint32Array() },
      ],
    };
    const mined = await createInlineRunner().run(mineClustersStage, input);
    expect(
      mined.map(({ portsSequence, clusters }) => [portsSequence, [...(clusters[0]?.rows ?? [])]]),
    ).toEqual([
      ['22', [1, 3]],
      ['80', [4]],
    ]);
  });

  it('refuses options out of range', () => {
    const input = { sources: sourcesWithVectors([]), honeypotNames, groups: [] };
    for (const options of [{ minSupport: 2 }, { counts: 'both' as 'raw' }, { maxListed: 0 }]) {
      expect(() => [...mineClustersStage.plan({ ...input, options })]).toThrowError(
        expect.objectContaining({ code: 'ERR_ARGUMENT' }),
      );
    }
  });
});

describe('hundreds of honeypots', () => {
  it('cost nothing when a source targets few of them', async () => {
    const mined = await mine(Array.from({ length: 3000 }, (_, row) => ({ [row % 500]: 1 + (row % 3) })));
    expect(mined.unclustered).toHaveLength(0);
    expect(mined.clusters.every(({ items }) => items.length >= 2)).toBe(true);
  });

  it('hit by one plan have more frequent itemsets than can be listed, and one closed one', async () => {
    const plan = Object.fromEntries(Array.from({ length: 300 }, (_, honeypot) => [honeypot, 3]));
    const mined = await mine(times(200, plan));
    expect(mined).toMatchObject({
      frequentCount: 100_000,
      frequentCountExact: false,
      itemsetsListed: 'closed',
    });
    expect(mined.itemsets).toHaveLength(1);
    expect(mined.clusters[0]?.items).toHaveLength(302);
  });

  it('hit at random leave whole vectors as candidates, and say so', async () => {
    const plan = Object.fromEntries(Array.from({ length: 100 }, (_, honeypot) => [honeypot, 1]));
    let state = 1;
    const draw = (): number => (state = (state * 48271) % 2147483647);
    const random = Array.from({ length: 900 }, (): PacketVector => {
      const targets = Array.from({ length: 100 }, (_, honeypot) => honeypot).filter(() => draw() % 2 === 0);
      return Object.fromEntries(targets.map((honeypot): [number, number] => [honeypot, 1]));
    });
    const mined = await mine([...times(100, plan), ...random], { options: { maxCandidates: 2000 } });
    expect(mined).toMatchObject({
      itemsetsListed: 'partial',
      candidatesComplete: false,
      frequentCountExact: false,
    });
    expect(mined.clusters.map(({ rows }) => rows.length)).toEqual([100]);
    expect(mined.unclustered).toHaveLength(900);
    expect(mined.itemsets).toContainEqual({
      items: ['T=100'],
      supportCount: 100,
      closed: false,
      maximal: false,
    });
    expect(mined.itemsets.at(-1)).toMatchObject({ supportCount: 100, closed: true, maximal: true });
  });

  it('group by exact vector at a support of 0', async () => {
    const vectors = Array.from({ length: 20_000 }, (_, row): PacketVector => ({
      [row % 200]: 1 + row,
      200: 1,
    }));
    const mined = await mine(vectors, { options: { minSupport: 0 } });
    expect(mined.clusters).toHaveLength(20_000);
    expect(mined.candidatesComplete).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';

import { clusterIdOf } from '#honeysift/clusters/cluster-id.js';
import { type ClusterExplanation, explainClusterOf } from '#honeysift/clusters/explain-cluster.js';
import { itemChoice } from '#honeysift/clusters/item-choice.js';

import { type PacketVector, sourcesWithVectors } from '../../support/vector-sources.js';

const times = (count: number, vector: PacketVector): PacketVector[] =>
  Array.from({ length: count }, () => vector);

// 30 of a worm, 10 of it that lost a packet, 6 that have T and n_b in common, and 4 alike in too little.
const vectors: PacketVector[] = [
  ...times(30, { 0: 3, 1: 3, 2: 3 }),
  ...times(10, { 0: 3, 1: 3, 2: 2 }),
  ...[5, 5, 5, 6, 7, 7].map((packets) => ({ 0: packets, 1: 9 })),
  { 0: 40, 1: 1 },
  { 0: 50, 2: 1 },
  { 0: 60 },
  { 1: 70 },
];

function explain(items: readonly string[], minSupport: number): ClusterExplanation | null {
  return explainClusterOf({
    sources: sourcesWithVectors(vectors),
    group: { portsSequence: '445', rows: Uint32Array.from(vectors.keys()) },
    honeypotNames: ['a', 'b', 'c'],
    items: { ...itemChoice(), counts: 'raw' },
    minSupport,
    clusterId: clusterIdOf('445', items),
  });
}

const worm = ['T=3', 'N=9', 'n_a=3', 'n_b=3', 'n_c=3'];
const lossy = ['T=3', 'N=8', 'n_a=3', 'n_b=3', 'n_c=2'];

describe('a cluster explains itself', () => {
  const explained = explain(worm, 0.1);

  it('by its itemset, its support and its place', () => {
    expect(explained).toMatchObject({
      items: worm,
      sequenceSources: 50,
      minCount: 5,
      supportCount: 30,
      clusterSources: 30,
      place: 1,
      candidatesComplete: true,
      varying: [],
    });
  });

  it('by the rules among its items', () => {
    const rules = explained?.rules ?? [];
    const told = (antecedent: string[], consequent: string): unknown =>
      rules.find((rule) => rule.antecedent.join() === antecedent.join() && rule.consequent[0] === consequent);
    expect(told(['N=9'], 'n_c=3')).toEqual({
      antecedent: ['N=9'],
      consequent: ['n_c=3'],
      supportCount: 30,
      confidence: 1,
      lift: 50 / 30,
    });
    expect(told(['T=3'], 'n_a=3')).toMatchObject({ supportCount: 40, confidence: 1, lift: 50 / 40 });
    expect(told(['T=3', 'n_a=3', 'n_b=3', 'n_c=3'], 'N=9')).toMatchObject({
      supportCount: 30,
      confidence: 1,
    });
    expect(told(['n_b=3'], 'N=9')).toBeUndefined();
    expect(rules.every(({ confidence }) => confidence >= 0.8)).toBe(true);
    const confidences = rules.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
  });

  it('by the neighbour that differs least', () => {
    expect(explained?.neighbours[0]).toEqual({
      clusterId: clusterIdOf('445', lossy),
      items: lossy,
      sources: 10,
      sharedItems: 3,
      differences: [
        { attribute: 'N', here: '9', there: '8' },
        { attribute: 'n_c', here: '3', there: '2' },
      ],
    });
  });

  it('by why each other source is not in it: every source of the sequence is told once', () => {
    const { leftOut, clusterSources = 0, clusters } = explained ?? {};
    expect(clusters).toBe(3);
    expect(leftOut).toEqual({
      takenByEarlier: [],
      inOtherClusters: 16,
      noCandidate: 2,
      candidateDropped: [{ items: ['T=2'], support: 8, chosenBy: 2, sources: 2 }],
    });
    expect(clusterSources + 16 + 2 + 2).toBe(vectors.length);
  });

  it('by what varies among its own sources, the commonest values first', () => {
    const general = explain(['T=2', 'n_b=9'], 0.1);
    expect(general?.clusterSources).toBe(6);
    const values = (add: number): unknown => [
      { value: String(5 + add), sources: 3 },
      { value: String(7 + add), sources: 2 },
      { value: String(6 + add), sources: 1 },
    ];
    expect(general?.varying).toEqual([
      { attribute: 'N', distinct: 3, values: values(9) },
      { attribute: 'n_a', distinct: 3, values: values(0) },
    ]);
  });

  it('by earlier clusters that took sources which hold its itemset too, and by candidates that were dropped', () => {
    const general = ['n_b=3'];
    const all = [
      ...times(20, { 0: 1, 1: 3 }),
      ...Array.from({ length: 12 }, (_, at) => ({ 0: 100 + at, 1: 3, 2: 300 + at * 2 })),
      ...times(3, { 0: 7, 2: 7 }),
      ...Array.from({ length: 5 }, (_, at) => ({ 0: 7, 2: 500 + at })),
    ];
    const input = {
      sources: sourcesWithVectors(all),
      group: { portsSequence: '445', rows: Uint32Array.from(all.keys()) },
      honeypotNames: ['a', 'b', 'c'],
      items: { ...itemChoice(), counts: 'raw' as const },
      minSupport: 0.2,
      clusterId: clusterIdOf('445', ['T=3', 'n_b=3']),
    };
    expect(explainClusterOf({ ...input, clusterId: clusterIdOf('445', general) })).toBeNull();
    const explained = explainClusterOf(input);
    expect(explained?.clusterSources).toBe(12);
    expect(explained?.leftOut.takenByEarlier).toEqual([]);
    // All 28 with T=2 are a candidate; the 20 of one vector took theirs first, 8 with n_a=7 theirs.
    const rest = explainClusterOf({ ...input, clusterId: clusterIdOf('445', ['T=2', 'n_a=7']) });
    expect(rest?.clusterSources).toBe(8);
    const high = explainClusterOf({
      ...input,
      minSupport: 0.25,
      clusterId: clusterIdOf('445', ['T=2', 'N=4', 'n_a=1', 'n_b=3']),
    });
    expect(high?.leftOut).toEqual({
      takenByEarlier: [],
      inOtherClusters: 12,
      noCandidate: 0,
      candidateDropped: [{ items: ['T=2'], support: 28, chosenBy: 8, sources: 8 }],
    });
    const shared = explainClusterOf({
      ...input,
      items: { ...itemChoice(['T']), counts: 'raw' },
      minSupport: 0.2,
      clusterId: clusterIdOf('445', ['T=2']),
    });
    expect(shared?.leftOut.inOtherClusters).toBe(12);
  });

  it('names an earlier cluster that holds the same itemset and more', () => {
    const all = [
      ...times(10, { 0: 1, 1: 1 }),
      ...Array.from({ length: 10 }, (_, at) => ({ 0: 2 + at, 1: 40 + 3 * at })),
    ];
    const explained = explainClusterOf({
      sources: sourcesWithVectors(all),
      group: { portsSequence: '445', rows: Uint32Array.from(all.keys()) },
      honeypotNames: ['a', 'b'],
      items: { ...itemChoice(), counts: 'raw' },
      minSupport: 0.5,
      clusterId: clusterIdOf('445', ['T=2']),
    });
    expect(explained?.supportCount).toBe(20);
    expect(explained?.leftOut.takenByEarlier).toEqual([
      {
        clusterId: clusterIdOf('445', ['T=2', 'N=2', 'n_a=1', 'n_b=1']),
        items: ['T=2', 'N=2', 'n_a=1', 'n_b=1'],
        sources: 10,
      },
    ]);
  });

  it('is null for a cluster that is not formed', () => {
    expect(explain(['T=9'], 0.1)).toBeNull();
  });
});

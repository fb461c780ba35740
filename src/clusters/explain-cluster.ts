import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceRule } from '../model/itemset-cluster.js';
import { clusterOptions } from './cluster-options.js';
import { rulesAmong } from './cluster-rules.js';
import {
  type AttributeSpread,
  type ClusterNeighbour,
  neighboursOf,
  spreadOfAttributes,
} from './cluster-variation.js';
import { type LeftOut, whyLeftOut } from './left-out.js';
import { formClusters, type FormedClusters } from './mine-sequence.js';
import { extractSequence, type SequenceGroup, type TransactionItems } from './sequence-transactions.js';

/** Why a cluster is one. All counts are of attack sources, each flood counted once. */
export interface ClusterExplanation {
  readonly items: readonly string[];
  /** Sources of the ports sequence. */
  readonly sequenceSources: number;
  /** Sources that a candidate needs. */
  readonly minCount: number;
  /** Sources that hold the itemset. */
  readonly supportCount: number;
  /** Sources that belong to the cluster. */
  readonly clusterSources: number;
  /** Its place in the order in which sources chose, from 1, and of how many clusters. */
  readonly place: number;
  readonly clusters: number;
  /** False where closed itemsets were too many, so that only whole vectors could become clusters. */
  readonly candidatesComplete: boolean;
  readonly rules: readonly SequenceRule[];
  /** What differs among its own sources. */
  readonly varying: readonly AttributeSpread[];
  /** The other clusters of the sequence, the most alike first. */
  readonly neighbours: readonly ClusterNeighbour[];
  readonly leftOut: LeftOut;
}

export interface ExplainInput {
  readonly sources: AttackSources;
  readonly group: SequenceGroup;
  readonly honeypotNames: readonly string[];
  readonly items: TransactionItems;
  readonly minSupport: number;
  readonly clusterId: string;
}

const minConfidence = 0.8;

/** Forms the clusters of the sequence again and tells how the one came about; null when it is not among them. */
export function explainClusterOf({
  sources,
  group,
  honeypotNames,
  items,
  minSupport,
  clusterId,
}: ExplainInput): ClusterExplanation | null {
  const options = clusterOptions({ minSupport, counts: items.counts });
  const formed = formClusters(extractSequence(sources, group, items), honeypotNames, options);
  const { vectors, minCount, listing, choice, clusters } = formed;
  const place = clusters.findIndex((cluster) => cluster.clusterId === clusterId);
  const cluster = clusters[place];
  if (!cluster) return null;
  const { candidates } = choice;
  const itemset = [...candidates.items.subarray(candidates.offsets[place], candidates.offsets[place + 1])];
  return {
    items: cluster.items,
    sequenceSources: group.rows.length,
    minCount,
    supportCount: Math.round(cluster.support * group.rows.length),
    clusterSources: cluster.rows.length,
    place: place + 1,
    clusters: clusters.length,
    candidatesComplete: minCount === 1 || listing.isComplete,
    rules: rulesAmong(itemset, vectors, minConfidence),
    varying: spreadOfAttributes(vectors, sourcesPerVector(formed, place)),
    neighbours: neighboursOf(cluster, clusters),
    leftOut: whyLeftOut(formed, place),
  };
}

function sourcesPerVector({ vectors, choice }: FormedClusters, place: number): Map<number, number> {
  const sources = new Map<number, number>();
  choice.chosen.forEach((chosen, vector) => {
    if (chosen === place) sources.set(vector, vectors.table.weights[vector] ?? 0);
  });
  return sources;
}

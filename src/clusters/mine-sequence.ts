import type {
  FrequentItemset,
  ItemsetCluster,
  SequenceClusters,
  SequenceRule,
} from '../model/itemset-cluster.js';
import { closedFlag, type ItemsetTable, maximalFlag, noMatch } from '../native/itemset-miner.js';
import { clusterIdOf } from './cluster-id.js';
import type { ClusterOptions } from './cluster-options.js';
import { type DistinctVectors, distinctVectors } from './distinct-vectors.js';
import { chooseExclusively, type ExclusiveChoice } from './exclusive-clusters.js';
import { frequentVectors, orderOfPreference, pickItemsets } from './itemset-tables.js';
import { type Listing, listItemsets } from './list-itemsets.js';
import { sequenceRules } from './sequence-rules.js';
import type { SequenceTransactions } from './sequence-transactions.js';
import { supportCount } from './support-count.js';

/** Mines the frequent itemsets of one ports sequence and forms its exclusive clusters. */
export function mineSequence(
  transactions: SequenceTransactions,
  honeypotNames: readonly string[],
  options: ClusterOptions,
  cancelFlag?: Int32Array,
): SequenceClusters {
  const { portsSequence, rows } = transactions;
  const formed = formClusters(transactions, honeypotNames, options, cancelFlag);
  const { vectors, minCount, listing, clusters, unclustered } = formed;
  return {
    portsSequence,
    sources: rows.length,
    minSupport: options.minSupport,
    itemsets: toItemsets(listing.itemsets, vectors.itemTexts),
    itemsetsListed: listing.listed,
    frequentCount: listing.frequentCount,
    frequentCountExact: listing.isCountExact,
    candidatesComplete: minCount === 1 || listing.isComplete,
    clusters,
    unclustered,
    rules: rulesOf(listing, vectors, rows.length, minCount, options.maxRules),
    cuts: transactions.cuts ?? [],
  };
}

/** The clusters of one ports sequence and how they came about. */
export interface FormedClusters {
  readonly vectors: DistinctVectors;
  readonly minCount: number;
  readonly listing: Listing;
  readonly choice: ExclusiveChoice;
  /** One a candidate of `choice`, in the same order. */
  readonly clusters: readonly ItemsetCluster[];
  readonly unclustered: Uint32Array;
}

export function formClusters(
  transactions: SequenceTransactions,
  honeypotNames: readonly string[],
  options: ClusterOptions,
  cancelFlag?: Int32Array,
): FormedClusters {
  const vectors = distinctVectors(transactions, honeypotNames);
  const minCount = Math.max(1, supportCount(options.minSupport, transactions.rows.length));
  const listing = listItemsets(vectors, minCount, options, cancelFlag);
  const choice =
    minCount === 1
      ? chooseOwnVector(vectors)
      : chooseExclusively(vectors, listing.candidates, minCount, cancelFlag);
  return { vectors, minCount, listing, choice, ...spreadRows(transactions, vectors, choice) };
}

function rulesOf(
  { itemsets, listed }: Listing,
  { itemTexts }: DistinctVectors,
  sources: number,
  minCount: number,
  maxRules: number,
): SequenceRule[] {
  if (listed !== 'frequent' || maxRules === 0) return [];
  return sequenceRules({ itemsets, itemTexts, sources }, minCount, maxRules);
}

/** With every vector frequent, each source chooses its own: what {@link chooseExclusively} comes to, without mining. */
function chooseOwnVector(vectors: DistinctVectors): ExclusiveChoice {
  const { order, table } = frequentVectors(vectors.table, 1);
  const preference = orderOfPreference(table);
  const chosen = new Uint32Array(vectors.count);
  preference.forEach((set, candidate) => {
    chosen[order[set] ?? 0] = candidate;
  });
  return { candidates: pickItemsets(table, preference), chosen };
}

/** Which rows each candidate took, and which none did. */
function spreadRows(
  { portsSequence, rows }: SequenceTransactions,
  { vectorOf, itemTexts }: DistinctVectors,
  { candidates, chosen }: ExclusiveChoice,
): Pick<SequenceClusters, 'clusters' | 'unclustered'> {
  const sizes = new Uint32Array(candidates.supports.length);
  let unclusteredCount = 0;
  for (const vector of vectorOf) {
    const candidate = chosen[vector] ?? noMatch;
    if (candidate === noMatch) unclusteredCount += 1;
    else sizes[candidate] = (sizes[candidate] ?? 0) + 1;
  }
  const taken = Array.from(sizes, (size) => new Uint32Array(size));
  const unclustered = new Uint32Array(unclusteredCount);
  const filled = new Uint32Array(sizes.length);
  let left = 0;
  vectorOf.forEach((vector, position) => {
    const row = rows[position] ?? 0;
    const candidate = chosen[vector] ?? noMatch;
    const cluster = taken[candidate];
    if (!cluster) unclustered[left++] = row;
    else {
      const at = filled[candidate] ?? 0;
      cluster[at] = row;
      filled[candidate] = at + 1;
    }
  });
  const clusters = taken.map((clusterRows, candidate): ItemsetCluster => {
    const items = textsOf(candidates, candidate, itemTexts);
    return {
      clusterId: clusterIdOf(portsSequence, items),
      portsSequence,
      items,
      support: (candidates.supports[candidate] ?? 0) / rows.length,
      rows: clusterRows,
    };
  });
  return { clusters, unclustered };
}

function toItemsets(table: ItemsetTable, itemTexts: readonly string[]): FrequentItemset[] {
  return Array.from(table.supports, (supportCount, set) => ({
    items: textsOf(table, set, itemTexts),
    supportCount,
    closed: ((table.flags[set] ?? 0) & closedFlag) !== 0,
    maximal: ((table.flags[set] ?? 0) & maximalFlag) !== 0,
  }));
}

export function textsOf(
  { offsets, items }: Pick<ItemsetTable, 'offsets' | 'items'>,
  set: number,
  itemTexts: readonly string[],
): string[] {
  return Array.from(items.subarray(offsets[set], offsets[set + 1]), (item) => itemTexts[item] ?? '');
}

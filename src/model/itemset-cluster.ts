import type { ClusterId } from './ids.js';

/** A frequent itemset of one ports sequence. Items are texts such as `T=3`, `N=9`, `n_web=3`, in canonical order. */
export interface FrequentItemset {
  readonly items: readonly string[];
  /** Attack sources that hold all items. */
  readonly supportCount: number;
  readonly closed: boolean;
  readonly maximal: boolean;
}

/** The attack sources of one ports sequence that share a frequent itemset and belong to no earlier one. */
export interface ItemsetCluster {
  readonly clusterId: ClusterId;
  readonly portsSequence: string;
  readonly items: readonly string[];
  /** Share of the sequence's sources that hold the itemset, 0..1. */
  readonly support: number;
  /** Rows of AttackSources that belong to this cluster alone, ascending. */
  readonly rows: Uint32Array;
}

/** One bin of the histogram of an attribute whose values were generalised, and the item its sources have. */
export interface ItemCut {
  /** `duration`, `gap`: seconds; `N~`: packets. */
  readonly attribute: string;
  /** From 1, ascending; 0 stands for the sources that have no value. */
  readonly bin: number;
  /** Values of the bin: [from, to). Null where there is no value. */
  readonly from: number | null;
  readonly to: number | null;
  readonly sources: number;
  /** `duration=[1,20)`; null where all values have one peak, so that the attribute makes no items. */
  readonly item: string | null;
}

/** "Attack sources that hold the antecedent mostly hold the consequent too", of one ports sequence. */
export interface SequenceRule {
  readonly antecedent: readonly string[];
  readonly consequent: readonly string[];
  /** Attack sources that hold all items of both. */
  readonly supportCount: number;
  /** `supportCount` over the sources that hold the antecedent, 0..1. */
  readonly confidence: number;
  /** Confidence over the share of all sources that hold the consequent. */
  readonly lift: number;
}

/** What mining one ports sequence gave. */
export interface SequenceClusters {
  readonly portsSequence: string;
  /** Non-backscatter sources of the sequence. */
  readonly sources: number;
  readonly minSupport: number;
  /** What `itemsetsListed` says, by length, then items. */
  readonly itemsets: readonly FrequentItemset[];
  /**
   * `frequent`: all frequent itemsets, where they are few; `closed`: the closed ones; `partial`, where these are too many as
   * well: the frequent ones up to some length, and the whole vectors that are frequent.
   */
  readonly itemsetsListed: 'frequent' | 'closed' | 'partial';
  /** Frequent itemsets; a lower bound where `frequentCountExact` is false. */
  readonly frequentCount: number;
  readonly frequentCountExact: boolean;
  /** False where closed itemsets were too many, so that only whole vectors could become clusters. */
  readonly candidatesComplete: boolean;
  /** In the order in which sources chose: length descending, support descending, items ascending. */
  readonly clusters: readonly ItemsetCluster[];
  /** Rows that no cluster took, ascending. */
  readonly unclustered: Uint32Array;
  /** The strongest rules, where they were asked for; in the order of their rank. */
  readonly rules?: readonly SequenceRule[] | undefined;
  /** Histograms and cuts of generalised attributes, by attribute, then bin. */
  readonly cuts?: readonly ItemCut[] | undefined;
}

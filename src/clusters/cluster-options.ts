import { invalidArgument } from '../errors.js';
import { isFraction } from './apriori-options.js';
import type { PacketCounts } from './item-columns.js';

export interface ClusterOptions {
  /** Smallest support of an itemset and of a cluster, as a share of the sequence's sources, 0..1; default 0.01. */
  readonly minSupport: number;
  /** Which packet counts make the items; default `raw`, as in the report. */
  readonly counts: PacketCounts;
  /** All frequent itemsets are listed up to this number, otherwise the closed ones; default 10,000. */
  readonly maxListed: number;
  /** Frequent itemsets are counted up to this number; default 100,000. */
  readonly maxCounted: number;
  /** Closed itemsets are mined up to this number; beyond it support is raised (see README.md); default 100,000. */
  readonly maxCandidates: number;
  /** Association rules kept a ports sequence, the strongest; 0 (default) makes none. */
  readonly maxRules: number;
}

const defaultClusterOptions: ClusterOptions = {
  minSupport: 0.01,
  counts: 'raw',
  maxListed: 10_000,
  maxCounted: 100_000,
  maxCandidates: 100_000,
  maxRules: 0,
};

/**
 * Fills in the defaults.
 * @throws HoneysiftError ERR_ARGUMENT for a value out of range
 */
export function clusterOptions(given: Partial<ClusterOptions> = {}): ClusterOptions {
  const options = { ...defaultClusterOptions, ...given };
  if (!isFraction(options.minSupport)) {
    throw invalidArgument('minSupport', 'a fraction from 0 to 1', options.minSupport);
  }
  if (options.counts !== 'raw' && options.counts !== 'canonical') {
    throw invalidArgument('counts', 'raw or canonical', options.counts);
  }
  for (const name of ['maxListed', 'maxCounted', 'maxCandidates'] as const) {
    if (!Number.isSafeInteger(options[name]) || options[name] < 1) {
      throw invalidArgument(name, 'a whole number of at least 1', options[name]);
    }
  }
  if (!Number.isSafeInteger(options.maxRules) || options.maxRules < 0) {
    throw invalidArgument('maxRules', 'a whole number', options.maxRules);
  }
  return options;
}

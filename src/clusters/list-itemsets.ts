import type { SequenceClusters } from '../model/itemset-cluster.js';
import {
  closedFlag,
  countItemsets,
  type ItemsetTable,
  mineItemsets,
  type PreparedTransactions,
  prepareTransactions,
  sortItemsets,
  tryMineItemsets,
} from '../native/itemset-miner.js';
import type { ClusterOptions } from './cluster-options.js';
import type { DistinctVectors } from './distinct-vectors.js';
import { concatenateTables, filterItemsets, frequentVectors, mergeDuplicates } from './itemset-tables.js';

/** The itemsets of one ports sequence that are reported, and those from which its clusters are chosen. */
export interface Listing {
  readonly itemsets: ItemsetTable;
  readonly listed: SequenceClusters['itemsetsListed'];
  readonly frequentCount: number;
  readonly isCountExact: boolean;
  /** Closed itemsets; all of them where `isComplete`, else the frequent vectors. */
  readonly candidates: ItemsetTable;
  readonly isComplete: boolean;
}

/** Lists what the bounds allow: all frequent itemsets, the closed ones, or some of these. */
export function listItemsets(
  vectors: DistinctVectors,
  minCount: number,
  options: ClusterOptions,
  cancelFlag: Int32Array | undefined,
): Listing {
  const itemCount = vectors.itemTexts.length;
  const prepared = prepareTransactions(vectors.table, itemCount, minCount);
  const { maxListed, maxCounted, maxCandidates } = options;
  const { count, isExact } = countItemsets(prepared, {
    minCount,
    target: 'frequent',
    maxItemsets: Math.max(maxListed, maxCounted),
    cancelFlag,
  });
  const counted = { frequentCount: count, isCountExact: isExact };
  if (isExact && count <= maxListed) {
    const itemsets = mineItemsets(prepared, {
      minCount,
      target: 'frequent',
      wantsFlags: true,
      maxItemsets: maxListed,
      cancelFlag,
    });
    const candidates = filterItemsets(itemsets, (set) => ((itemsets.flags[set] ?? 0) & closedFlag) !== 0);
    return { ...counted, itemsets, listed: 'frequent', candidates, isComplete: true };
  }
  // At a count of 1 the clusters are the vectors themselves: closed itemsets are wanted for the list alone.
  const bound = minCount === 1 ? Math.min(maxListed, maxCandidates) : maxCandidates;
  const closed = tryMineItemsets(prepared, { minCount, target: 'closed', maxItemsets: bound, cancelFlag });
  if (closed) {
    return { ...counted, itemsets: closed, listed: 'closed', candidates: closed, isComplete: true };
  }
  const candidates = frequentVectors(vectors.table, minCount).table;
  const itemsets = shortAndWhole(prepared, candidates, minCount, maxListed, cancelFlag);
  return { ...counted, itemsets, listed: 'partial', candidates, isComplete: false };
}

/** Pairs of items looked at to list short itemsets: a part of a second. */
const maxShortWork = 1e8;

function workOf({ offsets }: PreparedTransactions): number {
  let pairs = 0;
  for (let row = 1; row < offsets.length; row += 1)
    pairs += ((offsets[row] ?? 0) - (offsets[row - 1] ?? 0)) ** 2;
  return pairs;
}

/** Frequent itemsets up to the greatest length at which they fit the bound, and the frequent vectors if these fit too. */
function shortAndWhole(
  prepared: PreparedTransactions,
  vectors: ItemsetTable,
  minCount: number,
  maxListed: number,
  cancelFlag: Int32Array | undefined,
): ItemsetTable {
  const whole = vectors.supports.length <= maxListed ? [vectors] : [];
  let short: ItemsetTable[] = [];
  for (let maxLength = 1; workOf(prepared) <= maxShortWork; maxLength += 1) {
    const options = {
      minCount,
      target: 'frequent',
      wantsFlags: true,
      maxLength,
      maxItemsets: maxListed,
    } as const;
    const longer = tryMineItemsets(prepared, { ...options, cancelFlag });
    if (!longer) break;
    short = [longer];
  }
  return mergeDuplicates(sortItemsets(concatenateTables([...short, ...whole])));
}

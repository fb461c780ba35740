import type { SequenceClusters } from '../model/itemset-cluster.js';
import {
  closedFlag,
  countItemsets,
  type ItemsetTable,
  mineItemsets,
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
  readonly candidates: ItemsetTable;
  /** The count from which `candidates` are all closed itemsets. */
  readonly candidateCount: number;
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
    return { ...counted, itemsets, listed: 'frequent', candidates, candidateCount: minCount };
  }
  // At a count of 1 the clusters are the vectors themselves: closed itemsets are wanted for the list alone.
  const bound = minCount === 1 ? Math.min(maxListed, maxCandidates) : maxCandidates;
  const closed = tryMineItemsets(prepared, { minCount, target: 'closed', maxItemsets: bound, cancelFlag });
  if (closed) {
    return { ...counted, itemsets: closed, listed: 'closed', candidates: closed, candidateCount: minCount };
  }
  const raised = raisedCandidates(vectors, minCount, bound, cancelFlag);
  return { ...counted, ...raised, itemsets: raised.candidates, listed: 'partial' };
}

/**
 * Where closed itemsets are too many: all of twice, four times, ... the support, as soon as they fit, and of the others
 * the vectors that are frequent as they are.
 */
function raisedCandidates(
  vectors: DistinctVectors,
  minCount: number,
  maxCandidates: number,
  cancelFlag: Int32Array | undefined,
): Pick<Listing, 'candidates' | 'candidateCount'> {
  const whole = frequentVectors(vectors.table, minCount).table;
  if (minCount === 1) return { candidates: whole, candidateCount: minCount };
  for (let raised = minCount * 2; ; raised *= 2) {
    const prepared = prepareTransactions(vectors.table, vectors.itemTexts.length, raised);
    const closed = tryMineItemsets(prepared, {
      minCount: raised,
      target: 'closed',
      maxItemsets: maxCandidates,
      cancelFlag,
    });
    if (!closed) continue;
    // What is maximal at the raised support need not be at the lower one.
    const united = concatenateTables([{ ...closed, flags: closed.flags.map(() => closedFlag) }, whole]);
    return { candidates: mergeDuplicates(sortItemsets(united)), candidateCount: raised };
  }
}

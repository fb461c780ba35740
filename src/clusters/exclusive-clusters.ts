import { type ItemsetTable, matchFirst, noMatch } from '../native/itemset-miner.js';
import type { DistinctVectors } from './distinct-vectors.js';
import { orderOfPreference, pickItemsets } from './itemset-tables.js';

export interface ExclusiveChoice {
  /** The candidates left, in order of preference; each is chosen by at least the minimum of sources. */
  readonly candidates: ItemsetTable;
  /** By distinct vector: the candidate its sources belong to, or `noMatch`. */
  readonly chosen: Uint32Array;
}

/**
 * `candidates` in any order. Every source goes to the first candidate that it holds; all candidates that fewer than `minCount` sources went to are
 * dropped together, and the sources choose anew among those left, until none is dropped.
 */
export function chooseExclusively(
  vectors: DistinctVectors,
  candidates: ItemsetTable,
  minCount: number,
  cancelFlag?: Int32Array,
): ExclusiveChoice {
  for (let left = pickItemsets(candidates, orderOfPreference(candidates)); ;) {
    const chosen = matchFirst(vectors.table, left, vectors.itemTexts.length, cancelFlag);
    const sizes = new Float64Array(left.supports.length);
    chosen.forEach((candidate, vector) => {
      if (candidate !== noMatch) {
        sizes[candidate] = (sizes[candidate] ?? 0) + (vectors.table.weights[vector] ?? 0);
      }
    });
    const large = Uint32Array.from(sizes.keys()).filter((candidate) => (sizes[candidate] ?? 0) >= minCount);
    if (large.length === sizes.length) return { candidates: left, chosen };
    left = pickItemsets(left, large);
  }
}

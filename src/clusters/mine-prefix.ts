import { HoneysiftError } from '../errors.js';
import type { Stage } from '../model/stage.js';
import {
  type ItemsetTable,
  mineItemsets,
  type MiningOptions,
  type PreparedTransactions,
} from '../native/itemset-miner.js';
import { joinSlices, lengthSlices } from './length-slices.js';

export interface MinePrefixInput {
  readonly prepared: PreparedTransactions;
  /** Without ranks and cancel flag: the stage sets these. */
  readonly options: MiningOptions;
}

export interface MinePrefixTask extends MinePrefixInput {
  readonly firstRank: number;
  readonly endRank: number;
}

/** Enough that the heaviest prefix does not keep one worker busy alone for long. */
const wantedTasks = 64;

/**
 * Mines one body of transactions prefix by prefix. Every itemset belongs to the prefix of its rarest item, and closed and
 * maximal itemsets are known within the prefix, so that the parts need only be put together. The output, over
 * shared memory, is in order of length alone: `sortItemsetsStage` does the rest.
 */
export const minePrefixStage: Stage<MinePrefixInput, MinePrefixTask, ItemsetTable, ItemsetTable> = {
  name: 'clusters.mine-prefix',

  *plan({ prepared, options }) {
    const shared = shareTransactions(prepared);
    const ranks = prepared.rankItems.length;
    let total = 0;
    for (let rank = 0; rank < ranks; rank += 1) total += costOf(prepared, rank);
    let cost = 0;
    for (let firstRank = 0, endRank = 1; endRank <= ranks; endRank += 1) {
      cost += costOf(prepared, endRank - 1);
      if (cost < total / wantedTasks && endRank < ranks) continue;
      yield { prepared: shared, options, firstRank, endRank };
      firstRank = endRank;
      cost = 0;
    }
  },

  run({ prepared, options, firstRank, endRank }, { cancelFlag }) {
    return mineItemsets(prepared, { ...options, firstRank, endRank, cancelFlag, ordered: false });
  },

  merge(parts, { options }) {
    const table = joinSlices(parts.flatMap(lengthSlices), (bytes) => new SharedArrayBuffer(bytes));
    if (table.supports.length > options.maxItemsets) {
      throw new HoneysiftError(
        'ERR_BOUND',
        `More than ${options.maxItemsets} ${options.target} itemsets at a support of ${options.minCount}; ` +
          'raise minSupport, bound maxLength, or allow more with maxItemsets',
      );
    }
    return table;
  },

  weigh({ prepared, firstRank, endRank }) {
    let weight = 0;
    for (let rank = firstRank; rank < endRank; rank += 1) weight += costOf(prepared, rank);
    return weight;
  },
};

/** Items that can follow, times transactions to look at. */
function costOf(prepared: PreparedTransactions, rank: number): number {
  return (prepared.rankSupports[rank] ?? 0) * (prepared.rankItems.length - rank);
}

/** Copies into shared memory once, so that tasks for threads carry no copies. */
function shareTransactions(prepared: PreparedTransactions): PreparedTransactions {
  const share = (words: Uint32Array): Uint32Array => {
    const copy = new Uint32Array(new SharedArrayBuffer(words.byteLength));
    copy.set(words);
    return copy;
  };
  return {
    offsets: share(prepared.offsets),
    ranks: share(prepared.ranks),
    weights: share(prepared.weights),
    rankItems: share(prepared.rankItems),
    rankSupports: share(prepared.rankSupports),
  };
}

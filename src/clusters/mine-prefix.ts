import { HoneysiftError } from '../errors.js';
import type { Stage } from '../model/stage.js';
import {
  type ItemsetRecords,
  mineRecords,
  type MiningOptions,
  type PreparedTransactions,
  tooMany,
} from '../native/itemset-miner.js';

export interface MinePrefixInput {
  readonly prepared: PreparedTransactions;
  /** Without ranks and cancel flag: the stage sets these. */
  readonly options: MiningOptions;
}

export interface MinePrefixTask extends MinePrefixInput {
  readonly firstRank: number;
  readonly rankStep: number;
}

/** Enough that no worker is left alone with much of the work at the end. */
const mostTasks = 16;

/**
 * Mines one body of transactions prefix by prefix. Every itemset belongs to the prefix of its rarest item, and closed and
 * maximal itemsets are known within the prefix, so that the parts need nothing of each other. Heavy prefixes stand side by
 * side in the order of rarity, hence each task takes every sixteenth. `sortItemsetsStage` makes lists of the records, which
 * lie over shared memory.
 */
export const minePrefixStage: Stage<
  MinePrefixInput,
  MinePrefixTask,
  ItemsetRecords,
  readonly ItemsetRecords[]
> = {
  name: 'clusters.mine-prefix',

  *plan({ prepared, options }) {
    const shared = shareTransactions(prepared);
    const rankStep = Math.min(mostTasks, prepared.rankItems.length);
    for (let firstRank = 0; firstRank < rankStep; firstRank += 1) {
      yield { prepared: shared, options, firstRank, rankStep };
    }
  },

  run({ prepared, options, firstRank, rankStep }, { cancelFlag }) {
    return mineRecords(prepared, { ...options, firstRank, rankStep, cancelFlag });
  },

  merge(parts, { options }) {
    if (parts.reduce((sum, { count }) => sum + count, 0) > options.maxItemsets) {
      throw new HoneysiftError('ERR_BOUND', tooMany(options));
    }
    return parts;
  },
};

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

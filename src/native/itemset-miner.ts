import { HoneysiftError } from '../errors.js';
import { loadAddon } from './load-addon.js';

/**
 * Transactions as columns: row `r` holds `items[offsets[r] .. offsets[r + 1])`, in any order, duplicates allowed, and
 * counts `weights[r]` times (once without weights). Arrays may lie over shared memory.
 */
export interface TransactionTable {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly weights?: Uint32Array | undefined;
}

/** Frequent items renamed to ranks, rarest first; distinct rows of ascending ranks with weights. */
export interface PreparedTransactions {
  readonly offsets: Uint32Array;
  readonly ranks: Uint32Array;
  readonly weights: Uint32Array;
  readonly rankItems: Uint32Array;
  readonly rankSupports: Uint32Array;
}

/** Itemsets as columns, by length, then items unless said otherwise; items ascend within each. */
export interface ItemsetTable {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly supports: Uint32Array;
  /** Bits of `closedFlag` and `maximalFlag`. */
  readonly flags: Uint8Array;
}

export const closedFlag = 1;
export const maximalFlag = 2;

export type MiningTarget = 'frequent' | 'closed' | 'maximal';

export interface MiningOptions {
  /** Smallest support, a count of transactions, at least 1. */
  readonly minCount: number;
  readonly target: MiningTarget;
  /** With target `frequent`: whether the flags tell closed and maximal itemsets; otherwise they always do. */
  readonly wantsFlags?: boolean | undefined;
  /** Longer itemsets are left out; closed and maximal still regard them. */
  readonly maxLength?: number | undefined;
  readonly maxItemsets: number;
  /** Prefixes to mine, `[firstRank, endRank)`; all by default. */
  readonly firstRank?: number | undefined;
  readonly endRank?: number | undefined;
  readonly cancelFlag?: Int32Array | undefined;
  /** False sorts the itemsets by length alone, for someone else to do the rest; default true. */
  readonly ordered?: boolean | undefined;
}

/** Row number in order of preference that stands for "no candidate". */
export const noMatch = 0xffffffff;

interface Addon {
  prepare(
    offsets: Uint32Array,
    items: Uint32Array,
    weights: Uint32Array | null,
    itemCount: number,
    minCount: number,
  ): PreparedTransactions & { readonly status: number };
  numberRows(
    offsets: Uint32Array,
    items: Uint32Array,
    weights: null,
    rowNumbers: Uint32Array,
  ): { readonly status: number; readonly distinct: number };
  mine(
    offsets: Uint32Array,
    ranks: Uint32Array,
    weights: Uint32Array,
    rankItems: Uint32Array,
    options: Record<string, number | boolean>,
    cancelFlag: Int32Array | null,
  ): ItemsetTable & { readonly status: number; readonly count: number };
  sort(
    offsets: Uint32Array,
    items: Uint32Array,
    supports: Uint32Array,
    flags: Uint8Array,
  ): ItemsetTable & { readonly status: number };
  matchFirst(
    offsets: Uint32Array,
    items: Uint32Array,
    weights: null,
    candidateOffsets: Uint32Array,
    candidateItems: Uint32Array,
    itemCount: number,
    cancelFlag: Int32Array | null,
    matches: Uint32Array,
  ): number;
}

// The values of itemset::Status and itemset::Target.
const status = { ok: 0, badInput: 1, bound: 2, cancelled: 3, outOfMemory: 4 } as const;
const targets = { frequent: 0, closed: 1, maximal: 2 } as const;

let loaded: Addon | undefined;

function addon(): Addon {
  loaded ??= loadAddon('itemset_miner') as Addon;
  return loaded;
}

function check(code: number, boundMessage = 'The itemsets exceed their bound'): void {
  switch (code) {
    case status.ok:
      return;
    case status.bound:
      throw new HoneysiftError('ERR_BOUND', boundMessage);
    case status.cancelled:
      throw new HoneysiftError('ERR_CANCELLED', 'Mining itemsets was cancelled');
    case status.outOfMemory:
      throw new HoneysiftError('ERR_BOUND', 'Mining these itemsets needs too much memory; raise minSupport');
    default:
      throw new HoneysiftError(
        'ERR_ARGUMENT',
        'Expected consistent transaction columns with at most 4294967295 rows in weight',
      );
  }
}

/**
 * Drops items under `minCount`, renames the rest to ranks and merges equal rows. Linear.
 * @param itemCount - items are below it
 * @throws HoneysiftError ERR_ARGUMENT for columns that do not fit together
 */
export function prepareTransactions(
  table: TransactionTable,
  itemCount: number,
  minCount: number,
): PreparedTransactions {
  const result = addon().prepare(table.offsets, table.items, table.weights ?? null, itemCount, minCount);
  check(result.status);
  const { offsets, ranks, weights, rankItems, rankSupports } = result;
  return { offsets, ranks, weights, rankItems, rankSupports };
}

/**
 * Mines exact itemsets, of all prefixes or of some; prefixes share no itemset and need nothing of each other.
 * @throws HoneysiftError ERR_BOUND for more than `maxItemsets`, ERR_CANCELLED when the flag is set
 */
export function mineItemsets(prepared: PreparedTransactions, options: MiningOptions): ItemsetTable {
  const result = mine(prepared, options, false);
  check(
    result.status,
    `More than ${options.maxItemsets} ${options.target} itemsets at a support of ${options.minCount}; ` +
      'raise minSupport, bound maxLength, or allow more with maxItemsets',
  );
  const { offsets, items, supports, flags } = result;
  return { offsets, items, supports, flags };
}

/** Like {@link mineItemsets}, but undefined where there are more than `maxItemsets`. */
export function tryMineItemsets(
  prepared: PreparedTransactions,
  options: MiningOptions,
): ItemsetTable | undefined {
  const result = mine(prepared, options, false);
  if (result.status === status.bound) return undefined;
  check(result.status);
  const { offsets, items, supports, flags } = result;
  return { offsets, items, supports, flags };
}

/** How many itemsets there are, without listing them; `maxItemsets` and not exact where there are more. */
export function countItemsets(
  prepared: PreparedTransactions,
  options: MiningOptions,
): { readonly count: number; readonly isExact: boolean } {
  const result = mine(prepared, options, true);
  if (result.status !== status.bound) check(result.status);
  return { count: result.count, isExact: result.status === status.ok };
}

function mine(prepared: PreparedTransactions, options: MiningOptions, countOnly: boolean) {
  return addon().mine(
    prepared.offsets,
    prepared.ranks,
    prepared.weights,
    prepared.rankItems,
    {
      minCount: options.minCount,
      target: targets[options.target],
      wantsFlags: options.wantsFlags ?? false,
      ordered: options.ordered ?? true,
      countOnly,
      maxLength: options.maxLength ?? 0,
      maxItemsets: options.maxItemsets,
      firstRank: options.firstRank ?? 0,
      endRank: options.endRank ?? prepared.rankItems.length,
    },
    options.cancelFlag ?? null,
  );
}

/** Sorts by length, then items: the one order of listed itemsets. */
export function sortItemsets(table: ItemsetTable): ItemsetTable {
  const result = addon().sort(table.offsets, table.items, table.supports, table.flags);
  check(result.status);
  const { offsets, items, supports, flags } = result;
  return { offsets, items, supports, flags };
}

/** Numbers equal rows (same items in the same order) alike, in order of first appearance. Linear. */
export function numberRows(table: TransactionTable): {
  readonly rowNumbers: Uint32Array;
  readonly distinct: number;
} {
  const rowNumbers = new Uint32Array(Math.max(0, table.offsets.length - 1));
  const result = addon().numberRows(table.offsets, table.items, null, rowNumbers);
  check(result.status);
  return { rowNumbers, distinct: result.distinct };
}

/**
 * For every transaction the number of the first candidate all of whose items it holds, or `noMatch`.
 * @param candidates - itemsets in order of preference
 */
export function matchFirst(
  transactions: TransactionTable,
  candidates: { readonly offsets: Uint32Array; readonly items: Uint32Array },
  itemCount: number,
  cancelFlag?: Int32Array,
): Uint32Array {
  const matches = new Uint32Array(Math.max(0, transactions.offsets.length - 1));
  check(
    addon().matchFirst(
      transactions.offsets,
      transactions.items,
      null,
      candidates.offsets,
      candidates.items,
      itemCount,
      cancelFlag ?? null,
      matches,
    ),
  );
  return matches;
}

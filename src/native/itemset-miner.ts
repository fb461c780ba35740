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

/** Itemsets as columns, by length, then items; items ascend within each. */
export interface ItemsetTable {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  readonly supports: Uint32Array;
  /** Bits of `closedFlag` and `maximalFlag`. */
  readonly flags: Uint8Array;
}

/**
 * Itemsets as the search noted them, for `listRecords` to sort: those of length `l` are words
 * `starts[l] .. starts[l + 1]`, in no order.
 */
export interface ItemsetRecords {
  readonly words: Uint32Array;
  readonly starts: Uint32Array;
  readonly count: number;
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
  /** Of these prefixes every so many-th, from the first; default 1. */
  readonly rankStep?: number | undefined;
  readonly cancelFlag?: Int32Array | undefined;
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
  mineRecords(
    offsets: Uint32Array,
    ranks: Uint32Array,
    weights: Uint32Array,
    rankItems: Uint32Array,
    options: Record<string, number | boolean>,
    cancelFlag: Int32Array | null,
    allocate: (words: number) => Uint32Array,
  ): ItemsetRecords & { readonly status: number };
  listRecords(
    rankItems: Uint32Array,
    length: number,
    pieces: readonly Uint32Array[],
  ): Omit<ItemsetTable, 'offsets'> & { readonly status: number };
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
  check(result.status, tooMany(options));
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
  const { offsets, ranks, weights, rankItems } = prepared;
  const values = nativeOptions(prepared, options, countOnly);
  return addon().mine(offsets, ranks, weights, rankItems, values, options.cancelFlag ?? null);
}

function nativeOptions(prepared: PreparedTransactions, options: MiningOptions, countOnly: boolean) {
  return {
    minCount: options.minCount,
    target: targets[options.target],
    wantsFlags: options.wantsFlags ?? false,
    countOnly,
    maxLength: options.maxLength ?? 0,
    maxItemsets: options.maxItemsets,
    firstRank: options.firstRank ?? 0,
    endRank: options.endRank ?? prepared.rankItems.length,
    rankStep: options.rankStep ?? 1,
  };
}

/** What ERR_BOUND says of `maxItemsets`. */
export function tooMany({ maxItemsets, target, minCount }: MiningOptions): string {
  return (
    `More than ${maxItemsets} ${target} itemsets at a support of ${minCount}; ` +
    'raise minSupport, bound maxLength, or allow more with maxItemsets'
  );
}

/**
 * Like {@link mineItemsets}, but without sorting; the words lie over shared memory.
 * @throws HoneysiftError like mineItemsets
 */
export function mineRecords(prepared: PreparedTransactions, options: MiningOptions): ItemsetRecords {
  const { offsets, ranks, weights, rankItems } = prepared;
  const values = nativeOptions(prepared, options, false);
  const allocate = (words: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * words));
  const flag = options.cancelFlag ?? null;
  const result = addon().mineRecords(offsets, ranks, weights, rankItems, values, flag, allocate);
  check(result.status, tooMany(options));
  const { words, starts, count } = result;
  return { words, starts, count };
}

/**
 * Sorted itemsets of one length from their records, in any number of pieces and any order.
 * @param rankItems - those of the transactions that were mined
 * @param length - of every itemset of these records
 * @throws HoneysiftError ERR_ARGUMENT for words that are no such records
 */
export function listRecords(
  rankItems: Uint32Array,
  length: number,
  pieces: readonly Uint32Array[],
): Omit<ItemsetTable, 'offsets'> {
  const { status: code, items, supports, flags } = addon().listRecords(rankItems, length, pieces);
  check(code);
  return { items, supports, flags };
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

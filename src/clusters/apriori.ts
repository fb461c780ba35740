import type { StageRunner } from '../model/stage.js';
import { type ItemsetTable, mineItemsets, prepareTransactions } from '../native/itemset-miner.js';
import { type AprioriOptions, miningOptions } from './apriori-options.js';
import { filterItemsets } from './itemset-tables.js';
import { mineByPrefix } from './sort-itemsets.js';
import { encodeTransactions, type EncodedTransactions, type Item } from './transaction-encoder.js';

/** A set of items and the number of transactions that hold all of them. */
export interface Itemset {
  /** Canonical order: numbers ascending, then texts. */
  readonly items: readonly Item[];
  /** A count of transactions, whatever `minSupport` was given as. */
  readonly support: number;
}

/**
 * All frequent, closed or maximal itemsets of length 1 and more: the answer of Apriori (Agrawal and Srikant 1994), found
 * depth first over bitsets. Duplicate items of a transaction count once; an empty transaction counts as a transaction.
 * The list is ordered by length, then items. Exact; time grows with the number of itemsets.
 * @throws HoneysiftError ERR_ARGUMENT for bad options or items, ERR_BOUND for more than `maxItemsets`
 */
export function apriori(transactions: Iterable<Iterable<Item>>, options: AprioriOptions): Itemset[] {
  const encoded = encodeTransactions(transactions);
  const mining = miningOptions(options, encoded.count);
  const prepared = prepareTransactions(encoded.table, encoded.items.length, mining.minCount);
  return decode(encoded, listed(mineItemsets(prepared, mining), encoded.count, options));
}

/** The same list, mined prefix by prefix where `runner` runs stages: in this process or over a pool. */
export async function aprioriOn(
  runner: StageRunner,
  transactions: Iterable<Iterable<Item>>,
  options: AprioriOptions,
  signal?: AbortSignal,
): Promise<Itemset[]> {
  const encoded = encodeTransactions(transactions);
  const mining = miningOptions(options, encoded.count);
  const prepared = prepareTransactions(encoded.table, encoded.items.length, mining.minCount);
  const table = await mineByPrefix(runner, { prepared, options: mining }, signal);
  return decode(encoded, listed(table, encoded.count, options));
}

/** Without the itemsets that stand in every transaction, where these are not wanted. */
function listed(
  table: ItemsetTable,
  transactions: number,
  { universal = true }: AprioriOptions,
): ItemsetTable {
  if (universal || !table.supports.includes(transactions)) return table;
  return filterItemsets(table, (set) => (table.supports[set] ?? 0) < transactions);
}

function decode(encoded: EncodedTransactions, table: ItemsetTable): Itemset[] {
  const { offsets, items, supports } = table;
  const names = encoded.items;
  const itemsets = new Array<Itemset>(supports.length);
  for (let index = 0, at = 0; index < itemsets.length; index += 1) {
    const end = offsets[index + 1] ?? at;
    const members: Item[] = [];
    for (; at < end; at += 1) members.push(names[items[at] ?? 0] ?? 0);
    itemsets[index] = { items: members, support: supports[index] ?? 0 };
  }
  return itemsets;
}

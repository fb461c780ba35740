import type { StageRunner } from '../model/stage.js';
import { mineItemsets, prepareTransactions } from '../native/itemset-miner.js';
import { type AprioriOptions, miningOptions } from './apriori-options.js';
import { type LengthSlice, lengthSlices } from './length-slices.js';
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
  return decode(encoded, lengthSlices(mineItemsets(prepared, mining)), options);
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
  return decode(encoded, await mineByPrefix(runner, { prepared, options: mining }, signal), options);
}

/** Without the itemsets that stand in every transaction, where these are not wanted. */
function decode(
  { items: names, count }: EncodedTransactions,
  slices: readonly LengthSlice[],
  { universal = true }: AprioriOptions,
): Itemset[] {
  const itemsets: Itemset[] = [];
  for (const { length, items, supports } of slices) {
    // Copies of an array of the right length take half the memory of one that grows, and less time.
    const row = Array.from({ length }, (): Item => 0);
    let at = 0;
    for (const support of supports) {
      if (universal || support < count) {
        const members = row.slice();
        for (let cell = 0; cell < length; cell += 1) members[cell] = names[items[at + cell] ?? 0] ?? 0;
        itemsets.push({ items: members, support });
      }
      at += length;
    }
  }
  return itemsets;
}

import { invalidArgument } from '../errors.js';
import type { TransactionTable } from '../native/itemset-miner.js';

/** What transactions are made of. Numbers and texts never equal each other: 3 is not '3'. */
export type Item = string | number;

/** Transactions with items renamed to their place in `items`. */
export interface EncodedTransactions {
  readonly table: TransactionTable;
  /** Numbers ascending, then texts in code unit order: the canonical order of items. */
  readonly items: readonly Item[];
  /** Transactions, empty ones included. */
  readonly count: number;
}

/**
 * Gives every item a number in canonical order. Duplicates within a transaction are kept here; the miner counts them once.
 * @throws HoneysiftError ERR_ARGUMENT for an item that is neither a text nor a finite number
 */
export function encodeTransactions(transactions: Iterable<Iterable<Item>>): EncodedTransactions {
  const ids = new Map<Item, number>();
  const cells: number[] = [];
  const offsets: number[] = [0];
  for (const transaction of transactions) {
    for (const item of transaction) {
      let id = ids.get(item);
      if (id === undefined) {
        checkItem(item);
        id = ids.size;
        ids.set(item, id);
      }
      cells.push(id);
    }
    offsets.push(cells.length);
  }
  const items = [...ids.keys()].sort(compareItems);
  const placeOf = new Uint32Array(items.length);
  items.forEach((item, place) => {
    placeOf[ids.get(item) ?? 0] = place;
  });
  const encoded = Uint32Array.from(cells);
  for (let at = 0; at < encoded.length; at += 1) encoded[at] = placeOf[encoded[at] ?? 0] ?? 0;
  return {
    table: { offsets: Uint32Array.from(offsets), items: encoded },
    items,
    count: offsets.length - 1,
  };
}

/** Numbers before texts, numbers by value, texts by code units. */
export function compareItems(a: Item, b: Item): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function checkItem(item: unknown): void {
  if (typeof item === 'string' || (typeof item === 'number' && Number.isFinite(item))) return;
  throw invalidArgument('an item', 'a text or a finite number', item);
}

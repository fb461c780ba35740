import {
  closedFlag,
  type ItemsetTable,
  maximalFlag,
  type TransactionTable,
} from '../native/itemset-miner.js';

/** All itemsets of some tables, one table after the other. */
export function concatenateTables(tables: readonly ItemsetTable[]): ItemsetTable {
  let sets = 0;
  let cells = 0;
  for (const table of tables) {
    sets += table.supports.length;
    cells += table.items.length;
  }
  const offsets = new Uint32Array(sets + 1);
  const items = new Uint32Array(cells);
  const supports = new Uint32Array(sets);
  const flags = new Uint8Array(sets);
  let set = 0;
  let cell = 0;
  for (const table of tables) {
    items.set(table.items, cell);
    supports.set(table.supports, set);
    flags.set(table.flags, set);
    for (let index = 1; index <= table.supports.length; index += 1) {
      offsets[set + index] = cell + (table.offsets[index] ?? 0);
    }
    set += table.supports.length;
    cell += table.items.length;
  }
  return { offsets, items, supports, flags };
}

/** The itemsets at `order`, in that order. */
export function pickItemsets(table: ItemsetTable, order: Uint32Array): ItemsetTable {
  const offsets = new Uint32Array(order.length + 1);
  order.forEach((set, at) => {
    offsets[at + 1] = (offsets[at] ?? 0) + (table.offsets[set + 1] ?? 0) - (table.offsets[set] ?? 0);
  });
  const items = new Uint32Array(offsets[order.length] ?? 0);
  order.forEach((set, at) => {
    items.set(table.items.subarray(table.offsets[set], table.offsets[set + 1]), offsets[at]);
  });
  return {
    offsets,
    items,
    supports: order.map((set) => table.supports[set] ?? 0),
    flags: Uint8Array.from(order, (set) => table.flags[set] ?? 0),
  };
}

export function filterItemsets(table: ItemsetTable, keeps: (set: number) => boolean): ItemsetTable {
  return pickItemsets(table, Uint32Array.from(table.supports.keys()).filter(keeps));
}

/** Of equal itemsets that stand side by side one, with the flags of all. */
export function mergeDuplicates(table: ItemsetTable): ItemsetTable {
  const flags = table.flags.slice();
  const isRepeated = flags.map((flag, set) => {
    if (set === 0 || compareItemsets(table, set - 1, set) !== 0) return 0;
    flags[set] = flag | (flags[set - 1] ?? 0);
    return 1;
  });
  return filterItemsets({ ...table, flags }, (set) => isRepeated[set + 1] !== 1);
}

/**
 * The vectors that at least `minCount` sources share, as itemsets by length, then items; `order` tells which vectors they
 * are. No vector is part of another: such an itemset is closed and maximal, and held by its own sources alone.
 */
export function frequentVectors(
  table: TransactionTable & { readonly weights: Uint32Array },
  minCount: number,
): { readonly order: Uint32Array; readonly table: ItemsetTable } {
  const { offsets, items, weights: supports } = table;
  const all = {
    offsets,
    items,
    supports,
    flags: new Uint8Array(supports.length).fill(closedFlag | maximalFlag),
  };
  const order = Uint32Array.from(supports.keys()).filter((vector) => (supports[vector] ?? 0) >= minCount);
  order.sort((a, b) => compareItemsets(all, a, b));
  return { order, table: pickItemsets(all, order) };
}

/** By length, then items. */
function compareItemsets(
  { offsets, items }: Pick<ItemsetTable, 'offsets' | 'items'>,
  a: number,
  b: number,
): number {
  const startA = offsets[a] ?? 0;
  const startB = offsets[b] ?? 0;
  const length = (offsets[a + 1] ?? 0) - startA;
  const difference = length - ((offsets[b + 1] ?? 0) - startB);
  if (difference !== 0) return difference;
  for (let at = 0; at < length; at += 1) {
    const step = (items[startA + at] ?? 0) - (items[startB + at] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}

/** Order in which sources choose: length descending, support descending, items ascending; as positions in `table`. */
export function orderOfPreference(table: ItemsetTable): Uint32Array {
  const lengthOf = (set: number): number => (table.offsets[set + 1] ?? 0) - (table.offsets[set] ?? 0);
  const order = Uint32Array.from(table.supports.keys());
  return order.sort(
    (a, b) =>
      lengthOf(b) - lengthOf(a) ||
      (table.supports[b] ?? 0) - (table.supports[a] ?? 0) ||
      compareItemsets(table, a, b),
  );
}

import { numberRows, type TransactionTable } from '../native/itemset-miner.js';
import type { ItemColumn } from './item-columns.js';
import type { SequenceTransactions } from './sequence-transactions.js';

/** The attack sources of one ports sequence with equal items put together. */
export interface DistinctVectors {
  /** One row a distinct vector, weighted by its sources; items ascend. */
  readonly table: TransactionTable & { readonly weights: Uint32Array };
  readonly count: number;
  /** By position in the sequence's rows: which vector. */
  readonly vectorOf: Uint32Array;
  /** Item number -> text. Numbers are in canonical order: by attribute, honeypots by environment order, then by value. */
  readonly itemTexts: readonly string[];
}

/** Turns attributes and packet counts into items, and equal attack sources into one vector. Linear but for sorting values. */
export function distinctVectors(
  transactions: SequenceTransactions,
  honeypotNames: readonly string[],
): DistinctVectors {
  const { rows, columns } = transactions;
  const itemTexts: string[] = [];
  const columnItems = columns.map((column) => numberColumn(column, itemTexts));
  const targetItems = numberTargets(transactions, honeypotNames, itemTexts);

  const offsets = new Uint32Array(rows.length + 1);
  const items = new Uint32Array(rows.length * columns.length + targetItems.length);
  let cell = 0;
  for (let position = 0; position < rows.length; position += 1) {
    for (const column of columnItems) items[cell++] = column[position] ?? 0;
    const end = transactions.targetOffsets[position + 1] ?? 0;
    for (let at = transactions.targetOffsets[position] ?? 0; at < end; at += 1) {
      const item = targetItems[at] ?? absent;
      if (item !== absent) items[cell++] = item;
    }
    offsets[position + 1] = cell;
  }
  const { rowNumbers, distinct } = numberRows({ offsets, items: items.subarray(0, cell) });
  return { ...firstOfEach(offsets, items, rowNumbers, distinct), vectorOf: rowNumbers, itemTexts };
}

const absent = 0xffffffff;

/** Items of one attribute, by position; appends their texts. */
function numberColumn({ name, values, labels }: ItemColumn, itemTexts: string[]): Uint32Array {
  const itemOf = new Map<number, number>();
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    itemOf.set(value, itemTexts.length);
    itemTexts.push(`${name}=${labels?.[value] ?? value}`);
  }
  return Uint32Array.from(values, (value) => itemOf.get(value) ?? 0);
}

/** Items n_<honeypot>=<packets> in step with the targets; `absent` where the count is 0. Appends their texts. */
function numberTargets(
  { targetHoneypot, targetPackets }: SequenceTransactions,
  honeypotNames: readonly string[],
  itemTexts: string[],
): Uint32Array {
  const found: { readonly honeypot: number; readonly packets: number; readonly place: number }[] = [];
  const placesOf: Map<number, number>[] = [];
  const items = new Uint32Array(targetHoneypot.length);
  for (let at = 0; at < items.length; at += 1) {
    const honeypot = targetHoneypot[at] ?? 0;
    const packets = targetPackets[at] ?? 0;
    const places = (placesOf[honeypot] ??= new Map<number, number>([[0, absent]]));
    let place = places.get(packets);
    if (place === undefined) {
      place = found.length;
      places.set(packets, place);
      found.push({ honeypot, packets, place });
    }
    items[at] = place;
  }
  const itemOf = new Uint32Array(found.length);
  found.sort((a, b) => a.honeypot - b.honeypot || a.packets - b.packets);
  for (const { honeypot, packets, place } of found) {
    itemOf[place] = itemTexts.length;
    itemTexts.push(`n_${honeypotNames[honeypot] ?? honeypot}=${packets}`);
  }
  return items.map((place) => itemOf[place] ?? absent);
}

function firstOfEach(
  offsets: Uint32Array,
  items: Uint32Array,
  rowNumbers: Uint32Array,
  distinct: number,
): Pick<DistinctVectors, 'table' | 'count'> {
  const weights = new Uint32Array(distinct);
  const vectorOffsets = new Uint32Array(distinct + 1);
  const cells: number[] = [];
  let seen = 0;
  for (let position = 0; position < rowNumbers.length; position += 1) {
    const vector = rowNumbers[position] ?? 0;
    weights[vector] = (weights[vector] ?? 0) + 1;
    if (vector < seen) continue;
    seen += 1;
    const end = offsets[position + 1] ?? 0;
    for (let at = offsets[position] ?? 0; at < end; at += 1) cells.push(items[at] ?? 0);
    vectorOffsets[seen] = cells.length;
  }
  return { table: { offsets: vectorOffsets, items: Uint32Array.from(cells), weights }, count: distinct };
}

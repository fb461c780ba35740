import type { ContentTables } from './phrase-columns.js';
import { isWordByte } from './rendered-bytes.js';

/**
 * Cuts the entries of one kind into the same pieces, fixed and variable in turn. `cuts[i]` holds the bounds of entry i's
 * pieces in EntryTable.bytes: piece p is `cuts[i][p] .. cuts[i][p + 1]`.
 */
export interface AlignedEntries {
  readonly isVariable: readonly boolean[];
  readonly cuts: readonly Uint32Array[];
}

/** Variable bytes with so few fixed bytes between them are one field: the agreement is chance. */
const bridgedBytes = 1;

/** `entries`: distinct entries of one kind, at least one. */
export function alignEntries(tables: ContentTables, entries: readonly number[]): AlignedEntries {
  const { table, kinds } = tables;
  const first = entries[0] as number;
  if (entries.length === 1) {
    return {
      isVariable: [false],
      cuts: [Uint32Array.of(table.offsets[first] as number, table.offsets[first + 1] as number)],
    };
  }
  const alignment = kinds.alignment[kinds.ofEntry[first] as number];
  if (alignment === 'units') return alignUnits(tables, entries);
  if (alignment === 'bytes') return alignBytes(tables, entries);
  return alignEnds(tables, entries);
}

function alignUnits({ table, units }: ContentTables, entries: readonly number[]): AlignedEntries {
  const first = entries[0] as number;
  const count = (units.unitOffsets[first + 1] as number) - (units.unitOffsets[first] as number);
  const varying: number[] = [];
  for (let unit = 0; unit < count; unit++) {
    if (entries.some((entry) => !isSameUnit({ table, units }, first, entry, unit))) varying.push(unit);
  }
  const pieces = varying.length * 2 + 1;
  const cuts = entries.map((entry) => {
    const bounds = new Uint32Array(pieces + 1);
    bounds[0] = table.offsets[entry] as number;
    varying.forEach((unit, index) => {
      const at = (units.unitOffsets[entry] as number) + unit;
      bounds[2 * index + 1] = units.unitStart[at] as number;
      bounds[2 * index + 2] = units.unitEnd[at] as number;
    });
    bounds[pieces] = table.offsets[entry + 1] as number;
    return bounds;
  });
  return { isVariable: Array.from({ length: pieces }, (_, piece) => piece % 2 === 1), cuts };
}

type UnitTables = Pick<ContentTables, 'table' | 'units'>;

function isSameUnit({ table, units }: UnitTables, one: number, other: number, unit: number): boolean {
  const a = (units.unitOffsets[one] as number) + unit;
  const b = (units.unitOffsets[other] as number) + unit;
  const length = (units.unitEnd[a] as number) - (units.unitStart[a] as number);
  if (length !== (units.unitEnd[b] as number) - (units.unitStart[b] as number)) return false;
  for (let step = 0; step < length; step++) {
    if (
      table.bytes[(units.unitStart[a] as number) + step] !==
      table.bytes[(units.unitStart[b] as number) + step]
    ) {
      return false;
    }
  }
  return true;
}

function alignBytes({ table }: ContentTables, entries: readonly number[]): AlignedEntries {
  const first = entries[0] as number;
  const start = table.offsets[first] as number;
  const length = (table.offsets[first + 1] as number) - start;
  const varies = new Uint8Array(length);
  for (const entry of entries) {
    const at = table.offsets[entry] as number;
    for (let byte = 0; byte < length; byte++) {
      if (table.bytes[at + byte] !== table.bytes[start + byte]) varies[byte] = 1;
    }
  }
  const bounds = [0];
  for (let byte = 0; byte < length; byte++) {
    if (varies[byte] === 0) continue;
    let to = byte + 1;
    for (let ahead = to; ahead < length && ahead <= to + bridgedBytes; ahead++)
      if (varies[ahead] === 1) to = ahead + 1;
    bounds.push(byte, to);
    byte = to - 1;
  }
  bounds.push(length);
  const cuts = entries.map((entry) =>
    Uint32Array.from(bounds, (bound) => (table.offsets[entry] as number) + bound),
  );
  return { isVariable: Array.from({ length: bounds.length - 1 }, (_, piece) => piece % 2 === 1), cuts };
}

/** Entries that only begin and end alike: one field between, cut at the borders of words. */
function alignEnds({ table }: ContentTables, entries: readonly number[]): AlignedEntries {
  const { bytes, offsets } = table;
  const first = entries[0] as number;
  const start = offsets[first] as number;
  const end = offsets[first + 1] as number;
  let head = Infinity;
  let tail = Infinity;
  let shortest = end - start;
  for (const entry of entries) {
    const from = offsets[entry] as number;
    const to = offsets[entry + 1] as number;
    shortest = Math.min(shortest, to - from);
    let same = 0;
    while (same < Math.min(head, end - start, to - from) && bytes[from + same] === bytes[start + same])
      same++;
    head = same;
    same = 0;
    while (same < Math.min(tail, end - start, to - from) && bytes[to - 1 - same] === bytes[end - 1 - same])
      same++;
    tail = same;
  }
  head = Math.min(head, shortest);
  while (head > 0 && head < end - start && isInsideWord(bytes, start + head)) head--;
  tail = Math.min(tail, shortest - head);
  while (tail > 0 && tail < end - start && isInsideWord(bytes, end - tail)) tail--;
  const cuts = entries.map((entry) => {
    const from = offsets[entry] as number;
    const to = offsets[entry + 1] as number;
    return Uint32Array.of(from, from + head, to - tail, to);
  });
  return { isVariable: [false, true, false], cuts };
}

function isInsideWord(bytes: Uint8Array, at: number): boolean {
  return isWordByte(bytes[at - 1] as number) && isWordByte(bytes[at] as number);
}

import type { EntryKinds } from './entry-kinds.js';
import type { EntryTable } from './entry-table.js';
import { digestBytes, type EntryUnits } from './entry-units.js';

/** One comparable piece of the phrases of a group: a word, a run of bytes, or a whole entry. */
export interface PhraseColumn {
  /** Value id of each phrase, -1 where the phrase has no such piece. */
  readonly values: Int32Array;
  readonly distinct: number;
  /** Mean length of the piece, bytes. */
  readonly bytes: number;
  /** Where the piece stands: entry position in the folded phrase, and offset in the entry (unit number or byte). */
  readonly position: number;
  readonly offset: number;
  /** A single byte within a longer varying run: tells configurations apart only with support from elsewhere. */
  readonly isInner: boolean;
}

/** The pieces that differ between the phrases of a group, and how much of the phrases does not differ at all. */
export interface PhraseColumns {
  readonly columns: readonly PhraseColumn[];
  readonly fixedBytes: number;
}

export interface ContentTables {
  readonly table: EntryTable;
  readonly units: EntryUnits;
  readonly kinds: EntryKinds;
}

/** Cells (phrases x columns) per group; pieces beyond are not compared, and README says so. */
const cellBound = 8_000_000;

/**
 * `entriesAt[j][i]` is the entry at folded position j of phrase i, -1 where absent; all entries of one position are of
 * one kind.
 */
export function columnsOf(tables: ContentTables, entriesAt: readonly Int32Array[]): PhraseColumns {
  const columns: PhraseColumn[] = [];
  let fixedBytes = 0;
  let cells = 0;
  entriesAt.forEach((entries, position) => {
    const sample = entries.find((entry) => entry >= 0);
    if (sample === undefined || cells > cellBound) return;
    const alignment = tables.kinds.alignment[tables.kinds.ofEntry[sample] as number];
    const length = (tables.table.offsets[sample + 1] as number) - (tables.table.offsets[sample] as number);
    if (entries.every((entry) => entry === sample)) {
      fixedBytes += length;
      return;
    }
    if (alignment === 'units') fixedBytes += addUnitColumns(tables, entries, sample, position, columns);
    else if (alignment === 'bytes') fixedBytes += addByteColumns(tables, entries, length, position, columns);
    else addWholeColumn(tables, entries, position, columns);
    cells = columns.length * entries.length;
  });
  return { columns, fixedBytes };
}

/** Returns the bytes that all entries share. */
function addUnitColumns(
  { table, units }: ContentTables,
  entries: Int32Array,
  sample: number,
  position: number,
  columns: PhraseColumn[],
): number {
  const unitCount = (units.unitOffsets[sample + 1] as number) - (units.unitOffsets[sample] as number);
  let inUnits = 0;
  let fixed = 0;
  for (let unit = 0; unit < unitCount; unit++) {
    const sampleUnit = (units.unitOffsets[sample] as number) + unit;
    inUnits += (units.unitEnd[sampleUnit] as number) - (units.unitStart[sampleUnit] as number);
    const interner = new ValueInterner(entries.length);
    entries.forEach((entry, phrase) => {
      if (entry < 0) return;
      const at = (units.unitOffsets[entry] as number) + unit;
      const [from, to] = [units.unitStart[at] as number, units.unitEnd[at] as number];
      interner.set(phrase, digestBytes(table.bytes, from, to), to - from);
    });
    if (interner.distinct <= 1) fixed += interner.meanBytes;
    else columns.push(interner.column(position, unit, false));
  }
  return (table.offsets[sample + 1] as number) - (table.offsets[sample] as number) - inUnits + fixed;
}

function addByteColumns(
  { table }: ContentTables,
  entries: Int32Array,
  length: number,
  position: number,
  columns: PhraseColumn[],
): number {
  const first = entries.find((entry) => entry >= 0) as number;
  const varies = new Uint8Array(length);
  const start = table.offsets[first] as number;
  for (const entry of entries) {
    if (entry < 0 || entry === first) continue;
    const at = table.offsets[entry] as number;
    for (let byte = 0; byte < length; byte++) {
      if (table.bytes[at + byte] !== table.bytes[start + byte]) varies[byte] = 1;
    }
  }
  let fixed = 0;
  for (let from = 0; from < length;) {
    if (varies[from] === 0) {
      fixed++;
      from++;
      continue;
    }
    let to = from + 1;
    while (to < length && (varies[to] === 1 || (to + 1 < length && varies[to + 1] === 1))) to++;
    const run = new ValueInterner(entries.length);
    entries.forEach((entry, phrase) => {
      if (entry < 0) return;
      const at = table.offsets[entry] as number;
      run.set(phrase, digestBytes(table.bytes, at + from, at + to), to - from);
    });
    columns.push(run.column(position, from, false));
    if (to - from > 1) addInnerColumns(table, entries, from, to, position, columns);
    from = to;
  }
  return fixed;
}

/** Only bytes with few values can tell configurations apart; the others are left out. */
function addInnerColumns(
  table: EntryTable,
  entries: Int32Array,
  from: number,
  to: number,
  position: number,
  columns: PhraseColumn[],
): void {
  for (let byte = from; byte < to; byte++) {
    const seen = new Uint8Array(256);
    let distinct = 0;
    for (const entry of entries) {
      if (entry < 0) continue;
      const value = table.bytes[(table.offsets[entry] as number) + byte] as number;
      if (seen[value] === 0) {
        seen[value] = 1;
        if (++distinct > innerValues) break;
      }
    }
    if (distinct < 2 || distinct > innerValues) continue;
    const interner = new ValueInterner(entries.length);
    entries.forEach((entry, phrase) => {
      if (entry >= 0) interner.set(phrase, table.bytes[(table.offsets[entry] as number) + byte] as number, 1);
    });
    columns.push(interner.column(position, byte, true));
  }
}

const innerValues = 8;

function addWholeColumn(
  { table }: ContentTables,
  entries: Int32Array,
  position: number,
  columns: PhraseColumn[],
): void {
  const interner = new ValueInterner(entries.length);
  entries.forEach((entry, phrase) => {
    if (entry < 0) return;
    interner.set(phrase, entry, (table.offsets[entry + 1] as number) - (table.offsets[entry] as number));
  });
  columns.push(interner.column(position, 0, false));
}

/** Gives the values of one column dense ids in the order of the phrases. */
class ValueInterner {
  readonly #values: Int32Array;
  readonly #ids = new Map<number, number>();
  #bytes = 0;
  #held = 0;

  constructor(phrases: number) {
    this.#values = new Int32Array(phrases).fill(-1);
  }

  set(phrase: number, digest: number, bytes: number): void {
    let id = this.#ids.get(digest);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(digest, id);
    }
    this.#values[phrase] = id;
    this.#bytes += bytes;
    this.#held++;
  }

  get distinct(): number {
    return this.#ids.size;
  }

  get meanBytes(): number {
    return this.#held === 0 ? 0 : this.#bytes / this.#held;
  }

  column(position: number, offset: number, isInner: boolean): PhraseColumn {
    return {
      values: this.#values,
      distinct: this.distinct,
      bytes: this.meanBytes,
      position,
      offset,
      isInner,
    };
  }
}

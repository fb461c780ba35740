import { columnsOfPiece, type ColumnValues } from './column-values.js';
import type { EntryKinds } from './entry-kinds.js';
import type { EntryTable } from './entry-table.js';
import { digestBytes, type EntryUnits } from './entry-units.js';

/** One comparable piece of the phrases of a group: a word, a run of bytes, or a whole entry. */
export interface PhraseColumn extends ColumnValues {
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

/** The entries of all phrases of a group at one folded position. */
export interface EntriesAt {
  /** Entry of each phrase; all are of one kind. */
  readonly first: Int32Array;
  /** The entry where the position comes again, -1 where it does not; null where it never does. */
  readonly second: Int32Array | null;
}

/** Cells (phrases x columns) per group; pieces beyond are not compared, and README says so. */
const cellBound = 8_000_000;

export function columnsOf(tables: ContentTables, positions: readonly EntriesAt[]): PhraseColumns {
  const columns: PhraseColumn[] = [];
  let fixedBytes = 0;
  positions.forEach((entries, position) => {
    const { first, second } = entries;
    const sample = first[0] as number;
    if (columns.length * first.length > cellBound) return;
    const alignment = tables.kinds.alignment[tables.kinds.ofEntry[sample] as number];
    const isFixed =
      first.every((entry) => entry === sample) &&
      (second === null || second.every((entry) => entry === sample || entry === -1));
    if (isFixed) fixedBytes += lengthOf(tables.table, sample);
    else if (alignment === 'units') fixedBytes += addUnitColumns(tables, entries, position, columns);
    else if (alignment === 'bytes') fixedBytes += addByteColumns(tables, entries, position, columns);
    else addWholeColumns(tables, entries, position, columns);
  });
  return { columns, fixedBytes };
}

function lengthOf(table: EntryTable, entry: number): number {
  return (table.offsets[entry + 1] as number) - (table.offsets[entry] as number);
}

/** Adds the columns of one piece, unless it never differs; returns its bytes in that case. */
function addPiece(
  { first, second }: EntriesAt,
  place: Pick<PhraseColumn, 'position' | 'offset' | 'isInner'>,
  read: (entry: number) => { readonly digest: number; readonly bytes: number },
  columns: PhraseColumn[],
): number {
  const made = columnsOfPiece(first.length, second !== null, (again, phrase) => {
    const entry = (again && second !== null ? second : first)[phrase] as number;
    return entry < 0 ? null : read(entry);
  });
  const varying = made.filter(({ distinct }) => distinct > 1);
  for (const column of varying) columns.push({ ...column, ...place });
  return varying.length === 0 ? (made[0]?.bytes ?? 0) : 0;
}

/** Returns the bytes that all entries share. */
function addUnitColumns(
  { table, units }: ContentTables,
  entries: EntriesAt,
  position: number,
  columns: PhraseColumn[],
): number {
  const sample = entries.first[0] as number;
  const firstUnit = units.unitOffsets[sample] as number;
  const count = (units.unitOffsets[sample + 1] as number) - firstUnit;
  let fixed = lengthOf(table, sample);
  for (let unit = 0; unit < count; unit++) {
    fixed -= (units.unitEnd[firstUnit + unit] as number) - (units.unitStart[firstUnit + unit] as number);
    const read = (entry: number): { digest: number; bytes: number } => {
      const at = (units.unitOffsets[entry] as number) + unit;
      const [from, to] = [units.unitStart[at] as number, units.unitEnd[at] as number];
      return { digest: digestBytes(table.bytes, from, to), bytes: to - from };
    };
    fixed += addPiece(entries, { position, offset: unit, isInner: false }, read, columns);
  }
  return fixed;
}

function addByteColumns(
  { table }: ContentTables,
  entries: EntriesAt,
  position: number,
  columns: PhraseColumn[],
): number {
  const length = lengthOf(table, entries.first[0] as number);
  const varies = varyingBytes(table, entries, length);
  let fixed = 0;
  for (let from = 0; from < length;) {
    if (varies[from] === 0) {
      fixed++;
      from++;
      continue;
    }
    let to = from + 1;
    while (to < length && (varies[to] === 1 || (to + 1 < length && varies[to + 1] === 1))) to++;
    const start = from;
    const read = (entry: number): { digest: number; bytes: number } => {
      const at = table.offsets[entry] as number;
      return { digest: digestBytes(table.bytes, at + start, at + to), bytes: to - start };
    };
    addPiece(entries, { position, offset: from, isInner: false }, read, columns);
    if (to - from > 1) addInnerColumns(table, entries.first, from, to, position, columns);
    from = to;
  }
  return fixed;
}

function varyingBytes(table: EntryTable, { first, second }: EntriesAt, length: number): Uint8Array {
  const varies = new Uint8Array(length);
  const start = table.offsets[first[0] as number] as number;
  for (const entries of second === null ? [first] : [first, second]) {
    for (const entry of entries) {
      if (entry < 0 || entry === first[0]) continue;
      const at = table.offsets[entry] as number;
      for (let byte = 0; byte < length; byte++) {
        if (table.bytes[at + byte] !== table.bytes[start + byte]) varies[byte] = 1;
      }
    }
  }
  return varies;
}

/** Only bytes with few values can tell configurations apart; the others are left out. */
const innerValues = 8;

function addInnerColumns(
  table: EntryTable,
  entries: Int32Array,
  from: number,
  to: number,
  position: number,
  columns: PhraseColumn[],
): void {
  for (let byte = from; byte < to; byte++) {
    const valueOf = (entry: number): number => table.bytes[(table.offsets[entry] as number) + byte] as number;
    const seen = new Uint8Array(256);
    let distinct = 0;
    for (const entry of entries) {
      const value = valueOf(entry);
      if (seen[value] === 1) continue;
      seen[value] = 1;
      if (++distinct > innerValues) break;
    }
    if (distinct < 2 || distinct > innerValues) continue;
    const read = (entry: number): { digest: number; bytes: number } => ({ digest: valueOf(entry), bytes: 1 });
    addPiece({ first: entries, second: null }, { position, offset: byte, isInner: true }, read, columns);
  }
}

function addWholeColumns(
  { table }: ContentTables,
  entries: EntriesAt,
  position: number,
  columns: PhraseColumn[],
): void {
  const read = (entry: number): { digest: number; bytes: number } => ({
    digest: entry,
    bytes: lengthOf(table, entry),
  });
  addPiece(entries, { position, offset: 0, isInner: false }, read, columns);
}

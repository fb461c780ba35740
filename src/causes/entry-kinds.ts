import type { EntryTable } from './entry-table.js';
import { digestBytes, type EntryUnits } from './entry-units.js';
import { mergeKinds } from './merge-kinds.js';

/** How the entries of a kind can be compared: unit by unit, byte by byte, or only as wholes. */
export type KindAlignment = 'units' | 'bytes' | 'whole';

/** Entries that may be one message with different contents. Coarse on purpose: what the contents say is told later. */
export interface EntryKinds {
  readonly count: number;
  /** Kind of each entry. */
  readonly ofEntry: Uint32Array;
  readonly alignment: readonly KindAlignment[];
  /** 1 where all entries of the kind begin with the same word or bytes: they are one message for certain. */
  readonly hasVerb: Uint8Array;
}

/** A first word is a verb when this many different entries begin with it ... */
const verbEntries = 3;
/** ... and no more different words than this do so in one shape; else the first word is a field. */
const verbsPerShape = 32;
const binaryVerbBytes = 4;

/** `sourcesPerEntry[e]`: attack sources that sent entry `e`. */
export function sortIntoKinds(
  table: EntryTable,
  units: EntryUnits,
  sourcesPerEntry: Uint32Array,
): EntryKinds {
  const verbs = findVerbs(table, units);
  const byKey = new Map<string, number>();
  const ofEntry = new Uint32Array(table.count);
  const alignment: KindAlignment[] = [];
  const verbFlags: number[] = [];
  for (let entry = 0; entry < table.count; entry++) {
    const isBinary = units.isBinary[entry] === 1;
    const verb = verbs[entry] as number;
    const length = (table.offsets[entry + 1] as number) - (table.offsets[entry] as number);
    const key = isBinary ? `b${length} ${verb}` : `t${units.shape[entry] as number} ${verb}`;
    let kind = byKey.get(key);
    if (kind === undefined) {
      kind = alignment.length;
      byKey.set(key, kind);
      alignment.push(isBinary ? 'bytes' : 'units');
      verbFlags.push(verb === 0 ? 0 : 1);
    }
    ofEntry[entry] = kind;
  }
  const kinds = { count: alignment.length, ofEntry, alignment, hasVerb: Uint8Array.from(verbFlags) };
  return mergeKinds(table, units, kinds, sourcesPerEntry);
}

/** The digest of each entry's verb, 0 where it has none. */
function findVerbs(table: EntryTable, units: EntryUnits): Float64Array {
  const heads = new Float64Array(table.count);
  const entriesByHead = new Map<string, number>();
  const headKey = (entry: number): string => `${units.shape[entry] as number} ${heads[entry] as number}`;
  for (let entry = 0; entry < table.count; entry++) {
    heads[entry] = headDigest(table, units, entry);
    if (heads[entry] !== 0) entriesByHead.set(headKey(entry), (entriesByHead.get(headKey(entry)) ?? 0) + 1);
  }
  const verbsByShape = new Map<number, number>();
  for (const [key, entries] of entriesByHead) {
    if (entries < verbEntries) continue;
    const shape = Number(key.slice(0, key.indexOf(' ')));
    verbsByShape.set(shape, (verbsByShape.get(shape) ?? 0) + 1);
  }
  const isVerb = (entry: number): boolean =>
    heads[entry] !== 0 &&
    (entriesByHead.get(headKey(entry)) ?? 0) >= verbEntries &&
    (units.isBinary[entry] === 1 || (verbsByShape.get(units.shape[entry] as number) ?? 0) <= verbsPerShape);
  return heads.map((head, entry) => (isVerb(entry) ? head : 0));
}

/** Digest of the first word of a text entry that holds more than that word, or of the first bytes of a binary one. */
function headDigest(table: EntryTable, units: EntryUnits, entry: number): number {
  const from = table.offsets[entry] as number;
  const to = table.offsets[entry + 1] as number;
  if (units.isBinary[entry] === 1) {
    if (to - from <= binaryVerbBytes) return 0;
    return digestBytes(table.bytes, from, from + binaryVerbBytes) + 1;
  }
  const first = units.unitOffsets[entry] as number;
  if ((units.unitOffsets[entry + 1] as number) - first < 2 || units.unitStart[first] !== from) return 0;
  return digestBytes(table.bytes, from, units.unitEnd[first] as number) + 1;
}

import type { EntryTable } from './entry-table.js';
import { GrowableUint32 } from './growable.js';
import { isHexByte, isWordByte } from './rendered-bytes.js';

/**
 * How each entry is built. A text entry is cut into units: words (runs of letters and digits) and runs of unprintable
 * bytes; what stands between them, and their order, is its shape. A binary entry has no units: its bytes are compared by
 * position.
 */
export interface EntryUnits {
  readonly isBinary: Uint8Array;
  /** Equal for entries that differ in nothing but what their units hold; 53 bits. 0 for binary entries. */
  readonly shape: Float64Array;
  /** Units of entry `e` are `unitStart[k], unitEnd[k]` for k in `unitOffsets[e] .. unitOffsets[e + 1]`, positions in
   * EntryTable.bytes. */
  readonly unitOffsets: Uint32Array;
  readonly unitStart: Uint32Array;
  readonly unitEnd: Uint32Array;
}

/** From this share of unprintable bytes on, an entry is binary: cutting it at letters would follow chance. */
const binaryShare = 0.15;

export function cutIntoUnits(table: EntryTable): EntryUnits {
  const isBinary = new Uint8Array(table.count);
  const shape = new Float64Array(table.count);
  const unitOffsets = new Uint32Array(table.count + 1);
  const unitStart = new GrowableUint32();
  const unitEnd = new GrowableUint32();
  for (let entry = 0; entry < table.count; entry++) {
    const from = table.offsets[entry] as number;
    const to = table.offsets[entry + 1] as number;
    if (isBinaryEntry(table.bytes, from, to)) isBinary[entry] = 1;
    else shape[entry] = cutText(table.bytes, from, to, unitStart, unitEnd);
    unitOffsets[entry + 1] = unitStart.length;
  }
  return { isBinary, shape, unitOffsets, unitStart: unitStart.toArray(), unitEnd: unitEnd.toArray() };
}

export function isBinaryEntry(bytes: Uint8Array, from: number, to: number): boolean {
  let unprintable = 0;
  for (let at = from; at < to; at++) if (isHexByte(bytes[at] as number)) unprintable++;
  return unprintable > binaryShare * (to - from);
}

function cutText(
  bytes: Uint8Array,
  from: number,
  to: number,
  unitStart: GrowableUint32,
  unitEnd: GrowableUint32,
): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  let at = from;
  while (at < to) {
    const byte = bytes[at] as number;
    const isUnit = isWordByte(byte) ? isWordByte : isHexByte(byte) ? isHexByte : null;
    let mark = byte;
    if (isUnit !== null) {
      unitStart.push(at);
      while (at < to && isUnit(bytes[at] as number)) at++;
      unitEnd.push(at);
      mark = isUnit === isWordByte ? 0x100 : 0x101;
    } else at++;
    low = Math.imul(low ^ mark, 0x01000193);
    high = Math.imul((high ^ (high >>> 15)) + mark, 0x85ebca6b);
  }
  return (low >>> 0) * 0x200000 + (high >>> 11) + 1;
}

/** A 53-bit digest of `bytes[from..to)`, for counting equal values; the odds of a false match are negligible. */
export function digestBytes(bytes: Uint8Array, from: number, to: number): number {
  let low = 0x811c9dc5;
  let high = (0x9e3779b9 ^ (to - from)) | 0;
  for (let at = from; at < to; at++) {
    low = Math.imul(low ^ (bytes[at] as number), 0x01000193);
    high = Math.imul((high ^ (high >>> 15)) + (bytes[at] as number), 0x85ebca6b);
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}

import { type DuckDBDataChunk, DuckDBDateValue, DuckDBTimestampValue, DuckDBTypeId } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

import { type QueryValue, toQueryValue } from './query-value.js';

/** A text in a vector: its length, then itself when it is short, else its first bytes and where it lies. */
const textBytes = 16;
const inlineBytes = 12;
/** Integers whose upper word is within this bound are safe as numbers. */
const safeUpper = 1 << 21;
const dayUs = 86_400_000_000;

/** The values of one vector by row; only asked of rows that are not NULL. */
type Reader = (vector: duckdb.Vector, rows: number) => (row: number) => QueryValue;

const readers: Readonly<Partial<Record<DuckDBTypeId, Reader>>> = {
  [DuckDBTypeId.BOOLEAN]: (vector, rows) => {
    const values = duckdb.vector_get_data(vector, rows);
    return (row) => values[row] !== 0;
  },
  [DuckDBTypeId.INTEGER]: (vector, rows) => {
    const values = words(vector, rows);
    return (row) => values[row] ?? 0;
  },
  [DuckDBTypeId.DOUBLE]: (vector, rows) => {
    const { buffer, byteOffset } = duckdb.vector_get_data(vector, rows * 8);
    const values = new Float64Array(buffer, byteOffset, rows);
    return (row) => values[row] ?? 0;
  },
  [DuckDBTypeId.BIGINT]: integers,
  [DuckDBTypeId.DATE]: (vector, rows) => {
    const days = words(vector, rows);
    return (row) => dayText(days[row] ?? 0);
  },
  [DuckDBTypeId.TIMESTAMP]: (vector, rows) => {
    const instants = integers(vector, rows);
    return (row) => instantText(instants(row));
  },
  [DuckDBTypeId.VARCHAR]: texts,
};

/**
 * The rows of a chunk. The commonest types are read where they lie in the engine's memory, a column at a time; the engine's
 * own interface makes objects of each value, which takes several times as long.
 */
export function readRows(chunk: DuckDBDataChunk, types: readonly DuckDBTypeId[]): QueryValue[][] {
  const { rowCount } = chunk;
  const rows = Array.from({ length: rowCount }, () => new Array<QueryValue>(types.length).fill(null));
  types.forEach((type, column) => {
    const reader = readers[type];
    if (reader === undefined) {
      const values = chunk.getColumnVector(column);
      rows.forEach((row, at) => {
        row[column] = toQueryValue(values.getItem(at));
      });
      return;
    }
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
    const valueAt = reader(vector, rowCount);
    const valid = validity(vector, rowCount);
    rows.forEach((row, at) => {
      if (valid === null || ((valid[at >> 3] ?? 0) & (1 << (at & 7))) !== 0) row[column] = valueAt(at);
    });
  });
  return rows;
}

/** A bit a row, or null when all rows have a value. */
function validity(vector: duckdb.Vector, rows: number): Uint8Array | null {
  return duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8);
}

function words(vector: duckdb.Vector, count: number): Int32Array {
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, count * 4);
  return new Int32Array(buffer, byteOffset, count);
}

function integers(vector: duckdb.Vector, rows: number): (row: number) => number | bigint {
  const halves = words(vector, rows * 2);
  return (row) => {
    const lower = (halves[2 * row] ?? 0) >>> 0;
    const upper = halves[2 * row + 1] ?? 0;
    if (upper >= -safeUpper && upper < safeUpper) return orExact(upper * 2 ** 32 + lower);
    return (BigInt(upper) << 32n) | BigInt(lower);
  };
}

/** The one number of the range that is not safe. */
function orExact(value: number): number | bigint {
  return Number.isSafeInteger(value) ? value : BigInt(value);
}

const dayTexts = new Map<number, string>();

function dayText(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new DuckDBDateValue(day).toString();
    if (dayTexts.size >= 100_000) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function instantText(micros: number | bigint): QueryValue {
  if (typeof micros === 'bigint') return toQueryValue(new DuckDBTimestampValue(micros));
  const day = Math.floor(micros / dayUs);
  const inDay = micros - day * dayUs;
  const second = Math.floor(inDay / 1e6);
  const hours = twoDigits[Math.floor(second / 3600)] ?? '';
  const minutes = twoDigits[Math.floor(second / 60) % 60] ?? '';
  const fraction = String(inDay - second * 1e6).padStart(6, '0');
  return `${dayText(day)}T${hours}:${minutes}:${twoDigits[second % 60] ?? ''}.${fraction}Z`;
}

function texts(vector: duckdb.Vector, rows: number): (row: number) => string {
  const { buffer, byteOffset } = duckdb.vector_get_data(vector, rows * textBytes);
  const bytes = Buffer.from(buffer, byteOffset, rows * textBytes);
  return (row) => {
    const at = row * textBytes;
    const length = bytes.readUInt32LE(at);
    if (length <= inlineBytes) return bytes.toString('utf8', at + 4, at + 4 + length);
    const far = duckdb.get_data_from_pointer(buffer as ArrayBuffer, byteOffset + at + 8, length);
    return Buffer.from(far.buffer, far.byteOffset, length).toString('utf8');
  };
}

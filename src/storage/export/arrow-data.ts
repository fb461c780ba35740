import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import {
  Binary,
  Bool,
  type Data,
  type DataType,
  Decimal,
  type Int,
  List,
  makeData,
  Struct,
  Timestamp,
  Utf8,
} from 'apache-arrow';

/** `values` of one column, of the type that arrowType gave for it, as an Arrow array. */
export function arrowData(type: DataType, values: readonly DuckDBValue[]): Data {
  const { nullCount, nullBitmap } = validity(values);
  const common = { length: values.length, nullCount, nullBitmap };
  if (type instanceof Bool) {
    return makeData({ type, ...common, data: bitmap(values.map((value) => value === true)) });
  }
  if (type instanceof Utf8) return makeData({ type, ...common, ...joined(values, textBytes) });
  if (type instanceof Binary) return makeData({ type, ...common, ...joined(values, blobBytes) });
  if (type instanceof Decimal) return makeData({ type, ...common, data: decimals(values) });
  if (type instanceof Timestamp) {
    return makeData({ type, ...common, data: BigInt64Array.from(values, (value) => instant(value)) });
  }
  if (type instanceof List) {
    const lists = values.map((value) => (value instanceof DuckDBListValue ? value.items : []));
    const child = arrowData(type.valueType as DataType, lists.flat());
    return makeData({ type, ...common, valueOffsets: offsets(lists), child });
  }
  if (type instanceof Struct) {
    const children = type.children.map((field) =>
      arrowData(
        field.type as DataType,
        values.map((value) =>
          value instanceof DuckDBStructValue ? (value.entries[field.name] ?? null) : null,
        ),
      ),
    );
    return makeData({ type, ...common, children });
  }
  return makeData({ type: type as Int, ...common, data: numbers(type, values) as Int32Array });
}

function validity(values: readonly DuckDBValue[]): { nullCount: number; nullBitmap: Uint8Array } {
  const nullCount = values.reduce<number>((count, value) => count + Number(value === null), 0);
  return {
    nullCount,
    nullBitmap: nullCount === 0 ? new Uint8Array(0) : bitmap(values.map((value) => value !== null)),
  };
}

function bitmap(bits: readonly boolean[]): Uint8Array {
  // Arrow's buffers are whole words.
  const bytes = new Uint8Array(Math.ceil(bits.length / 64) * 8);
  bits.forEach((isSet, index) => {
    if (isSet) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return bytes;
}

function offsets(parts: readonly { readonly length: number }[]): Int32Array {
  const result = new Int32Array(parts.length + 1);
  parts.forEach((part, index) => {
    result[index + 1] = (result[index] ?? 0) + part.length;
  });
  return result;
}

function joined(
  values: readonly DuckDBValue[],
  bytesOf: (value: DuckDBValue) => Uint8Array,
): { valueOffsets: Int32Array; data: Uint8Array } {
  const pieces = values.map((value) => (value === null ? new Uint8Array(0) : bytesOf(value)));
  return { valueOffsets: offsets(pieces), data: Buffer.concat(pieces) };
}

function textBytes(value: DuckDBValue): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : String(value), 'utf8');
}

function blobBytes(value: DuckDBValue): Uint8Array {
  return value instanceof DuckDBBlobValue ? value.bytes : new Uint8Array(0);
}

/** Integers of 128 bits, least significant word first, two's complement. */
function decimals(values: readonly DuckDBValue[]): Uint32Array {
  const words = new BigUint64Array(values.length * 2);
  values.forEach((value, index) => {
    const unscaled = value instanceof DuckDBDecimalValue ? value.value : BigInt((value ?? 0) as bigint);
    words[index * 2] = BigInt.asUintN(64, unscaled);
    words[index * 2 + 1] = BigInt.asUintN(64, unscaled >> 64n);
  });
  return new Uint32Array(words.buffer);
}

function instant(value: DuckDBValue): bigint {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds;
  return 0n;
}

/** Integers, floats, days. */
function numbers(type: DataType, values: readonly DuckDBValue[]): ArrayBufferView {
  const Numbers = type.ArrayType as typeof BigInt64Array | typeof Float64Array;
  const days = values.map((value) => (value instanceof DuckDBDateValue ? value.days : value));
  return Numbers === BigInt64Array || (Numbers as unknown) === BigUint64Array
    ? (Numbers as typeof BigInt64Array).from(days, (value) => BigInt((value ?? 0) as bigint))
    : (Numbers as typeof Float64Array).from(days, (value) => Number(value ?? 0));
}

import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api';

import { isoInstant } from './iso-instant.js';

/**
 * A value of an answer. Integers are numbers where they are safe, else bigint; decimals are numbers where 15 digits
 * suffice, else text; timestamps are ISO 8601 UTC text with all digits of their precision, dates `YYYY-MM-DD`; structs and
 * maps are objects; all that has no JavaScript counterpart is the engine's text.
 */
export type QueryValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };

export function toQueryValue(value: DuckDBValue): QueryValue {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'bigint' ? safeInteger(value) : value;
  }
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(toQueryValue);
  if (value instanceof DuckDBStructValue) return toObject(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue)
    return toObject(value.entries.map((entry) => [keyText(entry.key), entry.value]));
  if (value instanceof DuckDBUnionValue) return toQueryValue(value.value);
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBDecimalValue) return decimal(value.toString());
  return instantText(value) ?? value.toString();
}

function safeInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function decimal(text: string): number | string {
  return text.replace(/\D/g, '').length <= 15 ? Number(text) : text;
}

function toObject(entries: readonly (readonly [string, DuckDBValue])[]): Record<string, QueryValue> {
  return Object.fromEntries(entries.map(([key, value]) => [key, toQueryValue(value)]));
}

function keyText(key: DuckDBValue): string {
  const value = toQueryValue(key);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function instantText(value: object): string | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return isoInstant(value.micros, 6);
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) return isoInstant(value.nanos, 9);
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoInstant(value.millis, 3);
  if (value instanceof DuckDBTimestampSecondsValue) return isoInstant(value.seconds, 0);
  return null;
}

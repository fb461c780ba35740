import type { QueryValue } from './query-value.js';

/** A value as JSON can hold it: bigint as text, bytes as hex, numbers that are none as text. */
export function jsonValue(value: QueryValue): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (isList(value)) return value.map(jsonValue);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonValue(part)]));
}

/** A value as the text of one cell, '' for NULL; lists and structs as JSON. */
export function cellText(value: QueryValue): string {
  if (value === null) return '';
  if (typeof value === 'object' && !(value instanceof Uint8Array)) return JSON.stringify(jsonValue(value));
  return String(jsonValue(value));
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(value: object): value is readonly QueryValue[] {
  return Array.isArray(value);
}

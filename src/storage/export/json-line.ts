import type { QueryValue } from '../query-value.js';
import { jsonValue } from '../value-text.js';

/**
 * One row as a line of JSON. Integers and decimals of any size are numbers with all their digits, as RFC 8259 allows
 * (readers that hold numbers as doubles round beyond 2^53); bytes are hex; NaN and infinities are text.
 */
export function jsonLine(
  columns: readonly string[],
  types: readonly string[],
  row: readonly QueryValue[],
): string {
  const fields = columns.map((name, index) => {
    const value = row[index] ?? null;
    const isDecimal = typeof value === 'string' && (types[index] ?? '').startsWith('DECIMAL');
    return `${JSON.stringify(name)}:${isDecimal ? value : exactJson(value)}`;
  });
  return `{${fields.join(',')}}\n`;
}

function exactJson(value: QueryValue): string {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) {
    return JSON.stringify(jsonValue(value));
  }
  if (isList(value)) return `[${value.map(exactJson).join(',')}]`;
  const fields = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${exactJson(part)}`);
  return `{${fields.join(',')}}`;
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(value: object): value is readonly QueryValue[] {
  return Array.isArray(value);
}

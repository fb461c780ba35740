import type { QueryValue } from './query-value.js';
import { cellText } from './value-text.js';

/** What makes a spreadsheet take a cell as a formula. */
const formula = /^[=+\-@\t\r]/;

/**
 * One record of RFC 4180, with its CRLF. Text that a spreadsheet would run as a formula gets a leading apostrophe; that
 * can only be text: numbers keep their sign, and what the engine calls a date or a number stays as it is. NULL is an empty
 * cell, the empty text is `""`.
 */
export function csvRecord(values: readonly QueryValue[], types: readonly string[]): string {
  return `${values.map((value, index) => csvCell(value, types[index] ?? 'VARCHAR')).join(',')}\r\n`;
}

export function csvHeader(columns: readonly string[]): string {
  return csvRecord(columns, []);
}

function csvCell(value: QueryValue, type: string): string {
  const text = cellText(value);
  const isText = typeof value !== 'number' && typeof value !== 'bigint' && !isMeasure(type);
  const safe = isText && formula.test(text) ? `'${text}` : text;
  if (value === '') return '""';
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Types whose text the engine makes, so that it starts with a sign only where that is its meaning. */
function isMeasure(type: string): boolean {
  return /^(DATE|TIME|TIMESTAMP|INTERVAL|DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT|UINTEGER|INTEGER|DOUBLE|FLOAT)/.test(
    type,
  );
}

import { csvHeader, csvRecord } from './format-csv.js';
import { tableText } from './format-table.js';
import type { QueryValue } from './query-value.js';
import type { QueryResult, QueryStream } from './store.js';
import { jsonValue } from './value-text.js';

export const resultFormats = ['csv', 'json', 'table'] as const;
export type ResultFormat = (typeof resultFormats)[number];

/**
 * An answer as text that ends in a line end. `csv`: RFC 4180, safe to open in a spreadsheet; `json`: an array with an
 * object per row; `table`: for terminals, hostile text made harmless.
 */
export function formatResult(result: QueryResult, format: ResultFormat): string {
  const { columns, types, rows } = result;
  switch (format) {
    case 'csv':
      return csvHeader(columns) + rows.map((row) => csvRecord(row, types)).join('');
    case 'json':
      return `[${rows.map((row) => `\n  ${jsonRow(columns, row)}`).join(',')}${rows.length > 0 ? '\n' : ''}]\n`;
    case 'table':
      return tableText(columns, rows);
  }
}

/** The same in pieces, for answers too large to hold; tables need all rows to know their widths and are not offered. */
export async function* formatStream(stream: QueryStream, format: 'csv' | 'json'): AsyncGenerator<string> {
  const { columns, types, batches } = stream;
  if (format === 'csv') {
    yield csvHeader(columns);
    for await (const batch of batches) yield batch.map((row) => csvRecord(row, types)).join('');
    return;
  }
  let separator = '[\n  ';
  for await (const batch of batches) {
    for (const row of batch) {
      yield separator + jsonRow(columns, row);
      separator = ',\n  ';
    }
  }
  yield separator.startsWith('[') ? '[]\n' : '\n]\n';
}

function jsonRow(columns: readonly string[], row: readonly QueryValue[]): string {
  return JSON.stringify(
    Object.fromEntries(columns.map((name, index) => [name, jsonValue(row[index] ?? null)])),
  );
}

import Table from 'cli-table3';

import { printableText } from './printable-text.js';
import type { QueryValue } from './query-value.js';
import { cellText } from './value-text.js';

/** Characters of a cell that are shown; a phrase may have 65,536. */
const defaultCellWidth = 120;

/** Rows as a table for a terminal. Whatever a cell holds, it neither moves the cursor nor changes a colour. */
export function tableText(
  columns: readonly string[],
  rows: readonly (readonly QueryValue[])[],
  cellWidth = defaultCellWidth,
): string {
  const isNumber = (index: number): boolean =>
    rows.length > 0 &&
    rows.every((row) => ['number', 'bigint'].includes(typeof row[index]) || row[index] === null);
  const table = new Table({
    head: columns.map((name) => cell(name, cellWidth)),
    colAligns: columns.map((_, index) => (isNumber(index) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((value) => cell(value, cellWidth)));
  return `${table.toString()}\n${rows.length} ${rows.length === 1 ? 'row' : 'rows'}\n`;
}

function cell(value: QueryValue, width: number): string {
  const text = value === null ? 'NULL' : cellText(value);
  // Cut before escaping too: escaping a phrase of megabytes to show a line of it would be wasteful.
  const shown = printableText(text.slice(0, width + 1));
  return shown.length <= width && text.length <= width ? shown : `${shown.slice(0, width - 1)}…`;
}

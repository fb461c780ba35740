import Table from 'cli-table3';
import { excerpt, visibleText } from './hostile-text.js';

export interface TerminalColumn {
  readonly title: string;
  /** Characters, without the gap between columns. One column may be 0: it takes what is left. */
  readonly width: number;
  readonly align?: 'left' | 'right' | undefined;
}

/** One line, or several. With `flow`, the pieces share lines as long as they fit. */
export type TerminalCell = string | readonly string[] | { readonly flow: readonly string[] };

const gap = 2;
const edges = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;

/**
 * A table of plain lines that fits `width`. Cells are made visible and cut here: nothing in them can move the cursor.
 * `paint` may add colour to a finished title.
 */
export function terminalTable(
  columns: readonly TerminalColumn[],
  rows: readonly (readonly TerminalCell[])[],
  width: number,
  paint: (title: string) => string,
): string {
  const fixed = columns.reduce((sum, column) => sum + column.width + gap, 0);
  const widths = columns.map((column) => (column.width === 0 ? Math.max(8, width - fixed) : column.width));
  const table = new Table({
    chars: Object.fromEntries(edges.map((edge) => [edge, ''])),
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
    colWidths: widths.map((size) => size + gap),
    colAligns: columns.map((column) => column.align ?? 'left'),
  });
  table.push(columns.map((column, index) => paint(excerpt(column.title, widths[index] ?? 8))));
  for (const row of rows) table.push(row.map((cell, index) => cellText(cell, widths[index] ?? 8)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function cellText(cell: TerminalCell, width: number): string {
  if (typeof cell === 'string') return excerpt(visibleText(cell), width);
  const pieces = 'flow' in cell ? cell.flow : cell;
  const lines: string[] = [];
  for (const piece of pieces.map((text) => excerpt(visibleText(text), width))) {
    const last = lines.at(-1);
    if ('flow' in cell && last !== undefined && last.length + gap + piece.length <= width) {
      lines[lines.length - 1] = `${last}${' '.repeat(gap)}${piece}`;
    } else {
      lines.push(piece);
    }
  }
  return lines.join('\n');
}

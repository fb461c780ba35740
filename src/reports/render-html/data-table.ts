import { attribute, html } from './markup.js';
import type { Content, Markup } from './markup.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Content;
  /** Numbers stand right and in tabular figures. */
  readonly numeric?: boolean | undefined;
  /** Says what the title means. */
  readonly hint?: string | undefined;
  /** What the column sorts by, where the cell's text does not do. Null sorts last. */
  readonly sort?: ((row: Row) => number | string | null) | undefined;
}

export interface TableOptions<Row> {
  /** Fragment name of a row, if it has one. */
  readonly rowId?: ((row: Row) => string | undefined) | undefined;
  readonly className?: string | undefined;
}

/** A table that scrolls sideways within itself when the window is narrow. Sortable when any column says how. */
export function dataTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions<Row> = {},
): Markup {
  const sortable = columns.some((column) => column.sort !== undefined);
  const className = [sortable ? 'sortable' : '', options.className ?? ''].join(' ').trim();
  return html`<div class="scroll">
    <table${attribute('class', className === '' ? undefined : className)}>
      <thead>
        <tr>
          ${columns.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr${attribute('id', options.rowId?.(row))}>${columns.map((column) => cell(column, row))}</tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function head<Row>(column: Column<Row>): Markup {
  const attributes = [attribute('class', numberClass(column)), attribute('title', column.hint)];
  return html`<th scope="col" ${attributes}>${column.title}</th>`;
}

function cell<Row>(column: Column<Row>, row: Row): Markup {
  const key = column.sort === undefined ? undefined : (column.sort(row) ?? '');
  return html`<td${attribute('class', numberClass(column))}${attribute('data-key', key)}>${column.cell(row)}</td>`;
}

function numberClass<Row>(column: Column<Row>): string | undefined {
  return column.numeric === true ? 'num' : undefined;
}

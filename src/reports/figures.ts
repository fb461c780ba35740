import { HoneysiftError } from '../errors.js';
import type { ReportSource } from './report-source.js';

/** Name of a figure -> the SELECT that gives its rows. Statements see the relations of relations.ts. */
export type FigureQueries = Readonly<Record<string, string>>;
/** One row of a figure: column -> value as JSON has it (dates and times are texts, lists are arrays). */
export type FigureRow = Readonly<Record<string, unknown>>;
/** Name of a figure -> its rows, in no particular order. */
export type FigureRows = ReadonlyMap<string, readonly FigureRow[]>;

/**
 * Asks for all figures in one statement, so that a store of a thousand day partitions is opened and read once.
 * Rows travel as JSON: every engine type arrives as the one thing a report needs, with no bigint or date object among it.
 */
export async function readFigures(
  source: ReportSource,
  relations: string,
  queries: FigureQueries,
): Promise<FigureRows> {
  const parts = Object.entries(queries).map(
    ([name, sql]) => `SELECT '${name}' AS figure, CAST(to_json(x) AS VARCHAR) AS row FROM (${sql}) x`,
  );
  const answer = await source.query(`WITH ${relations}\n${parts.join('\nUNION ALL\n')}`);
  const figures = new Map<string, FigureRow[]>(Object.keys(queries).map((name) => [name, []]));
  for (const [figure, row] of answer.rows) {
    figures.get(String(figure))?.push(JSON.parse(String(row)) as FigureRow);
  }
  return figures;
}

/** All rows of a figure. Throws ERR_STORE when it was never asked for. */
export function rowsOf(figures: FigureRows, name: string): readonly FigureRow[] {
  const rows = figures.get(name);
  if (rows === undefined) throw new HoneysiftError('ERR_STORE', `The report has no figure "${name}"`);
  return rows;
}

/** The only row of a figure; an empty row when there is none. */
export function onlyRow(figures: FigureRows, name: string): FigureRow {
  return rowsOf(figures, name)[0] ?? {};
}

/** A number, or null. */
export function maybeNumber(row: FigureRow, column: string): number | null {
  const value = row[column];
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A number; 0 when absent. */
export function numberOf(row: FigureRow, column: string): number {
  return maybeNumber(row, column) ?? 0;
}

/** A text, or null when absent or empty. */
export function maybeText(row: FigureRow, column: string): string | null {
  const value = row[column];
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

/** A text; empty when absent. */
export function textOf(row: FigureRow, column: string): string {
  return maybeText(row, column) ?? '';
}

/** A list of texts, whether stored as a list or as one text. */
export function listOf(row: FigureRow, column: string): readonly string[] {
  const value = row[column];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** `part / whole`, null when there is no whole. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

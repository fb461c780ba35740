import { HoneysiftError } from '../errors.js';

/** One answer of the engine. Values are whatever the engine makes of its types; see readFigures for what is asked. */
export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What the store knows about itself and no table says. */
export interface StoreFacts {
  /** Shown as the report's name, e.g. the store's folder. */
  readonly name?: string | undefined;
  /** Options the store was made with, by their command-line names (`source-mode`: `day`). */
  readonly options?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** Version of honeysift that wrote the store. */
  readonly version?: string | undefined;
}

/** What a report is made from: read-only SQL over the store's tables (DuckDB's dialect). */
export interface ReportSource {
  query(sql: string): Promise<QueryAnswer>;
  readonly facts?: StoreFacts | undefined;
}

/** As much of an opened store as a report needs. */
export interface StoreLike {
  readonly manifest: { readonly honeysift: string; readonly options: NonNullable<StoreFacts['options']> };
  query(sql: string): Promise<QueryAnswer>;
}

/** A store as the source of a report; `name` is what the report calls it. */
export function reportSourceOf(store: StoreLike, name?: string): ReportSource {
  const { honeysift, options } = store.manifest;
  return { query: (sql) => store.query(sql), facts: { name, options, version: honeysift } };
}

/** Table name -> its columns. */
export type SourceTables = ReadonlyMap<string, ReadonlySet<string>>;

/** The tables and columns the source offers. */
export async function listTables(source: ReportSource): Promise<SourceTables> {
  const answer = await source.query('SELECT table_name, column_name FROM information_schema.columns');
  const tables = new Map<string, Set<string>>();
  for (const [table, column] of answer.rows) {
    const columns = tables.get(String(table)) ?? new Set<string>();
    tables.set(String(table), columns.add(String(column)));
  }
  return tables;
}

/** Throws ERR_STORE naming the first of `required` that the source lacks. */
export function requireTables(tables: SourceTables, required: readonly string[]): void {
  for (const table of required) {
    if (!tables.has(table)) {
      throw new HoneysiftError(
        'ERR_STORE',
        `The store has no table "${table}": run the analysis to its end before asking for a report`,
      );
    }
  }
}

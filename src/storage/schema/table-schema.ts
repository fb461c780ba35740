/**
 * Types of columns. `INSTANT` is TIMESTAMP where every time of the store is a whole microsecond, else TIMESTAMP_NS.
 */
export type ColumnType =
  | 'VARCHAR'
  | 'VARCHAR[]'
  | 'BIGINT'
  | 'INTEGER'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'DATE'
  | 'INSTANT'
  | 'TIMESTAMP'
  | 'BLOB';

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** What the column says, with its unit, as in the README. */
  readonly sentence: string;
  /** True for what depends on how a capture was stored or named, not on what it holds: left out of digests. */
  readonly undigested?: boolean;
}

export interface TableSchema {
  readonly name: string;
  /** What one row is. */
  readonly sentence: string;
  /** Columns that identify a row; ascending, they are the canonical order, in files and in digests. */
  readonly key: readonly string[];
  /** True when the files stand in folders `month=YYYY-MM`, by the column `day`. */
  readonly monthly: boolean;
  /** True for what depends on how often a store was published; such tables do not count when stores are compared. */
  readonly history?: boolean;
  /** True for tables that are there only when the packets were asked for. */
  readonly ofPackets?: boolean;
  readonly columns: readonly ColumnSchema[];
}

/** Precision of the store's times: microseconds or nanoseconds. */
export type TimeUnit = 'us' | 'ns';

export function column(name: string, type: ColumnType, sentence: string): ColumnSchema {
  return { name, type, nullable: false, sentence };
}

/** A column that may hold NULL; the sentence says when. */
export function nullableColumn(name: string, type: ColumnType, sentence: string): ColumnSchema {
  return { name, type, nullable: true, sentence };
}

/** A column that digests of rows leave out. */
export function undigestedColumn(name: string, type: ColumnType, sentence: string): ColumnSchema {
  return { name, type, nullable: false, sentence, undigested: true };
}

/** The engine's name of a column's type. */
export function engineType(type: ColumnType, unit: TimeUnit): string {
  if (type !== 'INSTANT') return type;
  return unit === 'ns' ? 'TIMESTAMP_NS' : 'TIMESTAMP';
}

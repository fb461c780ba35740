import type { TableSchema } from './schema/table-schema.js';
import type { StagedColumn } from './staged-column.js';

/** Name of the temporary table that the SELECTs of a unit read from. */
export const stagedTable = 'staged';

/** Rows that are brought into the engine together, and what is made of them. */
export interface WriteUnit {
  readonly columns: readonly StagedColumn[];
  readonly from: number;
  readonly to: number;
  readonly outputs: readonly UnitOutput[];
}

/** Rows of one table. */
export interface UnitOutput {
  readonly table: TableSchema;
  /** A SELECT over `staged` that gives the table's columns; order does not matter. */
  readonly select: string;
  /** Together they hold all of these rows, in the order of the table's key. */
  readonly files: readonly OutputFile[];
}

export interface OutputFile {
  /** Path below the folder `tables`, with `/`. */
  readonly path: string;
  /** First and last day (since 1970-01-01) of the rows it holds; without, it holds all. */
  readonly days?: readonly [number, number] | undefined;
}

export function partFile(part: number): string {
  return `part-${String(part).padStart(5, '0')}.parquet`;
}

import type { TableSchema } from './schema/table-schema.js';
import type { StagedColumn } from './staged-column.js';

/** Name of the temporary table that the SELECTs of a unit read from. */
export const stagedTable = 'staged';

/** Rows that are brought into the engine together, and the files that are made of them. */
export interface WriteUnit {
  readonly columns: readonly StagedColumn[];
  readonly from: number;
  readonly to: number;
  readonly outputs: readonly UnitOutput[];
}

export interface UnitOutput {
  readonly table: TableSchema;
  /** Path below the folder `tables`, with `/`. */
  readonly file: string;
  /** A SELECT over `staged` that gives the table's columns; order does not matter. */
  readonly select: string;
}

export function partFile(part: number): string {
  return `part-${String(part).padStart(5, '0')}.parquet`;
}

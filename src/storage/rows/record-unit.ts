import { engineType, type ColumnSchema, type TableSchema, type TimeUnit } from '../schema/table-schema.js';
import { sqlName } from '../sql-text.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { partFile, stagedTable, type WriteUnit } from '../write-unit.js';

/** Instants are nanoseconds since 1970-01-01 as bigint, dates `YYYY-MM-DD`. */
export type RecordValue = string | number | bigint | boolean | readonly string[] | null;

/** One row of a table, by column name. */
export type TableRecord = Readonly<Record<string, RecordValue>>;

/** The unit that writes a small table in one file. Every record must have exactly the table's columns. */
export function recordUnit(table: TableSchema, records: readonly TableRecord[], unit: TimeUnit): WriteUnit {
  const select = table.columns.map((column) => `${columnSql(column, unit)} AS ${sqlName(column.name)}`);
  return {
    columns: table.columns.map((column) => stageColumn(column, records)),
    from: 0,
    to: records.length,
    outputs: [
      {
        table,
        files: [{ path: `${table.name}/${partFile(0)}` }],
        select: `SELECT ${select.join(', ')} FROM ${stagedTable}`,
      },
    ],
  };
}

function stageColumn({ name, type }: ColumnSchema, records: readonly TableRecord[]): StagedColumn {
  const valueAt = (row: number): RecordValue => records[row]?.[name] ?? null;
  switch (type) {
    case 'BIGINT':
    case 'INTEGER':
    case 'DOUBLE':
      return { name, kind: 'double', values: Float64Array.from(records, (_, row) => numberOf(valueAt(row))) };
    case 'BOOLEAN':
      return {
        name,
        kind: 'flag',
        values: Uint8Array.from(records, (_, row) => (valueAt(row) === true ? 1 : 0)),
      };
    case 'VARCHAR':
    case 'VARCHAR[]':
    case 'DATE':
    case 'INSTANT':
    case 'TIMESTAMP':
    case 'BLOB':
      return { name, kind: 'text', at: (row) => textOf(valueAt(row)) };
  }
}

function numberOf(value: RecordValue): number {
  return value === null ? Number.NaN : Number(value);
}

function textOf(value: RecordValue): TextValue {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function columnSql({ name, type }: ColumnSchema, unit: TimeUnit): string {
  const value = sqlName(name);
  switch (type) {
    case 'INSTANT':
      return instantSql(`CAST(${value} AS BIGINT)`, unit);
    case 'VARCHAR[]':
      return `CAST(CAST(${value} AS JSON) AS VARCHAR[])`;
    case 'VARCHAR':
    case 'BIGINT':
    case 'INTEGER':
    case 'DOUBLE':
    case 'BOOLEAN':
    case 'DATE':
    case 'TIMESTAMP':
    case 'BLOB':
      return `CAST(${value} AS ${engineType(type, unit)})`;
  }
}

/** SQL for the instant that a BIGINT of nanoseconds since 1970-01-01 stands for. */
export function instantSql(nanoseconds: string, unit: TimeUnit): string {
  return unit === 'ns' ? `make_timestamp_ns(${nanoseconds})` : `make_timestamp(${nanoseconds} // 1000)`;
}

import { engineType, type TableSchema, type TimeUnit } from '../schema/table-schema.js';
import { sqlName } from '../sql-text.js';

/** A SELECT without rows that has the table's columns. */
export function emptySelect({ columns }: TableSchema, unit: TimeUnit = 'us'): string {
  const values = columns.map(
    ({ name, type }) => `CAST(NULL AS ${engineType(type, unit)}) AS ${sqlName(name)}`,
  );
  return `SELECT ${values.join(', ')} WHERE false`;
}

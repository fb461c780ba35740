import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';

import { stageRows } from './chunk-writer.js';
import { fileFacts } from './file-facts.js';
import { canonicalTextSql } from './row-text.js';
import { sqlName, sqlString } from './sql-text.js';
import { tablesFolder } from './store-folder.js';
import type { OutputResult } from './table-tally.js';
import { stagedTable, type UnitOutput, type WriteUnit } from './write-unit.js';

/** Brings a unit's rows into the engine and writes its files below `staging`. */
export async function writeUnit(
  connection: DuckDBConnection,
  unit: WriteUnit,
  staging: string,
): Promise<OutputResult[]> {
  await stageRows(connection, stagedTable, unit.columns, unit.from, unit.to);
  const results: OutputResult[] = [];
  for (const output of unit.outputs) results.push(await writeOutput(connection, output, staging));
  await connection.run(`DROP TABLE temp.${sqlName(stagedTable)}`);
  return results;
}

async function writeOutput(
  connection: DuckDBConnection,
  output: UnitOutput,
  staging: string,
): Promise<OutputResult> {
  const { table, file, select } = output;
  const path = join(staging, tablesFolder, file);
  await mkdir(dirname(path), { recursive: true });
  const columns = table.columns.map(({ name }) => sqlName(name)).join(', ');
  const order = table.key.map(sqlName).join(', ');
  await connection.run(
    `COPY (SELECT ${columns} FROM (${select}) ORDER BY ${order}) TO ${sqlString(path)} ` +
      '(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)',
  );
  const answer = await connection.runAndReadAll(canonicalTextSql(table, select));
  const [texts, rows] = answer.getColumns();
  return {
    table,
    file: { path: `${tablesFolder}/${file}`, ...(await fileFacts(path, true)) },
    rows: (rows ?? []).reduce<number>((sum, count) => sum + Number(count), 0),
    texts: (texts ?? []).map(String),
  };
}

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';

import { dayText } from '../sources/source-id.js';
import { stageRows } from './chunk-writer.js';
import { fileFacts } from './file-facts.js';
import { canonicalTextSql } from './row-text.js';
import { sqlName, sqlString } from './sql-text.js';
import { tablesFolder } from './store-folder.js';
import type { StoreFile } from './store-manifest.js';
import type { OutputResult } from './table-tally.js';
import { stagedTable, type UnitOutput, type WriteUnit } from './write-unit.js';

/** Name of the temporary table that holds an output's rows in the order of its key. */
const sortedTable = 'sorted';

/** Brings a unit's rows into the engine and writes its files below `staging`. */
export async function writeUnit(
  connection: DuckDBConnection,
  unit: WriteUnit,
  staging: string,
): Promise<OutputResult[]> {
  await stageRows(connection, stagedTable, unit.columns, unit.from, unit.to);
  const outputs: WrittenOutput[] = [];
  for (const output of unit.outputs) outputs.push(await writeOutput(connection, output, staging));
  await connection.run(`DROP TABLE temp.${sqlName(stagedTable)}`);
  return Promise.all(
    outputs.map(async ({ files, ...result }) => ({ ...result, files: await Promise.all(files) })),
  );
}

/** The engine is done with it; the files' digests, and having them on the disk, are still to come. */
interface WrittenOutput extends Omit<OutputResult, 'files'> {
  readonly files: readonly Promise<StoreFile>[];
}

/**
 * The rows are made and sorted once, whatever the number of files: for a month of few sources, planning the statements would
 * cost more than carrying them out.
 */
async function writeOutput(
  connection: DuckDBConnection,
  { table, select, files }: UnitOutput,
  staging: string,
): Promise<WrittenOutput> {
  const columns = table.columns.map(({ name }) => sqlName(name)).join(', ');
  const order = table.key.map(sqlName).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${sortedTable} AS SELECT ${columns} FROM (${select}) ORDER BY ${order}`,
  );
  const facts: Promise<StoreFile>[] = [];
  for (const { path, days } of files) {
    const file = join(staging, tablesFolder, path);
    await mkdir(dirname(file), { recursive: true });
    await connection.run(
      `COPY (FROM ${sortedTable} ${whereDays(days)}) TO ${sqlString(file)} ` +
        '(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)',
    );
    const synced = syncedFacts(file, `${tablesFolder}/${path}`);
    // Awaited when the unit is written: until then a failure must not count as unhandled.
    synced.catch(() => undefined);
    facts.push(synced);
  }
  const answer = await connection.runAndReadAll(canonicalTextSql(table, `FROM ${sortedTable}`));
  const [texts, rows] = answer.getColumns();
  return {
    table,
    files: facts,
    rows: (rows ?? []).reduce<number>((sum, count) => sum + Number(count), 0),
    texts: (texts ?? []).map(String),
  };
}

function whereDays(days: readonly [number, number] | undefined): string {
  if (days === undefined) return '';
  const [first, last] = days.map(dayText);
  return `WHERE day BETWEEN DATE '${first}' AND DATE '${last}'`;
}

async function syncedFacts(file: string, path: string): Promise<StoreFile> {
  return { path, ...(await fileFacts(file, true)) };
}

import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { partitionColumn, tablesOf } from './schema.js';
import type { TableSchema } from './schema/table-schema.js';
import { sqlList, sqlName, sqlString } from './sql-text.js';
import type { StoreManifest } from './store-manifest.js';

export interface SandboxLimits {
  /** What the engine may hold in memory, in its own words. Default `2GB`. */
  readonly memoryLimit?: string | undefined;
  /** Threads the engine may use. Default: one per core. */
  readonly threads?: number | undefined;
  /** The only file the engine may write, absolute. Default: none. */
  readonly writablePath?: string | undefined;
}

/**
 * An engine in memory with one view per table of the store, which can read the store's Parquet files and nothing else,
 * loads no extension, writes nothing but the one file that is named (no spill files either) and cannot be told otherwise
 * any more.
 */
export async function createSandbox(
  directory: string,
  manifest: StoreManifest,
  limits: SandboxLimits,
): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: '',
    memory_limit: limits.memoryLimit ?? '2GB',
    ...(limits.threads === undefined ? {} : { threads: String(limits.threads) }),
  });
  try {
    const filesOf = ({ name }: TableSchema): string[] =>
      (manifest.tables[name]?.files ?? []).map(({ path }) => join(directory, path));
    const tables = tablesOf(manifest);
    const connection = await instance.connect();
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // Files rather than the folder: within an allowed folder the engine could also be made to write.
    const writable = limits.writablePath === undefined ? [] : [limits.writablePath];
    await connection.run(`SET GLOBAL allowed_paths = ${sqlList([...tables.flatMap(filesOf), ...writable])}`);
    await connection.run('SET GLOBAL enable_external_access = false');
    for (const table of tables) await connection.run(viewSql(table, filesOf(table)));
    await connection.run('SET GLOBAL lock_configuration = true');
    connection.closeSync();
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/**
 * The partition column is made from the day: the engine's own reading of `month=` would take the first such folder of the
 * whole path, which may be the user's.
 */
function viewSql(table: TableSchema, files: readonly string[]): string {
  const columns = table.columns.map(({ name }) => sqlName(name));
  if (table.monthly) columns.push(`strftime(day, ${sqlString('%Y-%m')}) AS ${partitionColumn}`);
  return (
    `CREATE VIEW ${sqlName(table.name)} AS SELECT ${columns.join(', ')} ` +
    `FROM read_parquet(${sqlList(files)}, hive_partitioning = false)`
  );
}

import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBResult,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';

import { HoneysiftError } from '../errors.js';
import { guardQuery } from './query-guard.js';
import type { QueryValue } from './query-value.js';
import { interruptible, nextColumns, nextRows, startQuery, type QueryParameters } from './run-query.js';
import { packetTableSchemas, tablesOf } from './schema.js';
import type { TableSchema } from './schema/table-schema.js';
import { sqlName, sqlString } from './sql-text.js';
import type { StoreManifest } from './store-manifest.js';

export interface QueryOptions {
  readonly parameters?: QueryParameters | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface QueryResult {
  /** Column names; repeated ones are told apart by `:1`, `:2`. */
  readonly columns: readonly string[];
  /** The engine's names of the columns' types, e.g. `BIGINT`. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly QueryValue[])[];
}

/** An answer whose rows are fetched while they are read. Read it to its end, or leave the loop: both release it. */
export interface QueryStream {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  /** Batches of rows, in order. Can be read once. */
  readonly batches: AsyncIterable<readonly (readonly QueryValue[])[]>;
}

/** As QueryStream, in the engine's types. */
export interface ExactStream {
  readonly columns: readonly string[];
  readonly types: readonly DuckDBType[];
  /** Batches of rows column by column, in order. Can be read once. */
  readonly batches: AsyncIterable<readonly (readonly DuckDBValue[])[]>;
}

/** A store opened for reading. Queries may run at the same time. */
export interface Store {
  /** The folder, absolute. Its files may have been replaced since it was opened; what was opened is read. */
  readonly directory: string;
  readonly manifest: StoreManifest;
  readonly tables: readonly TableSchema[];
  /**
   * Answers one SELECT-like statement in DuckDB's dialect over the store's tables. Throws ERR_QUERY when the engine
   * refuses it, ERR_CANCELLED when the signal fires.
   */
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /** The same for answers too large to hold. */
  stream(sql: string, options?: QueryOptions): Promise<QueryStream>;
  /** The same with the engine's own types and values, from which nothing was rounded or turned into text. */
  streamExact(sql: string, options?: QueryOptions): Promise<ExactStream>;
  /** Writes the answer as Parquet to the file that was named as `writablePath` when the store was opened. */
  writeParquet(sql: string, path: string, options?: QueryOptions): Promise<void>;
  close(): Promise<void>;
}

export class ParquetStore implements Store {
  readonly directory: string;
  readonly manifest: StoreManifest;
  readonly tables: readonly TableSchema[];
  #engine: DuckDBInstance | null;

  constructor(directory: string, manifest: StoreManifest, engine: DuckDBInstance) {
    this.directory = directory;
    this.manifest = manifest;
    this.tables = tablesOf(manifest);
    this.#engine = engine;
  }

  async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    const { columns, types, batches } = await this.stream(sql, options);
    const rows: (readonly QueryValue[])[] = [];
    for await (const batch of batches) {
      for (const row of batch) rows.push(row);
    }
    return { columns, types, rows };
  }

  async stream(sql: string, options: QueryOptions = {}): Promise<QueryStream> {
    const { connection, result } = await this.#start(sql, options);
    return {
      columns: result.deduplicatedColumnNames(),
      types: result.columnTypes().map(String),
      batches: readBatches(connection, options.signal, () => nextRows(result)),
    };
  }

  async streamExact(sql: string, options: QueryOptions = {}): Promise<ExactStream> {
    const { connection, result } = await this.#start(sql, options);
    return {
      columns: result.deduplicatedColumnNames(),
      types: result.columnTypes(),
      batches: readBatches(connection, options.signal, () => nextColumns(result)),
    };
  }

  async writeParquet(sql: string, path: string, options: QueryOptions = {}): Promise<void> {
    // The line ends a comment that the statement may end with.
    const statement = sql.replace(/[\s;]+$/, '');
    const rows = await this.#withoutHugeIntegers(statement, options);
    const copy = `COPY (\n${rows}\n) TO ${sqlString(path)} (FORMAT parquet, USE_TMP_FILE false)`;
    const { connection } = await this.#start(sql, options, copy);
    connection.closeSync();
  }

  /** Parquet has no integers of 128 bits, and the engine would round them to doubles: decimals keep 38 digits. */
  async #withoutHugeIntegers(statement: string, options: QueryOptions): Promise<string> {
    const all = `SELECT * FROM (\n${statement}\n)`;
    const { connection, result } = await this.#start(statement, options, `${all} LIMIT 0`);
    connection.closeSync();
    const exact = result
      .columnNames()
      .filter((_, index) => result.columnTypeId(index) === DuckDBTypeId.HUGEINT)
      .map((name) => `${sqlName(name)}::DECIMAL(38, 0) AS ${sqlName(name)}`);
    return exact.length === 0 ? statement : `SELECT * REPLACE (${exact.join(', ')}) FROM (\n${statement}\n)`;
  }

  /** Runs `statement`, which by default is `sql` itself, when `sql` passes the guard. */
  async #start(
    sql: string,
    { parameters = [], signal }: QueryOptions,
    statement = sql,
  ): Promise<{ readonly connection: DuckDBConnection; readonly result: DuckDBResult }> {
    if (this.#engine === null) {
      throw new HoneysiftError(
        'ERR_STORE',
        `The store ${this.directory} is closed: open it again to ask it something`,
      );
    }
    const connection = await this.#engine.connect();
    try {
      const result = await interruptible(connection, signal, async () => {
        await guardQuery(connection, sql);
        return startQuery(connection, statement, parameters);
      });
      return { connection, result };
    } catch (error) {
      connection.closeSync();
      throw withMissingTable(error, this);
    }
  }

  close(): Promise<void> {
    this.#engine?.closeSync();
    this.#engine = null;
    return Promise.resolve();
  }
}

/** Says what to do about a table that this store was written without. */
function withMissingTable(error: unknown, { directory, tables }: Store): unknown {
  const known = new Set(tables.map(({ name }) => name));
  const missing = packetTableSchemas.find(
    ({ name }) =>
      !known.has(name) &&
      error instanceof HoneysiftError &&
      error.message.includes(`Table with name ${name} does not exist`),
  );
  if (missing === undefined) return error;
  return new HoneysiftError(
    'ERR_QUERY',
    `The store ${directory} has no table ${missing.name}: it was written without its packets; ` +
      'write it anew with "honeysift analyze --packets"',
    { cause: error },
  );
}

async function* readBatches<Batch>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  next: () => Promise<Batch | null>,
): AsyncGenerator<Batch> {
  try {
    for (;;) {
      const batch = await interruptible(connection, signal, next);
      if (batch === null) return;
      yield batch;
    }
  } finally {
    connection.closeSync();
  }
}

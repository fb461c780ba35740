import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';

import { HoneysiftError } from '../errors.js';
import { guardQuery } from './query-guard.js';
import type { QueryValue } from './query-value.js';
import { interruptible, nextRows, startQuery, type QueryParameters } from './run-query.js';
import { packetTableSchemas, tablesOf } from './schema.js';
import type { TableSchema } from './schema/table-schema.js';
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
    const { parameters = [], signal } = options;
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
        return startQuery(connection, sql, parameters);
      });
      return {
        columns: result.deduplicatedColumnNames(),
        types: result.columnTypes().map(String),
        batches: readBatches(connection, result, signal),
      };
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

async function* readBatches(
  connection: DuckDBConnection,
  result: DuckDBResult,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly (readonly QueryValue[])[]> {
  try {
    for (;;) {
      const rows = await interruptible(connection, signal, () => nextRows(result));
      if (rows === null) return;
      yield rows;
    }
  } finally {
    connection.closeSync();
  }
}

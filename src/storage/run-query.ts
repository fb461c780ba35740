import {
  BIGINT,
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';

import { HoneysiftError } from '../errors.js';
import type { QueryValue } from './query-value.js';
import { readRows } from './read-rows.js';
import { throwIfAborted } from './throw-if-aborted.js';

export type QueryParameter = null | boolean | number | bigint | string;
/** For `?` and `$1`: an array; for `$name`: an object. */
export type QueryParameters = readonly QueryParameter[] | Readonly<Record<string, QueryParameter>>;

/** An interrupt that arrives before the engine has begun is lost, so it is repeated. */
const interruptEveryMs = 20;

export async function startQuery(
  connection: DuckDBConnection,
  sql: string,
  parameters: QueryParameters,
): Promise<DuckDBResult> {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return connection.stream(sql);
  const types: Record<string, DuckDBType | undefined> = {};
  const values: Record<string, DuckDBValue> = {};
  for (const [name, value] of entries) {
    const isInteger = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
    values[name] = isInteger ? BigInt(value) : value;
    types[name] = isInteger ? BIGINT : undefined;
  }
  return Array.isArray(parameters)
    ? connection.stream(sql, Object.values(values), Object.values(types) as DuckDBType[])
    : connection.stream(sql, values, types);
}

/** The next rows of a streamed answer, or null at its end. */
export async function nextRows(result: DuckDBResult): Promise<QueryValue[][] | null> {
  const chunk = await result.fetchChunk();
  if (chunk === null || chunk.rowCount === 0) return null;
  return readRows(
    chunk,
    result.columnTypes().map(({ typeId }) => typeId),
  );
}

/** The same column by column, in the engine's own values. */
export async function nextColumns(result: DuckDBResult): Promise<DuckDBValue[][] | null> {
  const chunk = await result.fetchChunk();
  return chunk === null || chunk.rowCount === 0 ? null : chunk.getColumns();
}

/** Runs `work`, interrupting the engine when the signal fires; turns what the engine throws into ERR_QUERY. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  throwIfAborted(signal);
  signal?.addEventListener('abort', stop);
  try {
    const result = await work();
    // An interrupted answer may end early instead of failing.
    throwIfAborted(signal);
    return result;
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof HoneysiftError) throw error;
    throw new HoneysiftError('ERR_QUERY', (error as Error).message, { cause: error });
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
  }
}

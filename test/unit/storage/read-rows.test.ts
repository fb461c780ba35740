import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { toQueryValue } from '#honeysift/storage/query-value.js';
import { readRows } from '#honeysift/storage/read-rows.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** The answer chunk by chunk: as it is read, and through the engine's own interface. */
async function bothWays(sql: string): Promise<[unknown[], unknown[]]> {
  const result = await connection.stream(sql);
  const types = result.columnTypes().map(({ typeId }) => typeId);
  const read: unknown[] = [];
  const converted: unknown[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return [read, converted];
    read.push(...readRows(chunk, types));
    converted.push(...chunk.convertRows(toQueryValue));
  }
}

describe('rows of an answer', () => {
  it.each([
    [
      'integers at the edge of what is safe',
      'SELECT unnest([9007199254740991, 9007199254740992, -9007199254740991, -9007199254740992])::BIGINT',
    ],
    [
      'the largest integers',
      'SELECT 9223372036854775807::BIGINT, (-9223372036854775807 - 1)::BIGINT, (-2147483648)::INTEGER, 2147483647::INTEGER',
    ],
    [
      'numbers',
      "SELECT 'nan'::DOUBLE, 'infinity'::DOUBLE, -0.0::DOUBLE, 5e-324::DOUBLE, 12345678901234567890::HUGEINT, 1.25::DECIMAL(9, 2)",
    ],
    [
      'days',
      "SELECT unnest(['1970-01-01', '1969-12-31', '0001-01-01', '9999-12-31', 'infinity', '-infinity', '20000-02-29', '5 (BC)-01-01'][1:7])::DATE",
    ],
    [
      'instants',
      "SELECT unnest(['1969-12-31 23:59:59.999999', '1970-01-01', '0001-01-01', '2024-02-29 12:34:56.000001', '290000-01-01', 'infinity'])::TIMESTAMP",
    ],
    [
      'instants of other precision',
      "SELECT '2024-02-29 12:34:56.123456789'::TIMESTAMP_NS, '2024-02-29 12:34:56'::TIMESTAMP_S, '2024-02-29'::TIMESTAMPTZ",
    ],
    [
      'texts around twelve bytes',
      "SELECT repeat('é', n::INTEGER), repeat('x', n::INTEGER), chr(0) || repeat('y', n::INTEGER) FROM range(0, 30) t(n)",
    ],
    [
      'lists, structs, bytes, flags',
      "SELECT [1, NULL], {'a': 'x'}, '\\x00ab'::BLOB, true, false, NULL::BOOLEAN",
    ],
    [
      'columns with and without values, over several chunks',
      `SELECT n, CASE WHEN n % 3 = 0 THEN n END, CASE WHEN n % 7 = 0 THEN 'text ' || n || ' of more than twelve' END,
         CASE WHEN n > 4000 THEN n / 2 END, CASE WHEN n % 64 = 63 THEN DATE '2003-02-01' + n::INTEGER END,
         CASE WHEN n % 2 = 0 THEN make_timestamp(n * 1234567) END, NULL::VARCHAR, n % 2 = 0
       FROM range(0, 5000) t(n)`,
    ],
  ])('are as the engine has them: %s', async (_, sql) => {
    const [read, converted] = await bothWays(sql);
    expect(converted.length).toBeGreaterThan(0);
    expect(read).toEqual(converted);
  });
});

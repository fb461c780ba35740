import { readdir } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';
import type { Store } from '#honeysift/storage/store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent, sampleSpec } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
let store: Store;
let before: string[];

const listing = async (): Promise<string[]> => (await readdir(folder.path, { recursive: true })).sort();

beforeAll(async () => {
  await writeStore(folder.path, buildContent(sampleSpec()));
  before = await listing();
  store = await openStore(folder.path);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

describe('what a store answers', () => {
  it.each([
    'SELECT 1',
    'FROM attack_sources',
    'VALUES (1), (2)',
    'WITH a AS (SELECT 1 AS x) SELECT * FROM a',
    'DESCRIBE attack_sources',
    'SUMMARIZE clusters',
    'SHOW TABLES',
    'SHOW ALL TABLES',
    'EXPLAIN SELECT * FROM clusters',
    'explain  analyze\nSELECT * FROM clusters',
    'PIVOT memberships ON status IN (rare, backscatter) USING count(*) GROUP BY month',
    'SELECT table_name, column_name FROM information_schema.columns',
    'SELECT * FROM range(3)',
    'SELECT unnest(ips) FROM honeypots; -- one statement, ended',
    "SELECT * FROM read_parquet('{store}/tables/clusters/part-00000.parquet')",
  ])('%s', async (sql) => {
    await expect(store.query(sql.replace('{store}', folder.path))).resolves.toBeDefined();
  });
});

describe('what a store refuses', () => {
  it.each([
    "COPY attack_sources TO '{store}/out.csv'",
    "COPY (SELECT 1) TO '{store}/tables/clusters/part-00000.parquet' (USE_TMP_FILE false)",
    "COPY (SELECT 1) TO '/tmp/out.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{store}/out.csv'",
    "EXPLAIN (FORMAT json) COPY (SELECT 1) TO '{store}/out.csv'",
    "EXPORT DATABASE '{store}/export'",
    "ATTACH '{store}/other.db'",
    "ATTACH ':memory:' AS other",
    'CREATE TABLE t AS SELECT 1',
    'CREATE TEMP TABLE t AS SELECT 1',
    'CREATE OR REPLACE VIEW attack_sources AS SELECT 1',
    'DROP VIEW attack_sources',
    'INSERT INTO clusters SELECT * FROM clusters',
    'DELETE FROM clusters',
    "SET memory_limit = '100GB'",
    'RESET memory_limit',
    'PRAGMA enable_profiling',
    'INSTALL httpfs',
    'LOAD httpfs',
    'CALL enable_logging()',
    'BEGIN',
    'CHECKPOINT',
    'USE system',
    'PREPARE q AS SELECT 1',
    'SELECT 1; SELECT 2',
    "SELECT 1; COPY (SELECT 1) TO '{store}/out.csv'",
    '',
    ' -- nothing',
    'SELEC 1',
    'SELECT nothing FROM attack_sources',
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{store}/log')",
    'SELECT * FROM "enable_logging"()',
    'DESCRIBE FROM enable_logging()',
    'WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM enable_profiling()) FROM r',
    "SELECT (SELECT count(*) FROM query('SELECT * FROM ' || 'enable_logging()'))",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "SELECT write_log('x')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM read_parquet('/tmp/*.parquet')",
    "SELECT * FROM read_parquet('{store}/tables/*/*.parquet')",
    "SELECT * FROM read_parquet('{store}/tables/../../x.parquet')",
    "SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')",
    "SELECT getenv('HOME')",
    "SELECT * FROM parquet_metadata('/tmp/x.parquet')",
  ])('%s', async (sql) => {
    await expect(store.query(sql.replace('{store}', folder.path))).rejects.toMatchObject({
      name: 'HoneysiftError',
      code: 'ERR_QUERY',
    });
    expect(await listing()).toEqual(before);
  });

  it('answers as before after all of that', async () => {
    expect((await store.query('SELECT count(*) FROM attack_sources')).rows).toEqual([[10]]);
  });
});

describe('limits', () => {
  it('says what to do when a statement writes', async () => {
    await expect(store.query("COPY clusters TO 'x.csv'")).rejects.toThrow(/can only be read: use SELECT/);
  });

  it('stops a query when its signal fires', async () => {
    const abort = new AbortController();
    const sql = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b';
    const query = store.query(sql, { signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    await expect(query).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
    await expect(store.query('SELECT 1', { signal: abort.signal })).rejects.toMatchObject({
      code: 'ERR_CANCELLED',
    });
    expect((await store.query('SELECT 1')).rows).toEqual([[1]]);
  });

  it('keeps to its memory limit', async () => {
    const small = await openStore(folder.path, { memoryLimit: '50MB', threads: 1 });
    await expect(
      small.query('SELECT count(*) FROM (SELECT DISTINCT range, md5(range::VARCHAR) FROM range(20000000))'),
    ).rejects.toMatchObject({ code: 'ERR_QUERY' });
    expect((await small.query('SELECT count(*) FROM clusters')).rows).toEqual([[1]]);
    await small.close();
  });

  it('refuses to answer once closed', async () => {
    const other = await openStore(folder.path);
    await other.close();
    await other.close();
    await expect(other.query('SELECT 1')).rejects.toMatchObject({ code: 'ERR_STORE' });
  });

  it('leaves no file in the working folder', async () => {
    expect(await readdir(process.cwd())).not.toContain('.tmp');
    expect((await readdir(folder.path)).sort()).toEqual([
      'current',
      'generations',
      'manifest.json',
      'tables',
    ]);
  });
});

describe('parameters and streams', () => {
  it('takes parameters by place and by name', async () => {
    expect(
      (
        await store.query(
          'SELECT ip FROM attack_sources WHERE day = $1 AND packets > $2 ORDER BY ip LIMIT $3',
          { parameters: ['2003-04-01', 3, 1] },
        )
      ).rows,
    ).toEqual([['10.0.0.10']]);
    expect(
      (
        await store.query('SELECT $text AS t, $big AS b, $none AS n, $yes AS y, $half AS h', {
          parameters: { text: "'; DROP", big: 2n ** 60n, none: null, yes: true, half: 0.5 },
        })
      ).rows,
    ).toEqual([["'; DROP", 2n ** 60n, null, true, 0.5]]);
  });

  it('streams large answers in batches', async () => {
    const { columns, types, batches } = await store.stream('SELECT range AS n FROM range(10000)');
    expect([columns, types]).toEqual([['n'], ['BIGINT']]);
    let rows = 0;
    let count = 0;
    for await (const batch of batches) {
      rows += batch.length;
      count++;
    }
    expect(rows).toBe(10_000);
    expect(count).toBeGreaterThan(1);
  });

  it('answers several queries at a time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => store.query(`SELECT ${n}, count(*) FROM phrases`)),
    );
    expect(answers.map(({ rows }) => rows[0])).toEqual(Array.from({ length: 12 }, (_, n) => [n, 7]));
  });
});

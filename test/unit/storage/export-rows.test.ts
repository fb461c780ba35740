import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import { type Table, tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ExportedRows, exportRows, type RowFormat } from '#honeysift/storage/export/export-rows.js';
import { openStore } from '#honeysift/storage/open-store.js';
import type { Store } from '#honeysift/storage/store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { runCli } from '../../support/run-cli.js';
import { buildContent, ns, sampleSpec, type SourceSpec } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
const storeDir = join(folder.path, 'store');
const hasPython = spawnSync('python3', ['--version']).status === 0;
let store: Store;

const hostile = [
  '=cmd|calc',
  '+1',
  '-1',
  '@x',
  '\tx',
  '\rx',
  'a,b',
  'a"b',
  'line\r\nline',
  "it's",
  '\u202e\u0000\u001b[31m',
  '',
  'NULL',
  '\u{1f41d}\ufeff',
  '\\N',
];
const text = `[${hostile.map((one) => `'${one.replaceAll("'", "''").replaceAll('\u0000', '')}'`).join(', ')}]`;
/** One row with a NULL in every column, and extremes of every type. */
const everythingOf = (rows: number): string => `
  SELECT i, ${text}[i % ${hostile.length} + 1] AS txt,
    CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS flag,
    CASE WHEN i % 5 = 0 THEN NULL ELSE 9223372036854775807 - i END AS big,
    CASE WHEN i % 5 = 1 THEN NULL ELSE (18446744073709551615 - i)::UBIGINT END AS ubig,
    CASE WHEN i % 5 = 2 THEN NULL ELSE 99999999999999999999999999999999999999::HUGEINT - i * (CASE i % 2 WHEN 0 THEN 1 ELSE -0 END) END AS huge,
    CASE WHEN i % 5 = 3 THEN NULL ELSE -(i * 1000003 + 0.007)::DECIMAL(30, 3) END AS dec,
    CASE WHEN i % 7 = 0 THEN NULL ELSE i / 3.0::DOUBLE END AS dbl,
    CASE WHEN i % 7 = 1 THEN NULL ELSE DATE '1969-12-25' + i::INTEGER END AS dat,
    CASE WHEN i % 7 = 2 THEN NULL ELSE make_timestamp(1048932000123456 - i * 1000000000001) END AS us,
    CASE WHEN i % 7 = 3 THEN NULL ELSE make_timestamp_ns(1048932000123456789 + i) END AS nanos,
    CASE WHEN i % 4 = 0 THEN NULL WHEN i % 4 = 1 THEN [] ELSE ['a', NULL, '=x' || i] END AS list,
    CASE WHEN i % 4 = 0 THEN NULL ELSE {'n': i, 's': 'x' || i} END AS struct,
    CASE WHEN i % 4 = 1 THEN NULL ELSE encode('b' || i) END AS blob
  FROM range(${rows}) t(i)`;
/** More than an Arrow batch. */
const everything = everythingOf(20_000);
const less = everythingOf(2500);

beforeAll(async () => {
  const spec = sampleSpec();
  const sources: SourceSpec[] = spec.sources.map((one, at) => ({
    ...one,
    phrase: hostile[at + 1] ?? '',
    last: (one.last ?? one.first) + 789n,
  }));
  sources.push({ ip: '10.5.5.5', first: ns('2003-04-01T00:00:00Z', 123_456_789n), phrase: '=1+1' });
  await writeStore(storeDir, buildContent({ ...spec, sources }));
  store = await openStore(storeDir);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

let files = 0;
async function toFile(rows: ExportedRows, format: RowFormat): Promise<string> {
  const out = join(folder.path, `out-${++files}.${format}`);
  await exportRows(storeDir, rows, { format, out });
  return out;
}

async function differences(sql: string, file: string): Promise<unknown> {
  // Both sides by the engine itself: the file is what it wrote.
  const engine = await DuckDBInstance.create(':memory:');
  const connection = await engine.connect();
  const read = `FROM read_parquet('${file}', hive_partitioning = false)`;
  const rows = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM ((${sql}) EXCEPT ALL (${read}))), (SELECT count(*) FROM ((${read}) EXCEPT ALL (${sql}))),
       (SELECT count(*) ${read})`,
  );
  engine.closeSync();
  return rows.getRows()[0]?.map(Number);
}

function python(script: string, file: string): unknown {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', script, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('Parquet', () => {
  it('holds every row and type of a statement', async () => {
    expect(await differences(everything, await toFile({ sql: everything }, 'parquet'))).toEqual([
      0, 0, 20_000,
    ]);
  });

  it('keeps all digits of integers of 128 bits', async () => {
    const sql = 'SELECT 99999999999999999999999999999999999999::HUGEINT AS a, 1 AS b, -7::HUGEINT AS "x""y"';
    const engine = await DuckDBInstance.create(':memory:');
    const connection = await engine.connect();
    const rows = await connection.runAndReadAll(`FROM '${await toFile({ sql }, 'parquet')}'`);
    expect(rows.columnTypes().map(String)).toEqual(['DECIMAL(38,0)', 'INTEGER', 'DECIMAL(38,0)']);
    expect(rows.getRows()[0]?.map(String)).toEqual(['99999999999999999999999999999999999999', '1', '-7']);
    engine.closeSync();
  });

  it('holds every table of the store as it is', async () => {
    const engine = await DuckDBInstance.create(':memory:');
    const connection = await engine.connect();
    for (const { name } of store.tables) {
      const file = await toFile({ table: name }, 'parquet');
      const rows = await connection.runAndReadAll(`FROM '${file}'`);
      const expected = await store.query(`FROM ${name}`);
      expect(rows.columnNames(), name).toEqual(expected.columns);
      expect(rows.columnTypes().map(String), name).toEqual(expected.types);
      const cells = await store.streamExact(`FROM ${name}`);
      const stored: unknown[][] = [];
      for await (const columns of cells.batches) {
        for (let row = 0; row < (columns[0]?.length ?? 0); row++) stored.push(columns.map((c) => c[row]));
      }
      expect(rows.getRows(), name).toEqual(stored);
    }
    engine.closeSync();
  });

  it('takes inputs of canned queries, comments and semicolons', async () => {
    const file = await toFile({ query: 'top-sequences', inputs: { limit: '2' } }, 'parquet');
    const two = await toFile({ sql: 'SELECT 1 AS a -- one;' }, 'parquet');
    const three = await toFile({ sql: 'SELECT 1 AS a; ' }, 'parquet');
    const engine = await DuckDBInstance.create(':memory:');
    const connection = await engine.connect();
    const count = async (path: string): Promise<number> =>
      Number((await connection.runAndReadAll(`SELECT count(*) FROM '${path}'`)).getRows()[0]?.[0]);
    expect(await Promise.all([count(file), count(two), count(three)])).toEqual([2, 1, 1]);
    engine.closeSync();
  });

  it.each([
    "COPY (SELECT 1) TO '/tmp/x'",
    "SELECT 1) TO '/tmp/honeysift-x.csv' (FORMAT csv); --",
    'SELECT 1; SELECT 2',
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
  ])('refuses %s and leaves no file', async (sql) => {
    const before = readdirSync(folder.path);
    await expect(toFile({ sql }, 'parquet')).rejects.toMatchObject({ code: 'ERR_QUERY' });
    expect(readdirSync(folder.path)).toEqual(before);
  });
});

describe('Arrow', () => {
  const cell = (table: Table, column: string, row: number): unknown => table.getChild(column)?.get(row);

  it('holds every row and type, NULLs too', async () => {
    const table = tableFromIPC(readFileSync(await toFile({ sql: everything }, 'arrow')));
    expect(table.numRows).toBe(20_000);
    expect(table.schema.fields.map((field) => `${field.name} ${String(field.type)}`)).toEqual([
      'i Int64',
      'txt Utf8',
      'flag Bool',
      'big Int64',
      'ubig Uint64',
      'huge Decimal[38e0]',
      'dec Decimal[30e+3]',
      'dbl Float64',
      'dat Date32<DAY>',
      'us Timestamp<MICROSECOND, UTC>',
      'nanos Timestamp<NANOSECOND, UTC>',
      'list List<Utf8>',
      'struct Struct<{n:Int64, s:Utf8}>',
      'blob Binary',
    ]);
    const huge = 10n ** 38n - 1n;
    for (let i = 0; i < 20_000; i++) {
      const n = BigInt(i);
      const unscaled = (words: unknown): bigint =>
        BigInt.asIntN(
          128,
          [...(words as Uint32Array)].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n),
        );
      const orNull = <T>(isNull: boolean, value: T): T | null => (isNull ? null : value);
      const dec = cell(table, 'dec', i);
      const big = cell(table, 'huge', i);
      const raw = (column: string): unknown => {
        const vector = table.getChild(column);
        if (vector === null || vector === undefined || vector.get(i) === null) return null;
        let at = i;
        for (const data of vector.data) {
          if (at < data.length) return (data.values as BigInt64Array)[at];
          at -= data.length;
        }
        return undefined;
      };
      expect({
        i: cell(table, 'i', i),
        txt: cell(table, 'txt', i),
        flag: cell(table, 'flag', i),
        big: cell(table, 'big', i),
        ubig: cell(table, 'ubig', i),
        huge: big === null ? null : unscaled(big),
        dec: dec === null ? null : unscaled(dec),
        dbl: cell(table, 'dbl', i),
        dat: raw('dat'),
        us: raw('us'),
        nanos: raw('nanos'),
        list: (cell(table, 'list', i) as { toArray(): unknown[] } | null)?.toArray() ?? null,
        struct: (cell(table, 'struct', i) as { toJSON(): unknown } | null)?.toJSON() ?? null,
        blob:
          cell(table, 'blob', i) === null ? null : String(Buffer.from(cell(table, 'blob', i) as Uint8Array)),
      }).toEqual({
        i: n,
        txt: hostile[i % hostile.length]?.replaceAll('\u0000', ''),
        flag: orNull(i % 3 === 0, i % 2 === 0),
        big: orNull(i % 5 === 0, 9223372036854775807n - n),
        ubig: orNull(i % 5 === 1, 18446744073709551615n - n),
        huge: orNull(i % 5 === 2, huge - (i % 2 === 0 ? n : 0n)),
        dec: orNull(i % 5 === 3, -(n * 1000003n * 1000n + 7n)),
        dbl: orNull(i % 7 === 0, i / 3),
        dat: orNull(i % 7 === 1, i - 7),
        us: orNull(i % 7 === 2, 1048932000123456n - n * 1000000000001n),
        nanos: orNull(i % 7 === 3, 1048932000123456789n + n),
        list: i % 4 === 0 ? null : i % 4 === 1 ? [] : ['a', null, `=x${i}`],
        struct: orNull(i % 4 === 0, { n, s: `x${i}` }),
        blob: orNull(i % 4 === 1, `b${i}`),
      });
    }
  }, 60_000);

  it('is the stream format on standard output', () => {
    const run = spawnSync(
      process.execPath,
      ['dist/cli/main.js', 'export', '--store', storeDir, '--table', 'attack_sources', '--format', 'arrow'],
      { maxBuffer: 1 << 28 },
    );
    expect(String(run.stderr)).toBe('');
    expect(run.stdout.subarray(0, 4).toString('hex')).toBe('ffffffff');
    expect(tableFromIPC(run.stdout).numRows).toBe(11);
  });

  it('carries the columns of an answer without rows', async () => {
    const table = tableFromIPC(readFileSync(await toFile({ sql: 'SELECT 1 AS a WHERE false' }, 'arrow')));
    expect([table.numRows, table.schema.fields.map(({ name }) => name)]).toEqual([0, ['a']]);
  });
});

describe.skipIf(!hasPython)('text, as Python reads it', () => {
  it('CSV: every cell, formulas made harmless', async () => {
    const file = await toFile({ sql: less }, 'csv');
    const read = python(
      'import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],encoding="utf-8",newline="")))))',
      file,
    ) as string[][];
    const { columns, rows } = await store.query(less);
    expect(read[0]).toEqual(columns);
    expect(read.length).toBe(rows.length + 1);
    rows.forEach((row, at) => {
      const line = read[at + 1] ?? [];
      const stored = row[1] as string;
      expect(line[1]).toBe(/^[=+\-@\t\r]/.test(stored) ? `'${stored}` : stored);
      for (const column of [0, 2, 3, 4, 5, 6, 8, 9, 10]) {
        expect(line[column]).toBe(row[column] === null ? '' : String(row[column] as number | string));
      }
      expect(line[11]).toBe(row[11] === null ? '' : JSON.stringify(row[11]));
    });
  });

  it('JSON lines: every value, integers exact', async () => {
    const file = await toFile({ sql: less }, 'jsonl');
    const read = python(
      [
        'import json,sys,decimal',
        'rows=[json.loads(line,parse_float=decimal.Decimal) for line in open(sys.argv[1],encoding="utf-8",newline="\\n")]',
        'print(json.dumps([{k:(str(v) if k in ("big","ubig","huge","dec") and v is not None else (float(v) if isinstance(v,decimal.Decimal) else v)) for k,v in r.items()} for r in rows]))',
      ].join('\n'),
      file,
    ) as Record<string, unknown>[];
    const { columns, rows } = await store.query(less);
    expect(read.length).toBe(rows.length);
    rows.forEach((row, at) => {
      const line = read[at] ?? {};
      expect(Object.keys(line)).toEqual(columns);
      columns.forEach((name, index) => {
        const value = row[index] ?? null;
        if (name === 'blob') {
          expect(line[name]).toBe(value === null ? null : Buffer.from(value as Uint8Array).toString('hex'));
        } else if (['big', 'ubig', 'huge', 'dec'].includes(name)) {
          expect(line[name] === null ? null : Number(line[name])).toBe(value === null ? null : Number(value));
          if (typeof value === 'bigint') expect(line[name]).toBe(String(value));
        } else expect(line[name]).toEqual(value);
      });
    });
  });

  it('holds every table of the store as JSON lines', async () => {
    for (const { name } of store.tables) {
      const read = readFileSync(await toFile({ table: name }, 'jsonl'), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => Object.values(JSON.parse(line) as Record<string, unknown>));
      const stored = (await store.query(`FROM ${name}`)).rows;
      expect(read, name).toEqual(
        stored.map((row) =>
          row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell)),
        ),
      );
    }
  });
});

describe('files', () => {
  it('are not replaced without force, and never left half-written', async () => {
    const out = join(folder.path, 'kept.csv');
    writeFileSync(out, 'mine');
    const rows = { sql: 'SELECT 1 AS a' };
    await expect(exportRows(storeDir, rows, { format: 'csv', out })).rejects.toThrow(
      /exists already.*--force/,
    );
    expect(readFileSync(out, 'utf8')).toBe('mine');
    const failing = {
      sql: "SELECT CASE WHEN i < 50000 THEN 1 ELSE error('late') END AS a FROM range(60000) t(i)",
    };
    for (const format of ['csv', 'jsonl', 'arrow', 'parquet'] as const) {
      await expect(exportRows(storeDir, failing, { format, out, force: true })).rejects.toMatchObject({
        code: 'ERR_QUERY',
      });
    }
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await exportRows(storeDir, rows, { format: 'csv', out, force: true });
    expect(readFileSync(out, 'utf8')).toBe('a\r\n1\r\n');
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('a cancelled export leaves nothing', async () => {
    const out = join(folder.path, 'cancelled.csv');
    const signal = AbortSignal.timeout(100);
    const rows = { sql: 'SELECT i, hash(i) FROM range(1000000000) t(i)' };
    for (const format of ['csv', 'parquet'] as const) {
      await expect(exportRows(storeDir, rows, { format, out, signal })).rejects.toMatchObject({
        code: 'ERR_CANCELLED',
      });
    }
    expect(readdirSync(folder.path).filter((name) => name.includes('cancelled'))).toEqual([]);
  });

  it('the command line says what is missing or unknown', () => {
    const run = (...args: string[]): [number | null, string] => {
      const { status, stderr } = runCli(['export', '--store', storeDir, ...args]);
      return [status, stderr];
    };
    const table = run('--table', 'nothing', '--format', 'csv');
    expect(table[0]).toBe(2);
    expect(table[1]).toMatch(/attack_sources/);
    expect(run('--format', 'csv')[0]).toBe(2);
    expect(run('--table', 'clusters', '--sql', 'SELECT 1', '--format', 'csv')[0]).toBe(2);
    expect(run('--table', 'clusters', '--format', 'xls')[0]).toBe(2);
    expect(run('--table', 'clusters', '--format', 'csv', '--out', '/nowhere/x.csv')[1]).toMatch(
      /folder is missing/,
    );
    const piped = runCli([
      'export',
      '--store',
      storeDir,
      '--query',
      'top-sequences',
      '--input',
      'limit=1',
      '--format',
      'csv',
    ]);
    expect(piped.stdout.split('\r\n').length).toBe(3);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { formatResult, formatStream } from '#honeysift/storage/format-result.js';
import { openStore } from '#honeysift/storage/open-store.js';
import type { QueryResult, Store } from '#honeysift/storage/store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
let store: Store;
beforeAll(async () => {
  await writeStore(folder.path, buildContent({ sources: [] }));
  store = await openStore(folder.path);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const texts = (...rows: string[]): QueryResult => ({
  columns: ['t'],
  types: ['VARCHAR'],
  rows: rows.map((text) => [text]),
});

/** One value of every type, as the engine gives it. */
const everyType = `
  SELECT true AS b, 42::TINYINT AS i, 9007199254740993::BIGINT AS big, -170141183460469231731687303715884105727 AS huge,
    sum(1) AS s, 0.1::DOUBLE AS d, 'nan'::DOUBLE AS nan, 1.50::DECIMAL(5,2) AS dec, 12345678901234567890.12 AS wide,
    'x' AS t, '' AS e, NULL AS n, DATE '2003-03-01' AS day, TIME '01:02:03' AS tm,
    TIMESTAMP '2003-03-01 12:00:00.000001' AS us, make_timestamp_ns(1046520000000000001) AS ns,
    TIMESTAMP_S '2003-03-01 12:00:00' AS sec, TIMESTAMP_MS '2003-03-01 12:00:00.5' AS ms,
    TIMESTAMPTZ '2003-03-01 12:00:00+01' AS tz, INTERVAL 90 MINUTE AS iv, '\\x00\\xff'::BLOB AS bl,
    [1, NULL, 3] AS l, {'a': 1, 'b': [DATE '2003-03-01']} AS st, MAP {'k': 1} AS m,
    'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID AS u, 'rare'::ENUM('rare', 'known') AS en, '{"a":1}'::JSON AS j`;

describe('json', () => {
  it('gives every type a value that does not lose anything', async () => {
    const [record] = JSON.parse(formatResult(await store.query(everyType), 'json')) as unknown[];
    expect(record).toEqual({
      b: true,
      i: 42,
      big: '9007199254740993',
      huge: '-170141183460469231731687303715884105727',
      s: 1,
      d: 0.1,
      nan: 'NaN',
      dec: 1.5,
      wide: '12345678901234567890.12',
      t: 'x',
      e: '',
      n: null,
      day: '2003-03-01',
      tm: '01:02:03',
      us: '2003-03-01T12:00:00.000001Z',
      ns: '2003-03-01T12:00:00.000000001Z',
      sec: '2003-03-01T12:00:00Z',
      ms: '2003-03-01T12:00:00.500Z',
      tz: '2003-03-01T11:00:00.000000Z',
      iv: '01:30:00',
      bl: '00ff',
      l: [1, null, 3],
      st: { a: 1, b: ['2003-03-01'] },
      m: { k: 1 },
      u: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      en: 'rare',
      j: '{"a":1}',
    });
  });

  it('is an array also without rows, and keeps columns of one name apart', async () => {
    expect(formatResult(await store.query('FROM clusters'), 'json')).toBe('[]\n');
    expect(JSON.parse(formatResult(await store.query('SELECT 1 AS a, 2 AS a'), 'json'))).toEqual([
      { a: 1, 'a:1': 2 },
    ]);
  });
});

describe('csv', () => {
  it('follows RFC 4180', async () => {
    const sql = `SELECT * FROM (VALUES ('plain', 1), ('a,b', 2), ('say "hi"', 3), (e'two\nlines', 4), ('', 5), (NULL, 6)) t("a,b", n)`;
    expect(formatResult(await store.query(sql), 'csv')).toBe(
      '"a,b",n\r\nplain,1\r\n"a,b",2\r\n"say ""hi""",3\r\n"two\nlines",4\r\n"",5\r\n,6\r\n',
    );
  });

  it('lets no spreadsheet run text, and leaves numbers alone', async () => {
    const hostile = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '=cmd|"/C calc"!A0',
      "'=1",
      ' =1',
      'a=1',
    ];
    expect(
      formatResult(texts(...hostile), 'csv')
        .split('\r\n')
        .slice(1, -1),
    ).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "'\t=1",
      '"\'\r=1"',
      '"\'=cmd|""/C calc""!A0"',
      "'=1",
      ' =1',
      'a=1',
    ]);
    const sql = `SELECT -1 AS i, -1.5::DOUBLE AS d, -2.50::DECIMAL(5,2) AS c, -99999999999999999999 AS h, INTERVAL '-1' DAY AS v,
      '-1' AS t, ['=1'] AS l`;
    expect(formatResult(await store.query(sql), 'csv').split('\r\n')[1]).toBe(
      `-1,-1.5,-2.5,-99999999999999999999,-1 day,'-1,"[""=1""]"`,
    );
  });

  it('takes column names for the text they are', async () => {
    expect(formatResult(await store.query('SELECT 1 AS "=x"'), 'csv')).toBe("'=x\r\n1\r\n");
  });
});

describe('table', () => {
  it('writes out whatever would steer a terminal', () => {
    const shown = formatResult(
      texts(
        '\u001b[31mred\u001b[0m',
        'a\r\nb\tc',
        '\u202eevil',
        'zero\u200bwidth',
        '\u009b1m',
        '\ud800',
        'né',
      ),
      'table',
    );

    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\ud800]/);
    for (const text of [
      '\\x1b[31mred\\x1b[0m',
      'a\\x0d\\x0ab\\x09c',
      '\\u{202e}evil',
      'zero\\u{200b}width',
      '\\x9b1m',
      '\\u{d800}',
      'né',
    ]) {
      expect(shown).toContain(` ${text} `);
    }
  });

  it('tells NULL from nothing, aligns numbers right, cuts long cells, counts rows', async () => {
    const shown = formatResult(
      await store.query("SELECT NULL AS a, '' AS b, 5 AS number, repeat('x', 500) AS long"),
      'table',
    );
    expect(shown).toContain('│ NULL │   │      5 │');
    expect(shown).toMatch(/x{119}… │\n/);
    expect(shown).toMatch(/\n1 row\n$/);
    expect(formatResult(await store.query('FROM clusters'), 'table')).toMatch(/cluster_id .*\n[^]*0 rows\n$/);
  });
});

describe('streams', () => {
  it.each(['csv', 'json'] as const)('are the same %s as the whole answer', async (format) => {
    for (const sql of ["SELECT range AS n, 'text ' || range AS t FROM range(5000)", 'FROM clusters']) {
      const pieces: string[] = [];
      for await (const piece of formatStream(await store.stream(sql), format)) pieces.push(piece);
      expect(pieces.join('')).toBe(formatResult(await store.query(sql), format));
    }
  });
});

import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';
import { cannedQueries } from '#honeysift/storage/queries/canned-queries.js';
import { queryGroups } from '#honeysift/storage/queries/canned-query.js';
import { runCannedQuery } from '#honeysift/storage/queries/run-canned-query.js';
import type { QueryParameter } from '#honeysift/storage/run-query.js';
import type { Store } from '#honeysift/storage/store.js';

import { writeWithPackets } from '../../support/packet-stores.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
const emptyFolder = makeTempFolder();
let store: Store;
let empty: Store;
beforeAll(async () => {
  await writeWithPackets(folder.path, buildContent(sampleSpec()));
  await writeWithPackets(emptyFolder.path, buildContent({ sources: [] }), []);
  store = await openStore(folder.path);
  empty = await openStore(emptyFolder.path);
});
afterAll(async () => {
  await store.close();
  await empty.close();
  folder.remove();
  emptyFolder.remove();
});

const values: Readonly<Record<string, QueryParameter>> = {
  sequence: '445',
  id: 'R0000000000000001',
  from: '2003-03-01',
  to: '2003-03-31',
  from2: '2003-04-01',
  to2: '2003-04-30',
  ip: '10.0.0.10',
  text: 'USER',
  honeypot: 'web',
  source: '10.0.0.10@2003-03-30',
  day: '2001-09-09',
  payload: '0',
};

const rows = async (name: string, inputs: Readonly<Record<string, QueryParameter>> = {}): Promise<unknown> =>
  (await runCannedQuery(store, name, inputs)).rows;

describe('canned queries', () => {
  it('have names of their own, in every group, each told in the README', () => {
    expect(new Set(cannedQueries.map(({ name }) => name)).size).toBe(cannedQueries.length);
    expect([...new Set(cannedQueries.map(({ group }) => group))]).toEqual([...queryGroups]);
    const readme = readFileSync(new URL('../../../src/storage/README.md', import.meta.url), 'utf8');
    const section = readme.slice(readme.indexOf('## Canned queries'), readme.indexOf('## Tables'));
    const told = [...section.matchAll(/^\| ([a-z ]+) \| ([a-z0-9-]+) \| (.*) \| (.*) \|$/gm)]
      .map((match) => match.slice(1))
      .slice(1);
    expect(told).toEqual(
      cannedQueries.map(({ group, name, inputs, sentence }) => [
        group,
        name,
        inputs.map((input) => (input.fallback === undefined ? input.name : `[${input.name}]`)).join(', '),
        sentence,
      ]),
    );
  });

  it.each(cannedQueries)(
    '$name answers, also on an empty store, and uses the inputs it names',
    async ({ name, inputs, sql }) => {
      const needed = inputs
        .filter(({ fallback }) => fallback === undefined)
        .map((input) => [input.name, values[input.name] ?? '']);
      const given = Object.fromEntries(needed) as Record<string, QueryParameter>;
      const answer = await runCannedQuery(store, name, given);
      expect(new Set(answer.columns).size).toBe(answer.columns.length);
      expect((await runCannedQuery(empty, name, given)).columns).toEqual(answer.columns);
      expect(new Set([...sql.matchAll(/\$(\w+)/g)].map(([, input]) => input))).toEqual(
        new Set(inputs.map((input) => input.name)),
      );
    },
  );
});

describe('figures of the report', () => {
  it('the big picture', async () => {
    expect(await rows('big-picture')).toEqual([
      [20, 16, 10, 1, 9, 4, 4, 1, 4, 3, '2003-03-30', '2003-04-04'],
    ]);
    expect(await rows('short-attacks', { seconds: 16 })).toEqual([[9, 8, 8 / 9]]);
    expect(await rows('honeypots-targeted')).toEqual([
      [3, 4, 4 / 9],
      [1, 5, 5 / 9],
    ]);
    expect(await rows('days-per-address')).toEqual([
      [1, 8, 8 / 9],
      [2, 1, 1 / 9],
    ]);
  });

  it('Table 1: shares of sequences per month, and others', async () => {
    expect(await rows('top-sequences-by-month', { top: 2 })).toEqual([
      ['2003-03', 1, '445', 1, 2, 1],
      ['2003-04', 1, '80', 1, 3, 3 / 7],
      ['2003-04', 2, '445', 1, 2, 2 / 7],
      ['2003-04', 3, 'others', 2, 2, 2 / 7],
    ]);
  });

  it('weeks start on Monday, over the turn of a month', async () => {
    expect(await rows('activity-by-week')).toEqual([
      ['2003-03-24', 1, 9],
      ['2003-03-31', 9, 37],
    ]);
  });

  it('Figure 9: sources on one port of one honeypot alone', async () => {
    expect(await rows('port-on-honeypot-by-day', { sequence: '22', honeypot: 'db' })).toEqual([
      ['2003-04-02', 1, 1],
    ]);
    expect(
      await rows('root-causes-in-both-windows', {
        from: '2003-03-01',
        to: '2003-03-31',
        from2: '2003-04-01',
        to2: '2003-04-30',
      }),
    ).toEqual([['R0000000000000001', '445', 2, 1]]);
  });
});

describe('inputs', () => {
  it('may be text, as a command line gives them', async () => {
    expect(await rows('top-sequences', { limit: '1' })).toHaveLength(1);
  });

  it.each([
    ['no-such-query', {}, /canned query/],
    ['sequence-by-month', {}, /a text for sequence/],
    ['top-sequences', { limit: 'many' }, /a number for limit/],
    ['top-sequences', { limt: 3 }, /Expected limit for inputs of top-sequences/],
    ['new-sequences', { from: '2003-02-30', to: '2003-03-01' }, /a day YYYY-MM-DD for from/],
  ] as [string, Record<string, QueryParameter>, RegExp][])(
    '%s %o is refused',
    async (name, inputs, message) => {
      await expect(runCannedQuery(store, name, inputs)).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
      await expect(runCannedQuery(store, name, inputs)).rejects.toThrow(message);
    },
  );

  it('are values, never SQL', async () => {
    expect(await rows('address-history', { ip: "' OR true --" })).toEqual([]);
  });
});

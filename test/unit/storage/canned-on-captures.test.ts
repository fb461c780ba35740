import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze, listSources, openStore, simulate } from '#honeysift/index.js';
import type { SourceRecord } from '#honeysift/operations/source-records.js';
import { cannedQueries } from '#honeysift/storage/queries/canned-queries.js';
import { runCannedQuery } from '#honeysift/storage/queries/run-canned-query.js';
import type { QueryParameter } from '#honeysift/storage/run-query.js';
import type { Store } from '#honeysift/storage/store.js';

import { hasShared, sharedPath } from '../../support/shared.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const uqo = 'captures/uqo';

interface Captures {
  readonly files: readonly string[];
  readonly honeypots: string;
}

async function simulated(folder: string): Promise<Captures> {
  const out = join(folder, 'captures');
  const { files, honeypotsFile } = await simulate({
    out,
    from: '2003-09-01',
    to: '2003-11-30',
    sources: 1500,
    split: 'month',
    seed: 5,
    floods: 1,
  });
  return { files, honeypots: honeypotsFile };
}

/** The real honeypots; skipped where their captures are not beside the project. */
function real(): Promise<Captures> {
  const honeypots = sharedPath(`${uqo}/honeypots.json`);
  return Promise.resolve({ files: [sharedPath(`${uqo}/uqo-2025-02.pcap.gz`)], honeypots });
}

const counted = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};
const most = (counts: ReadonlyMap<string, number>, limit: number): [string, number][] =>
  [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each([
  ['a simulated store', true, simulated],
  ['the store of three real honeypots (skipped without their captures)', hasShared(uqo), real],
] as const)('canned queries on %s', (_, isThere, prepare) => {
  const folder = makeTempFolder();
  let store: Store;
  let records: readonly SourceRecord[];
  let attacks: readonly SourceRecord[];

  beforeAll(async () => {
    if (!isThere) return;
    const { files, honeypots } = await prepare(folder.path);
    const out = join(folder.path, 'store');
    await analyze(files, { out, honeypots, packets: true, workers: 2 });
    store = await openStore(out);
    records = [...(await listSources(files, { honeypots, workers: 0 })).records()];
    attacks = records.filter(({ backscatter }) => !backscatter);
  }, 120_000);
  afterAll(async () => {
    if (isThere) await store.close();
    folder.remove();
  });

  const ask = async (
    name: string,
    inputs: Readonly<Record<string, QueryParameter>> = {},
  ): Promise<Record<string, unknown>[]> => {
    const { columns, rows } = await runCannedQuery(store, name, inputs);
    return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
  };

  it.runIf(isThere)('all answer, with inputs taken from the store', async () => {
    const values = await inputsOf(store);
    for (const { name, inputs } of cannedQueries) {
      const needed = inputs.filter(({ fallback }) => fallback === undefined);
      const given = Object.fromEntries(
        needed.map((input) => [input.name, values[input.name] as QueryParameter]),
      );
      for (const [input, value] of Object.entries(given)) expect(value, `${name} ${input}`).toBeDefined();
      const { columns } = await runCannedQuery(store, name, given);
      expect(columns.length, name).toBeGreaterThan(0);
    }
  });

  it.runIf(isThere)('count what a walk over the attack sources counts', async () => {
    const [picture] = await ask('big-picture');
    expect(picture).toMatchObject({
      attack_sources: records.length,
      addresses: new Set(records.map(({ ip }) => ip)).size,
      backscatter: records.length - attacks.length,
    });

    const [short] = await ask('short-attacks', { seconds: 10 });
    expect(short).toMatchObject({
      sources: attacks.length,
      short: attacks.filter(({ duration_s: duration }) => duration < 10).length,
    });

    const targeted = counted(attacks.map(({ targets }) => `${targets}`));
    expect(
      (await ask('honeypots-targeted')).map(({ targets, sources }) => [`${String(targets)}`, sources]),
    ).toEqual([...targeted].sort((a, b) => Number(b[0]) - Number(a[0])));

    const daysOf = new Map<string, Set<string>>();
    for (const { ip, day } of records) daysOf.set(ip, (daysOf.get(ip) ?? new Set()).add(day));
    const days = counted([...daysOf.values()].map(({ size }) => `${size}`));
    expect(
      (await ask('days-per-address')).map((row) => [`${String(row['days'])}`, row['addresses']]),
    ).toEqual([...days].sort((a, b) => Number(a[0]) - Number(b[0])));

    const returning = [...daysOf]
      .filter(([, { size }]) => size > 1)
      .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
      .slice(0, 25);
    expect((await ask('returning-addresses', { limit: 25 })).map((row) => [row['ip'], row['days']])).toEqual(
      returning.map(([ip, { size }]) => [ip, size]),
    );
  });

  it.runIf(isThere)('sum up per month, week and hour as plain arithmetic does', async () => {
    const months = counted(records.map(({ day }) => day.slice(0, 7)));
    const byMonth = await ask('activity-by-month');
    expect(byMonth.map((row) => [row['month'], row['sources']])).toEqual([...months].sort());
    expect(sum(byMonth.map((row) => Number(row['packets'])))).toBe(
      sum(records.map(({ packets }) => packets)),
    );

    const mondayOf = (day: string): string => {
      const date = new Date(`${day}T00:00:00Z`);
      date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
      return date.toISOString().slice(0, 10);
    };
    const weeks = counted(records.map(({ day }) => mondayOf(day)));
    expect((await ask('activity-by-week')).map((row) => [row['week'], row['sources']])).toEqual(
      [...weeks].sort(),
    );

    const hours = counted(attacks.map((record) => `${Number((record.first_seen ?? '').slice(11, 13))}`));
    expect((await ask('activity-by-hour')).map((row) => [`${String(row['hour'])}`, row['sources']])).toEqual(
      [...hours].sort((a, b) => Number(a[0]) - Number(b[0])),
    );
  });

  it.runIf(isThere)('rank ports sequences, ports, honeypots and attacks as sorting does', async () => {
    const sequences = counted(attacks.map((record) => record.ports_sequence));
    expect(
      (await ask('top-sequences', { limit: 15 })).map((row) => [row['ports_sequence'], row['sources']]),
    ).toEqual(most(sequences, 15));

    const ports = counted(attacks.flatMap((record) => [...new Set(record.ports_sequence.split(','))]));
    const asked = (await ask('top-ports', { limit: 15 })).map((row) => row['sources']);
    expect(asked).toEqual(most(ports, 15).map(([, sources]) => sources));

    const largest = [...records]
      .sort((a, b) => b.packets - a.packets || (a.source_id < b.source_id ? -1 : 1))
      .slice(0, 15);
    expect(
      (await ask('largest-attacks', { limit: 15 })).map((row) => [row['source_id'], row['packets']]),
    ).toEqual(largest.map((record) => [record.source_id, record.packets]));

    const longest = [...attacks]
      .sort((a, b) => b.duration_s - a.duration_s || (a.source_id < b.source_id ? -1 : 1))
      .slice(0, 15);
    expect((await ask('longest-attacks', { limit: 15 })).map((row) => row['source_id'])).toEqual(
      longest.map((record) => record.source_id),
    );

    for (const row of await ask('honeypot-load')) {
      const at = row['honeypot'] as string;
      const there = records.filter(({ n }) => (n[at] ?? 0) > 0);
      expect([at, row['sources'], Number(row['packets'])]).toEqual([
        at,
        there.length,
        sum(there.map(({ n }) => n[at] ?? 0)),
      ]);
    }

    const { ip = '' } = largest[0] ?? {};
    expect((await ask('address-history', { ip })).map((row) => [row['day'], row['packets']])).toEqual(
      records
        .filter((record) => record.ip === ip)
        .sort((a, b) => ((a.first_seen ?? '') < (b.first_seen ?? '') ? -1 : 1))
        .map((record) => [record.day, record.packets]),
    );
  });

  it.runIf(isThere)('name systems, and end every attack source once', async () => {
    const ended = await ask('where-sources-ended');
    expect(sum(ended.map((row) => Number(row['sources'])))).toBe(records.length);
    const backscatter = ended.find((row) => row['status'] === 'backscatter');
    expect(backscatter?.['sources'] ?? 0).toBe(records.length - attacks.length);

    const [coverage] = await ask('os-coverage');
    expect(coverage).toMatchObject({
      with_os: records.filter(({ os }) => os !== null).length,
      with_tool: records.filter(({ tool }) => tool !== null).length,
    });
  });
});

/** Values for the inputs that have no default: of things that the store holds. */
async function inputsOf(store: Store): Promise<Readonly<Record<string, unknown>>> {
  const one = async (sql: string): Promise<unknown> => (await store.query(sql)).rows[0]?.[0];
  const rootCause = await one('SELECT root_cause_id FROM root_causes ORDER BY sources DESC LIMIT 1');
  return {
    sequence: await one('SELECT ports_sequence FROM ports_sequences ORDER BY sources DESC LIMIT 1'),
    id: rootCause,
    root_cause: rootCause,
    ip: await one('SELECT ip FROM attack_sources ORDER BY packets DESC LIMIT 1'),
    source: await one('SELECT source_id FROM attack_sources ORDER BY packets DESC LIMIT 1'),
    honeypot: await one('SELECT honeypot FROM honeypots ORDER BY position LIMIT 1'),
    day: await one('SELECT CAST(max(day) AS VARCHAR) FROM attack_sources'),
    from: await one('SELECT CAST(min(day) AS VARCHAR) FROM attack_sources'),
    to: await one('SELECT CAST(max(day) AS VARCHAR) FROM attack_sources'),
    from2: await one('SELECT CAST(min(day) AS VARCHAR) FROM attack_sources'),
    to2: await one('SELECT CAST(max(day) AS VARCHAR) FROM attack_sources'),
    text: 'a',
    payload: await one('SELECT payload_id FROM payloads ORDER BY packets DESC LIMIT 1'),
  };
}

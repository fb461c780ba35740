import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze, createWorkerPool, listSources, openStore } from '#honeysift/index.js';
import type { SimulationSummary, SourceRecord } from '#honeysift/index.js';
import { simulate } from '#honeysift/simulation/simulate.js';

import { type CliRun, runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const recordsOf = (run: CliRun): SourceRecord[] => JSON.parse(run.stdout) as SourceRecord[];

describe('honeysift sources', () => {
  const folder = makeTempFolder();
  let simulation: SimulationSummary;
  let records: SourceRecord[];

  const sources = (...args: string[]): CliRun =>
    runCli(['sources', ...simulation.files, '--honeypots', simulation.honeypotsFile, '--quiet', ...args]);

  beforeAll(async () => {
    simulation = await simulate({
      out: join(folder.path, 'captures'),
      from: '2003-10-01',
      to: '2003-10-08',
      sources: 400,
      split: 'day',
      seed: 3,
      lossRate: 0.01,
      retransmissionRate: 0.02,
      floods: 1,
      floodSources: 600,
    });
    const run = sources('--json');
    expect(run, run.stderr).toMatchObject({ status: 0, stderr: '' });
    records = recordsOf(run);
  });
  afterAll(() => {
    folder.remove();
  });

  it('lists what analyze puts into its store', async () => {
    const out = join(folder.path, 'store');
    await analyze(simulation.files, { out, honeypots: simulation.honeypotsFile });
    const store = await openStore(out);
    try {
      const { rows } = await store.query(`
        SELECT source_id, CAST(day AS VARCHAR), ip, ports_sequence, targets, packets, canonical_packets,
          round(duration_s, 6), round(mean_gap_s, 6), epoch_us(first_seen), epoch_us(last_seen), backscatter, flood_id, phrase,
          (SELECT string_agg(honeypot || '=' || t.packets, ',' ORDER BY honeypot) FROM source_targets t
            WHERE t.source_id = s.source_id)
        FROM attack_sources s JOIN phrases USING (phrase_id) ORDER BY source_id`);
      const micros = (text: string | null): number =>
        Date.parse(text?.replace(/\.\d+/, '') ?? '') * 1000 + Number(text?.slice(20, 26));
      const rounded = (value: number | null): number | null => value && Math.round(value * 1e6) / 1e6;
      const ours = records.map((record) => [
        record.source_id,
        record.day,
        record.ip,
        record.ports_sequence,
        record.targets,
        record.packets,
        record.canonical_packets,
        rounded(record.duration_s),
        rounded(record.mean_gap_s),
        micros(record.first_seen),
        micros(record.last_seen),
        record.backscatter,
        record.flood,
        record.phrase,
        Object.entries(record.n)
          .map(([honeypot, packets]) => `${honeypot}=${packets}`)
          .sort()
          .join(','),
      ]);
      ours.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
      const theirs = rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
      expect(ours).toEqual(theirs);
      const named = records
        .filter(({ raw_signature }) => raw_signature !== null)
        .map(({ source_id, os, os_class, tool, os_match, raw_signature, distance, link }) => [
          ...[source_id, os, os_class, tool, os_match, raw_signature, distance, link],
        ])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
      const stacks = await store.query(`
        SELECT source_id, os, os_class, tool, os_match, raw_signature, distance, link FROM fingerprints
        WHERE raw_signature IS NOT NULL ORDER BY source_id`);
      expect(named).toEqual(stacks.rows);
      expect(named.filter(([, os]) => os !== null).length).toBeGreaterThan(200);
      const { rows: coverage } = await store.query(
        'SELECT database, with_signature FROM fingerprint_coverage',
      );
      expect(coverage).toEqual([[records[0]?.p0f_db, named.length]]);
    } finally {
      await store.close();
    }
  });

  it('gives records that hold together', () => {
    expect(records).toHaveLength(simulation.sources);
    expect(new Set(records.map(({ source_id }) => source_id)).size).toBe(records.length);
    for (const record of records) {
      expect(record.source_id).toBe(`${record.ip}@${record.day}`);
      const counts = Object.values(record.n);
      expect(record.targets).toBe(counts.length);
      expect(counts.reduce((sum, packets) => sum + packets, 0)).toBe(record.packets);
      expect(record.mean_gap_s === null).toBe(record.packets === 1);
      expect(record.first_seen?.slice(0, 10)).toBe(record.day);
      expect(record.honeypots_inferred).toBe(false);
    }
    expect(records.filter(({ flood }) => flood !== null).length).toBeGreaterThanOrEqual(590);
    expect(records.some(({ phrase }) => phrase !== '')).toBe(true);
    expect(records.some(({ backscatter }) => backscatter)).toBe(true);
  });

  it('prints totals only', () => {
    const run = sources('--summary', '--json');
    expect(run.status).toBe(0);
    const summary = JSON.parse(run.stdout) as Record<string, unknown>;
    expect(summary).toMatchObject({
      captures: simulation.files.length,
      damaged_captures: 0,
      packets: simulation.packets,
      inbound: simulation.inbound,
      outbound: simulation.outbound,
      internal: 0,
      foreign: 0,
      other: 0,
      sources: records.length,
      backscatter: records.filter(({ backscatter }) => backscatter).length,
      floods: 1,
      addresses: new Set(records.map(({ ip }) => ip)).size,
      days: new Set(records.map(({ day }) => day)).size,
      ports_sequences: new Set(
        records.filter(({ backscatter }) => !backscatter).map(({ ports_sequence }) => ports_sequence),
      ).size,
      phrases: new Set(records.map(({ phrase }) => phrase)).size - 1,
      sources_with_phrase: records.filter(({ phrase }) => phrase !== '').length,
      sources_with_os: records.filter(({ os }) => os !== null).length,
      p0f_db: expect.objectContaining({ name: records[0]?.p0f_db }) as unknown,
      honeypots_inferred: false,
      losses: [],
    });
    const counts = summary as { retransmissions: number; copies: number; backscatter_flows: number };
    const repeated = records.reduce(
      (sum, { packets, canonical_packets: canonical }) => sum + packets - canonical,
      0,
    );
    expect(counts.retransmissions).toBeGreaterThan(0);
    expect(counts.retransmissions + counts.copies).toBe(repeated);
    expect(counts.backscatter_flows).toBeGreaterThanOrEqual(summary['backscatter'] as number);
    const { seconds, packets_per_s: rate } = summary as { seconds: number; packets_per_s: number };
    expect(seconds).toBeGreaterThan(0);
    expect(seconds * rate).toBeCloseTo(simulation.packets, 3);
    const { stdout } = sources('--summary');
    expect(stdout).toMatch(/^[\d,]+ attack sources\n/);
    expect(stdout).toContain(' packets/s');
  });

  it('prints a table with a line a source', () => {
    const { status, stdout } = sources();
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(1 + records.length);
    expect(lines[0]).toMatch(/^attack source +first seen +ports sequence +T +N /);
    records.forEach(({ source_id }, row) => expect(lines[row + 1]).toMatch(new RegExp(`^${source_id} `)));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(200);
  });

  it('says in every output that honeypots were inferred', () => {
    const files = [...simulation.files];
    const listed = runCli(['sources', ...files, '--json', '--quiet']);
    expect(listed.stderr).toMatch(/^honeypots: 3 \(inferred from the captures: /);
    expect(recordsOf(listed).every(({ honeypots_inferred: inferred }) => inferred)).toBe(true);
    expect(runCli(['sources', ...files, '--summary', '--quiet']).stdout).toContain('3 (inferred from');
    const summary = runCli(['sources', ...files, '--summary', '--json', '--quiet']).stdout;
    expect(JSON.parse(summary)).toMatchObject({ honeypots_inferred: true, sources: records.length });
  });

  it('gives the same with any number of workers, and from standard input', () => {
    const reference = sources('--json', '--workers', '1').stdout;
    expect(sources('--json', '--workers', '3').stdout).toBe(reference);
    expect(recordsOf(sources('--json'))).toEqual(records);
    const first = simulation.files[0] ?? '';
    const named = runCli(['sources', first, '--json', '--quiet']);
    const piped = runCli(['sources', '-', '--json', '--quiet'], { input: readFileSync(first) });
    expect(piped.status, piped.stderr).toBe(0);
    expect(piped.stdout).toBe(named.stdout);
  });

  it('takes the options that say what an attack source is', () => {
    const platform = recordsOf(sources('--json', '--unit', 'platform'));
    expect(
      platform.every(({ source_id, ip, day, ...rest }) => source_id === `${ip}@${day}/${rest.platform}`),
    ).toBe(true);
    const gap = recordsOf(sources('--json', '--source-mode', 'gap25h'));
    expect(gap.length).toBeLessThanOrEqual(records.length);
    expect(recordsOf(sources('--json', '--phrase-order', 'time'))).toHaveLength(records.length);
    expect(sources('--unit', 'honeypot').status).toBe(2);
  });

  it('ends with 3 when a capture is damaged, and says what was lost beside the list', () => {
    const cut = join(folder.path, 'cut.pcap');
    writeFileSync(cut, readFileSync(simulation.files[1] ?? ''));
    truncateSync(cut, readFileSync(cut).length - 7);
    const run = runCli(['sources', cut, '--json', '--quiet']);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/damaged: .*cut\.pcap: truncated_pcap_record at byte \d+, \d+ bytes lost/);
    expect(recordsOf(run).length).toBeGreaterThan(0);
    const summary = runCli(['sources', cut, '--json', '--summary', '--quiet']);
    expect(JSON.parse(summary.stdout)).toMatchObject({
      damaged_captures: 1,
      losses: [{ path: cut, anomaly: 'truncated_pcap_record' }],
    });
  });

  it('ends with 1 when a capture is none', () => {
    const run = runCli(['sources', join(folder.path, 'nowhere.pcap'), '--quiet']);
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain('ERR_CAPTURE');
  });

  it('does not mind a reader that goes away', () => {
    const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
    const line = '"$0" "$1" sources "$2" --json --quiet; echo "status $?" >&2';
    const folderOfCaptures = join(folder.path, 'captures');
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `( ${line} ) | head -c 1`, process.execPath, main, folderOfCaptures],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('[');
    expect(stderr).toContain('status 0');
  });

  it('is a function of the library too', async () => {
    const progress: string[] = [];
    const list = await listSources(simulation.files, {
      honeypots: simulation.honeypotsFile,
      workers: 0,
      onProgress: ({ stage }) => progress.push(stage),
    });
    expect([...list.records()]).toEqual(records);
    expect([...list.records()]).toHaveLength(list.sources.count);
    expect(list.captures.map(({ path }) => path)).toEqual(simulation.files);
    expect(new Set(progress)).toEqual(new Set(['sources.collect', 'sources.finalize']));
    const signal = AbortSignal.abort();
    await expect(listSources(simulation.files, { signal })).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
  });

  it("runs over a pool of the caller's, which stays open", async () => {
    const pool = createWorkerPool(1);
    try {
      for (let run = 0; run < 2; run += 1) {
        const list = await listSources(simulation.files, {
          honeypots: simulation.honeypotsFile,
          runner: pool,
        });
        expect([...list.records()]).toEqual(records);
      }
    } finally {
      await pool.close();
    }
  });
});

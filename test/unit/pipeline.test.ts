import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze, analyzeCaptures, openStore } from '#honeysift/index.js';
import type { AnalyzeResult, SimulationSummary } from '#honeysift/index.js';
import { simulate } from '#honeysift/simulation/simulate.js';

import { makeTempFolder } from '../support/temp-folder.js';

/** What a store says, whatever file names it gave its parts: row digests of every table. */
function rowDigests({ manifest }: AnalyzeResult): Record<string, string> {
  return Object.fromEntries(Object.entries(manifest.tables).map(([name, { digest }]) => [name, digest]));
}

describe('analyze', () => {
  const folder = makeTempFolder();
  let simulation: SimulationSummary;
  let reference: AnalyzeResult;

  beforeAll(async () => {
    simulation = await simulate({
      out: join(folder.path, 'captures'),
      from: '2003-10-01',
      to: '2003-10-12',
      sources: 900,
      split: 'day',
      seed: 7,
      lossRate: 0.01,
      floods: 1,
    });
    reference = await run('reference', simulation.files, 1);
  });
  afterAll(() => {
    folder.remove();
  });

  const run = (name: string, captures: readonly string[], workers: number): Promise<AnalyzeResult> =>
    analyze(captures, { out: join(folder.path, name), honeypots: simulation.honeypotsFile, workers });

  it('leaves every attack source in one root cause, rare, or backscatter', async () => {
    const store = await openStore(join(folder.path, 'reference'));
    try {
      const { rows } = await store.query(`
        SELECT count(*) = (SELECT count(*) FROM attack_sources), count(DISTINCT source_id) = count(*),
          bool_and((status = 'root_cause') = (root_cause_id IS NOT NULL)) FROM memberships`);
      expect(rows).toEqual([[true, true, true]]);
    } finally {
      await store.close();
    }
    expect(reference.manifest.tables['attack_sources']?.rows).toBe(simulation.sources);
  });

  it('counts the packets that the simulation wrote', () => {
    expect(reference.report.header.captures.packets).toBe(simulation.packets);
  });

  it('gives the same rows and ids with two workers', async () => {
    expect(rowDigests(await run('two', simulation.files, 2))).toEqual(rowDigests(reference));
  });

  it('gives the same rows and ids without workers and with the files in another order', async () => {
    const shuffled = [...simulation.files].sort((a, b) => (a.slice(-6) < b.slice(-6) ? 1 : -1)).reverse();
    shuffled.push(...shuffled.splice(0, 5));
    expect(shuffled).not.toEqual(simulation.files);
    expect(rowDigests(await run('shuffled', shuffled, 0))).toEqual(rowDigests(reference));
  });

  it('writes a self-contained page and the report as JSON', () => {
    const html = readFileSync(reference.files.html, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/\b(src|href)="https?:/);
    expect(JSON.parse(readFileSync(reference.files.json, 'utf8'))).toEqual(reference.report);
  });

  it('infers the honeypots when none are named, and says so', async () => {
    const { environment } = await analyzeCaptures(simulation.files, { workers: 0 });
    expect(environment.inferred).toBe(true);
    expect(environment.honeypots.map(({ ips }) => ips)).toEqual(
      reference.manifest.environment.honeypots.map(({ ips }) => ips),
    );
  });

  it('stops when its signal aborts, and writes nothing', async () => {
    const controller = new AbortController();
    const out = join(folder.path, 'cancelled');
    const work = analyze(simulation.files, {
      out,
      workers: 2,
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
    await expect(openStore(out)).rejects.toMatchObject({ code: 'ERR_STORE' });
  });
});

import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  analyze,
  checkStore,
  mineStore,
  openStore,
  reportStore,
  type SimulationSummary,
} from '#honeysift/index.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';

import { contentDigests, ingestInto, simulateDays } from '../../support/feed.js';
import { makeTempFolder } from '../../support/temp-folder.js';

/** Tables that come from the captures and nothing else. */
const factTables = [
  'packets',
  'payloads',
  'source_targets',
  'phrases',
  'fingerprints',
  'captures',
  'anomalies',
  'honeypots',
];
const foundTables = ['clusters', 'itemsets', 'rules', 'root_causes', 'families', 'memberships', 'enrichment'];

describe('ingest of facts only', () => {
  const folder = makeTempFolder();
  const at = (name: string): string => join(folder.path, name);
  let simulation: SimulationSummary;
  let reference: StoreManifest;

  beforeAll(async () => {
    simulation = await simulateDays(folder.path);
    const { files, honeypotsFile: honeypots } = simulation;
    ({ manifest: reference } = await analyze(files, {
      out: at('reference'),
      honeypots,
      packets: true,
      workers: 0,
    }));
  });
  afterAll(() => {
    folder.remove();
  });

  const facts = (store: string, files: readonly string[]) =>
    ingestInto(store, files, { honeypots: simulation.honeypotsFile, packets: true, factsOnly: true });

  it('publishes what the captures say, and finds the rest when it is asked to', async () => {
    const { files } = simulation;
    const [first, ...others] = files;
    expect(await facts(at('store'), [first as string])).toMatchObject({ publication: 1, published: true });
    const all = await facts(at('store'), others);
    expect(all).toMatchObject({ publication: 2, lineage: null });
    const { tables } = all.manifest;
    for (const name of factTables) expect([name, tables[name]]).toEqual([name, reference.tables[name]]);
    for (const name of foundTables) expect([name, tables[name]?.rows]).toEqual([name, 0]);
    expect(tables['attack_sources']?.rows).toBe(reference.tables['attack_sources']?.rows);
    expect((await facts(at('store'), files)).published).toBe(false);
    expect((await checkStore(at('store'))).problems).toEqual([]);

    const found = await ingestInto(at('store'), []);
    expect(found).toMatchObject({ publication: 3, published: true, lineage: null, ingested: [] });
    expect(contentDigests(found.manifest)).toEqual(contentDigests(reference));
    expect((await checkStore(at('store'))).problems).toEqual([]);
  });

  it('leaves the columns that say where a source ended empty, and all others as they will be', async () => {
    await facts(at('columns'), simulation.files);
    const [bare, whole] = await Promise.all([openStore(at('columns')), openStore(at('reference'))]);
    try {
      const ended = 'cluster_id, root_cause_id, family_id';
      const sql = `SELECT * EXCLUDE (${ended}) FROM attack_sources ORDER BY source_id`;
      expect((await bare.query(sql)).rows).toEqual((await whole.query(sql)).rows);
      const given = await bare.query(
        'SELECT count(cluster_id) + count(root_cause_id) + count(family_id) AS given FROM attack_sources',
      );
      expect(given.rows).toEqual([[0]]);
    } finally {
      await Promise.all([bare.close(), whole.close()]);
    }
  });

  it('gives a store that is mined and reported like any other, and says what is missing', async () => {
    await facts(at('reported'), simulation.files);
    const [level] = await mineStore(at('reported'), { minSupport: [0.01], workers: 0 });
    expect(level?.sources).toBeGreaterThan(0);
    const report = await reportStore(at('reported'));
    expect(report.headline).toMatch(/attack sources; what caused them was not looked for yet$/);
    expect(report.reading.map(({ text }) => text).join()).toContain('--facts-only');
  });

  it('does not take away what was found', async () => {
    const [first, second] = simulation.files;
    await ingestInto(at('found'), [first as string], { honeypots: simulation.honeypotsFile });
    await expect(ingestInto(at('found'), [second as string], { factsOnly: true })).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringContaining('--facts-only') as unknown,
    });
    await expect(ingestInto(at('found'), [])).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});

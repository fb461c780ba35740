import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type IngestResult, openStore, prune, runCannedQuery, type Store } from '#honeysift/index.js';

import { ingestInto, simulateDays } from '../../support/feed.js';
import { records } from '../../support/open-stores.js';
import { makeTempFolder } from '../../support/temp-folder.js';

describe('the lineage of a fed store', () => {
  const folder = makeTempFolder();
  const at = (name: string): string => join(folder.path, name);
  const steps: IngestResult[] = [];
  let files: readonly string[];
  let store: Store;

  beforeAll(async () => {
    const simulation = await simulateDays(folder.path, 6);
    ({ files } = simulation);
    const { honeypotsFile: honeypots } = simulation;
    for (const day of [files.slice(0, 2), files.slice(2, 4), files.slice(4)]) {
      steps.push(await ingestInto(at('store'), day, { honeypots }));
    }
    store = await openStore(at('store'));
  });
  afterAll(async () => {
    await store.close();
    folder.remove();
  });

  it('begins with the second publication, and sums up what each one did', async () => {
    expect(steps[0]?.lineage).toBeNull();
    const told = await records(
      store,
      `
      SELECT publication, count(DISTINCT former_id) AS former FROM lineage WHERE level = 'root_cause' GROUP BY 1 ORDER BY 1`,
    );
    expect(told.map(({ publication }) => publication)).toEqual([2, 3]);
    const last = steps[2]?.lineage;
    const before = steps[1]?.manifest.tables['root_causes']?.rows;
    const { same = 0, grown = 0, split = 0, merged = 0, gone = 0 } = last ?? {};
    expect(same + grown + split + merged + gone).toBe(before);
    expect(told[1]?.['former']).toBe(before);
    expect(last?.new).toBeGreaterThan(0);
  });

  it('accounts for every present root cause and every shared source, and agrees with the memberships', async () => {
    const [row] = await records(
      store,
      `
      SELECT (SELECT count(*) FROM root_causes
              ANTI JOIN (FROM lineage WHERE publication = 3 AND level = 'root_cause') AS l ON l.id = root_cause_id) AS missing,
        (SELECT count(*) FROM lineage JOIN root_causes AS r ON r.root_cause_id = id
         WHERE publication = 3 AND level = 'root_cause' AND lineage.sources <> r.sources) AS wrong,
        (SELECT count(*) FROM families ANTI JOIN (FROM lineage WHERE publication = 3 AND level = 'family') AS l
         ON l.id = family_id) AS families`,
    );
    expect(row).toEqual({ missing: 0, wrong: 0, families: 0 });
  });

  it('answers the canned queries', async () => {
    const publications = await runCannedQuery(store, 'publications', {});
    expect(publications.rows.map(([number]) => number)).toEqual([2, 3]);
    const changed = await runCannedQuery(store, 'lineage', {});
    expect(changed.rows.every(([publication, , kind]) => publication === 3 && kind !== 'same')).toBe(true);
    const [grown] = await records(
      store,
      `
      SELECT id FROM lineage WHERE publication = 2 AND kind = 'new' AND level = 'root_cause'
        AND id IN (SELECT former_id FROM lineage WHERE publication = 3 AND kind = 'grown') LIMIT 1`,
    );
    const history = await runCannedQuery(store, 'root-cause-history', { id: String(grown?.['id']) });
    expect(history.rows.map(([publication, , kind]) => [publication, kind])).toEqual([
      [2, 'new'],
      [3, 'grown'],
    ]);
  });

  it('is the same after a repair, and does not take pruned sources for lost', async () => {
    const { manifest } = await ingestInto(at('store'), [], { repair: true });
    expect(manifest.tables['lineage']?.digest).toBe(steps[2]?.manifest.tables['lineage']?.digest);
    const cut = await prune({ store: at('store'), before: '2003-10-31', workers: 0 });
    const { same = 0, gone = 0 } = cut.lineage ?? {};
    expect(same).toBeGreaterThan(0);
    expect(gone).toBeGreaterThan(0);
  });
});

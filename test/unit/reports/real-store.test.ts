import { describe, expect, it } from 'vitest';
import { buildReport } from '#honeysift/reports/build-report.js';
import { renderHtml } from '#honeysift/reports/render-html/render-html.js';
import { reportSourceOf } from '#honeysift/reports/report-source.js';
import { withStore } from '../../support/open-stores.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';

describe('the report of a store on disk', () => {
  it('reads the store through its sandbox and agrees with its tables', async () => {
    await withStore(buildContent(sampleSpec()), async (store) => {
      const report = await buildReport(reportSourceOf(store, 'sample'));
      const count = async (sql: string) => Number((await store.query(sql)).rows[0]?.[0]);
      expect(report.bigPicture.attackSources).toBe(await count('SELECT count(*) FROM attack_sources'));
      expect(report.rootCauses.total).toBe(await count('SELECT count(*) FROM root_causes'));
      expect(report.rare.total).toBe(await count("SELECT count(*) FROM memberships WHERE status = 'rare'"));
      expect(report.header).toMatchObject({ name: 'sample', honeypotsInferred: false });
      expect(report.header.options).toEqual(store.manifest.options);
      expect(report.header.damage.map(({ path }) => path)).toEqual(['april.pcap.gz']);
      expect(report.clusterCounts.map(({ minSupport }) => minSupport)).toEqual([0, 0.01]);
      expect(await renderHtml(report)).toContain(report.headline);
    });
  });
});

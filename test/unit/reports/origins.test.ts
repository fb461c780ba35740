import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from '#honeysift/reports/build-report.js';
import { renderHtml } from '#honeysift/reports/render-html/render-html.js';
import { openReportStore } from '../../support/report-fixtures.js';
import type { ReportStore } from '../../support/report-fixtures.js';

const hostile = '<script>alert(1)</script>';

const tables = `
CREATE TABLE fingerprints(source_id VARCHAR, day DATE, os VARCHAR, os_class VARCHAR, tool VARCHAR, os_match VARCHAR,
  raw_signature VARCHAR);
CREATE TABLE fingerprint_coverage("database" VARCHAR, database_signatures BIGINT);
CREATE TABLE enrichment(source_id VARCHAR, day DATE, country_registry VARCHAR, country_measured VARCHAR, as_number BIGINT,
  as_name VARCHAR, as_number_second BIGINT, as_name_second VARCHAR);
CREATE TABLE enrichment_providers(column_name VARCHAR, provider VARCHAR, data_date DATE, credit VARCHAR, asked BIGINT,
  answered BIGINT);`;

// Six sources; three of them are one flood, which counts as one event.
const rows = `
INSERT INTO attack_sources(source_id, day, ip, ports_sequence, targets, packets, duration_s, backscatter, flood_id, phrase_cut)
  SELECT 's' || n, DATE '2024-02-01', '198.51.100.' || n, '445', 1, 3, 1, false, CASE WHEN n > 3 THEN 'flood-1' END, false
  FROM range(1, 7) t(n);
INSERT INTO fingerprints VALUES
  ('s1', DATE '2024-02-01', 'Windows XP', 'win', NULL, 'exact', '4:128'),
  ('s2', DATE '2024-02-01', NULL, NULL, 'masscan', 'exact', '4:255'),
  ('s3', DATE '2024-02-01', NULL, NULL, NULL, NULL, NULL),
  ('s4', DATE '2024-02-01', 'Windows XP', 'win', NULL, 'fuzzy', '4:120'),
  ('s5', DATE '2024-02-01', NULL, NULL, NULL, NULL, '4:1'), ('s6', DATE '2024-02-01', NULL, NULL, NULL, NULL, '4:1');
INSERT INTO fingerprint_coverage VALUES ('built-in', 91);
INSERT INTO enrichment VALUES
  ('s1', DATE '2024-02-01', 'FR', 'FR', 64500, 'One ${hostile}', 64500, 'One'),
  ('s2', DATE '2024-02-01', 'FR', 'CA', 64500, 'One ${hostile}', 64501, 'Two'),
  ('s3', DATE '2024-02-01', NULL, 'CA', NULL, NULL, NULL, NULL),
  ('s4', DATE '2024-02-01', 'US', 'US', 64502, 'Three', 64502, 'Three'),
  ('s5', DATE '2024-02-01', 'US', 'US', 64502, 'Three', 64502, 'Three');
INSERT INTO enrichment_providers VALUES ('country_registry', 'whois', DATE '2026-06-17', 'NRO', 6, 5),
  ('country_measured', 'measured', NULL, NULL, 6, 6), ('as_number', 'a', NULL, NULL, 6, 4),
  ('as_number_second', 'b', NULL, NULL, 6, 4), ('honeypot_order', 'the captures', NULL, NULL, 6, 6);`;

describe('systems and origins in a report', () => {
  let store: ReportStore;
  beforeAll(async () => {
    store = await openReportStore(tables + rows);
  });
  afterAll(() => {
    store.close();
  });

  it('counts systems and tools of events with a SYN that could be read', async () => {
    const { systems } = await buildReport(store.source);
    expect(systems).toEqual({
      database: 'built-in',
      signatures: 91,
      events: 4,
      read: 3,
      known: 3,
      exact: 2,
      rows: [
        { name: 'Windows XP', kind: 'win', events: 2, share: 2 / 3, exact: 1 },
        { name: 'masscan', kind: 'tool', events: 1, share: 1 / 3, exact: 1 },
      ],
      total: 2,
    });
  });

  it('puts the countries and systems of both providers side by side, with coverage', async () => {
    const { origins } = await buildReport(store.source);
    expect(origins).toMatchObject({ events: 4, bothKnow: 3, disagree: 1, totalCountries: 3 });
    expect(origins?.countries).toEqual([
      { country: 'FR', registry: 2, registryShare: 0.5, measured: 1, measuredShare: 0.25 },
      { country: 'US', registry: 1, registryShare: 0.25, measured: 1, measuredShare: 0.25 },
      { country: null, registry: 1, registryShare: 0.25, measured: 0, measuredShare: 0 },
      { country: 'CA', registry: 0, registryShare: 0, measured: 2, measuredShare: 0.5 },
    ]);
    expect(origins?.autonomousSystems.map(({ number, first, second }) => [number, first, second])).toEqual([
      [64500, 2, 1],
      [null, 1, 1],
      [64502, 1, 1],
      [64501, 0, 1],
    ]);
    expect(origins?.providers.map(({ column, coverage }) => [column, coverage])).toEqual([
      ['as_number', 4 / 6],
      ['as_number_second', 4 / 6],
      ['country_measured', 1],
      ['country_registry', 5 / 6],
    ]);
  });

  it('shows them on the page, with nothing alive in names', async () => {
    const page = await renderHtml(await buildReport(store.source));
    for (const text of [
      'Windows XP',
      'masscan',
      'AS64501',
      'whois',
      '83.3% (5 of 6)',
      'One &lt;script&gt;',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain(hostile);
  });

  it('leaves out what the store does not have', async () => {
    const bare = await openReportStore();
    try {
      const report = await buildReport(bare.source);
      expect([report.systems, report.origins]).toEqual([null, null]);
      const page = await renderHtml(report);
      expect(page).not.toContain('id="systems"');
      expect(page).not.toContain('id="origins"');
    } finally {
      bare.close();
    }
  });
});

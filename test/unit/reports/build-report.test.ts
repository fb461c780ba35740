import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from '#honeysift/reports/build-report.js';
import type { Report } from '#honeysift/reports/report-model.js';
import { openReportStore } from '../../support/report-fixtures.js';
import type { ReportStore } from '../../support/report-fixtures.js';
import { hostile, smallStore } from '../../support/report-fixtures-small.js';

describe('the report of a small store', () => {
  let store: ReportStore;
  let report: Report;

  beforeAll(async () => {
    store = await smallStore();
    report = await buildReport(store.source, { monthlySequences: 2, rootCauses: 10 });
  });
  afterAll(() => {
    store.close();
  });

  it('says it in one sentence', () => {
    expect(report.headline).toBe(
      '3 days, 120 packets, 8 attack sources: 2 clusters, 3 root causes in 2 families; ' +
        'together they explain 80.0% of the attack sources',
    );
  });

  it('adds up captures and keeps the period, damage and anomalies', () => {
    expect(report.header.captures).toEqual({
      captures: 2,
      fileBytes: 7000,
      packets: 120,
      bytes: 7500,
      inbound: 70,
      outbound: 35,
      internal: 1,
      foreign: 9,
      other: 5,
      damaged: 1,
    });
    expect(report.header.period).toEqual({
      firstSeen: '2024-01-31T09:00:00Z',
      lastSeen: '2024-02-02T12:00:00Z',
      firstDay: '2024-01-31',
      lastDay: '2024-02-02',
      days: 3,
      activeDays: 3,
    });
    expect(report.header.anomalies).toEqual([
      { anomaly: 'odd', count: 7, captures: 1 },
      { anomaly: 'truncated_packet', count: 3, captures: 2 },
    ]);
    expect(report.header.damage).toEqual([
      { path: `b${hostile.script}.pcap`, losses: [{ anomaly: 'broken_block', offset: 2900, bytes: null }] },
    ]);
    expect(report.header.storeVersion).toBe('9.9.9');
  });

  it('lists honeypots in environment order and says that they were inferred', () => {
    expect(report.header.honeypotsInferred).toBe(true);
    expect(report.header.honeypots).toEqual([
      {
        name: `a${hostile.script}`,
        ips: ['10.9.0.1'],
        os: 'Linux',
        platform: 'lab',
        country: 'FR',
        sources: 2,
        packets: 4,
      },
      {
        name: 'b',
        ips: ['10.9.0.2', '2001:db8::2'],
        os: null,
        platform: null,
        country: null,
        sources: 6,
        packets: 10,
      },
    ]);
    expect(report.reading.map((hint) => hint.anchor)).toContain('honeypots');
  });

  it('counts a flood as one event', () => {
    expect(report.bigPicture).toMatchObject({ attackSources: 8, events: 6, floods: 1, floodSources: 3 });
    expect(report.rootCauses.rows.map((row) => [row.rootCauseId, row.sources, row.events])).toEqual([
      ['R1', 2, 2],
      ['R2', 1, 1],
      ['R3', 3, 1],
    ]);
  });

  it('gives every figure of the big picture', () => {
    expect(report.bigPicture).toMatchObject({
      backscatter: 1,
      backscatterShare: 1 / 6,
      honeypotPackets: 106,
      inboundPackets: 70,
      distinctPorts: 3,
      distinctSequences: 4,
      singlePortSequences: 2,
      singlePortShare: 3 / 5,
      portSets: 3,
      portSetsOfOneSequence: 2,
      durations: {
        limitSeconds: 30,
        underLimitShare: 5 / 6,
        medianSeconds: 0,
        p99Seconds: 40,
        maxSeconds: 40,
      },
      targets: [
        { targets: 2, sources: 2, share: 2 / 6, requesters: 2 },
        { targets: 1, sources: 4, share: 4 / 6, requesters: 3 },
      ],
      allHoneypots: 2,
      allHoneypotsShare: 2 / 6,
      order: { sources: 2, distinctOrders: 2, commonest: [`a${hostile.script}`, 'b'], commonestShare: 0.5 },
      ips: 5,
      ipsOfOneDay: 4,
      ipsOfOneDayShare: 4 / 5,
      cutPhrases: 1,
    });
  });

  it('makes Table 1 with its others', () => {
    expect(report.sequencesByMonth.months).toEqual([
      {
        month: '2024-01',
        sources: 1,
        rows: [{ portsSequence: '445', sources: 1, share: 1 }],
        others: { sequences: 0, sources: 0, share: 0 },
      },
      {
        month: '2024-02',
        sources: 4,
        rows: [
          { portsSequence: '443,80', sources: 1, share: 0.25 },
          { portsSequence: '445', sources: 1, share: 0.25 },
        ],
        others: { sequences: 2, sources: 2, share: 0.5 },
      },
    ]);
  });

  it('makes Table 2 with both numbers, coverage and remainder', () => {
    expect(report.itemsets).toMatchObject({
      clusters: 2,
      sequences: 4,
      coverage: 3 / 7,
      listedCoverage: 3 / 7,
    });
    expect(report.itemsets.rows.map((row) => row.portsSequence)).toEqual(['80', '445', '443,80', '80,443']);
    expect(report.itemsets.rows[0]).toMatchObject({
      sources: 3,
      frequentExact: false,
      coverage: 0,
      unclustered: 3,
      topClusters: [],
    });
    expect(report.itemsets.rows[1]).toEqual({
      portsSequence: '445',
      sources: 2,
      frequentItemsets: 7,
      frequentExact: true,
      closedItemsets: 3,
      exclusiveClusters: 1,
      coverage: 1,
      unclustered: 0,
      itemsets: [
        { itemset: 'T=2 & N=4', support: 1, count: 2 },
        { itemset: 'N=4', support: 1, count: 2 },
      ],
      topClusters: [{ clusterId: 'C1', itemset: 'T=2 & N=4', support: 1, sources: 2, share: 1 }],
    });
  });

  it('makes Tables 3 and 4', () => {
    expect(report.coherence).toMatchObject({ clusters: 2, coherent: 1, split: 1 });
    expect(report.coherence.rows[1]).toMatchObject({
      clusterId: 'C2',
      meanDistance: 12.5,
      sdPairs: 3.25,
      sdSources: null,
    });
    expect(report.clusterCounts).toEqual([
      {
        minSupport: 0,
        itemsetClusters: 4,
        rootCauses: 5,
        reference: { itemsetClusters: 491, rootCauses: 753 },
      },
      {
        minSupport: 0.01,
        itemsetClusters: 2,
        rootCauses: 3,
        reference: { itemsetClusters: 92, rootCauses: 152 },
      },
      { minSupport: 0.05, itemsetClusters: 2, rootCauses: 2, reference: null },
    ]);
  });

  it('ranks root causes with coverage, activity and template', () => {
    const { rootCauses } = report;
    expect(rootCauses).toMatchObject({ total: 3, explained: 4, events: 5, bucket: 'day' });
    expect(rootCauses.coverage).toEqual([0.4, 0.6, 0.8]);
    expect(rootCauses.periods).toEqual(['2024-01-31', '2024-02-01', '2024-02-02']);
    expect(rootCauses.rows.map((row) => row.activity)).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    const [, second, third] = rootCauses.rows;
    expect(second?.template.map((field) => field.kind)).toEqual(['fixed', 'variable', 'fixed']);
    expect(second?.templateCut).toBeGreaterThan(15_000);
    expect(second?.medoid).toBe(`GET ${hostile.script}||${hostile.bidi}`);
    expect(third?.template).toEqual([{ kind: 'fixed', text: 'plain' }]);
  });

  it('ranks families and lists the rare', () => {
    expect(report.families.total).toBe(2);
    expect(report.families.rows[0]).toMatchObject({
      familyId: 'F1',
      portsSequences: ['445', '80,443'],
      tools: [`tool ${hostile.script}`],
      members: ['R1', 'R2'],
      events: 3,
      share: 3 / 5,
      activity: [1, 2, 0],
    });
    expect(report.rare).toMatchObject({ total: 1, outliers: 1 });
    expect(report.rare.rows[0]).toMatchObject({
      sourceId: '10.0.0.3@2024-02-01',
      packets: 2,
      phraseBytes: 20040,
    });
    expect(report.rare.rows[0]?.excerpt).toHaveLength(300);
  });

  it('counts activity and new root causes over time', () => {
    expect(report.activity.daily.sequences).toEqual(['445', '443,80']);
    expect(report.activity.daily.counts).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 1],
    ]);
    expect(report.activity.monthly.counts).toEqual([
      [1, 1],
      [0, 1],
      [0, 2],
    ]);
    expect(report.activity.newRootCauses).toEqual([
      { month: '2024-01', count: 1, total: 1 },
      { month: '2024-02', count: 2, total: 3 },
    ]);
  });

  it('is plain JSON and the same every time', async () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const again = await buildReport(store.source, { monthlySequences: 2, rootCauses: 10 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
  });
});

describe('stores that lack something', () => {
  it('reports an empty store as empty', async () => {
    const store = await openReportStore();
    const report = await buildReport(store.source);
    expect(report.headline).toBe('0 packets, and not one attack source in them');
    expect(report.bigPicture.backscatterShare).toBeNull();
    expect(report.sequencesByMonth.months).toEqual([]);
    expect(report.rootCauses.coverage).toEqual([]);
    store.close();
  });

  it('names a missing table', async () => {
    const store = await openReportStore('DROP TABLE families;');
    await expect(buildReport(store.source)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: expect.stringContaining('families') as string,
    });
    store.close();
  });

  it('goes without the optional tables and without times per target', async () => {
    const store = await openReportStore(
      'DROP TABLE anomalies; DROP TABLE losses; DROP TABLE support_levels; ALTER TABLE source_targets DROP first_seen;',
    );
    const report = await buildReport(store.source);
    expect(report.bigPicture.order).toBeNull();
    expect(report.clusterCounts).toEqual([]);
    expect(report.header.anomalies).toEqual([]);
    store.close();
  });
});

import { describe, expect, it } from 'vitest';

import { sourceId } from '#honeysift/sources/source-id.js';
import { phraseId } from '#honeysift/storage/phrase-ids.js';

import { records, withStore } from '../../support/open-stores.js';
import { buildContent, captureFacts, ns, sampleSpec, threeHoneypots } from '../../support/store-content.js';

const sample = (): ReturnType<typeof buildContent> => buildContent(sampleSpec());

describe('what is written is what is read', () => {
  it('keeps attack sources with their features and where they ended', async () => {
    await withStore(sample(), async (store) => {
      const rows = await records(
        store,
        "FROM attack_sources WHERE ip IN ('10.0.0.9', '2001:db8::1') ORDER BY day",
      );
      expect(rows).toEqual([
        {
          source_id: '10.0.0.9@2003-03-30',
          day: '2003-03-30',
          ip: '10.0.0.9',
          platform: null,
          ports_sequence: '445',
          targets: 3,
          packets: 9,
          canonical_packets: 9,
          duration_s: 16,
          mean_gap_s: 2,
          first_seen: '2003-03-30T10:00:01.000000Z',
          last_seen: '2003-03-30T10:00:17.000000Z',
          backscatter: false,
          flood_id: null,
          phrase_id: phraseId(Buffer.from('USER a')),
          phrase_cut: false,
          syn_packets: 0,
          data_segments: 1,
          retransmissions: 0,
          sequence_gaps: 0,
          backscatter_flows: 0,
          port_flows: 2,
          source_ports: 1,
          rising_source_ports: 0,
          cluster_id: 'C0000000000000001',
          root_cause_id: 'R0000000000000001',
          family_id: 'F0000000000000001',
          month: '2003-03',
        },
        {
          source_id: '2001:db8::1@2003-04-01',
          day: '2003-04-01',
          ip: '2001:db8::1',
          platform: null,
          ports_sequence: '80,8080',
          targets: 1,
          packets: 4,
          canonical_packets: 3,
          duration_s: 6,
          mean_gap_s: 2,
          first_seen: '2003-04-01T10:00:03.000000Z',
          last_seen: '2003-04-01T10:00:09.000000Z',
          backscatter: false,
          flood_id: null,
          phrase_id: phraseId(Buffer.from('GET /')),
          phrase_cut: false,
          syn_packets: 4,
          data_segments: 5,
          retransmissions: 1,
          sequence_gaps: 0,
          backscatter_flows: 8,
          port_flows: 6,
          source_ports: 5,
          rising_source_ports: 4,
          cluster_id: null,
          root_cause_id: 'R0000000000000003',
          family_id: 'F0000000000000002',
          month: '2003-04',
        },
      ]);
    });
  });

  it('leaves the mean gap out where one packet makes none', async () => {
    await withStore(sample(), async (store) => {
      expect(
        await records(store, "SELECT duration_s, mean_gap_s FROM attack_sources WHERE ip = '10.9.9.9'"),
      ).toEqual([{ duration_s: 0, mean_gap_s: null }]);
    });
  });

  it('keeps n_i per honeypot, so that they add up to N', async () => {
    await withStore(sample(), async (store) => {
      expect(
        (
          await store.query(
            "SELECT honeypot, packets, canonical_packets FROM source_targets WHERE source_id LIKE '2001%'",
          )
        ).rows,
      ).toEqual([['mail', 4, 3]]);
      expect(
        (
          await store.query(`
            SELECT source_id FROM attack_sources JOIN (
              SELECT source_id, day, sum(packets) AS n, sum(canonical_packets) AS c, count(*) AS t
              FROM source_targets GROUP BY ALL
            ) USING (source_id, day) WHERE n = packets AND c = canonical_packets AND t = targets`)
        ).rows.length,
      ).toBe(10);
    });
  });

  it('keeps every attack source once in memberships', async () => {
    await withStore(sample(), async (store) => {
      const { rows } = await store.query(
        'SELECT status, count(*), count(*) FILTER (outlier) FROM memberships GROUP BY status ORDER BY status',
      );
      expect(rows).toEqual([
        ['backscatter', 1, 0],
        ['rare', 1, 0],
        ['root_cause', 8, 1],
      ]);
      expect(
        (await store.query('SELECT count(*) FROM memberships JOIN attack_sources USING (source_id, day)'))
          .rows,
      ).toEqual([[10]]);
    });
  });

  it('gives a flood one name and counts it once among the events', async () => {
    await withStore(sample(), async (store) => {
      expect(
        (await store.query('SELECT DISTINCT flood_id FROM attack_sources WHERE flood_id IS NOT NULL')).rows,
      ).toEqual([['flood-2003-04-03-1']]);
      const [cause] = await records(
        store,
        "SELECT sources, events FROM root_causes WHERE root_cause_id LIKE '%4'",
      );
      expect(cause).toEqual({ sources: 3, events: 2 });
    });
  });

  it('keeps phrases with how many sources sent them', async () => {
    await withStore(sample(), async (store) => {
      expect(
        await records(store, "FROM phrases WHERE phrase IN ('USER b', '', 'y\\<00>') ORDER BY phrase"),
      ).toEqual([
        { phrase_id: phraseId(Buffer.from('')), phrase: '', bytes: 0, sources: 3 },
        { phrase_id: phraseId(Buffer.from('USER b')), phrase: 'USER b', bytes: 6, sources: 2 },
        { phrase_id: phraseId(Buffer.from('y\\<00>')), phrase: 'y\\<00>', bytes: 6, sources: 1 },
      ]);
    });
  });

  it('sums up ports sequences without backscatter', async () => {
    await withStore(sample(), async (store) => {
      expect(
        (
          await store.query(
            'SELECT ports_sequence, sources, ports, clusters, unclustered FROM ports_sequences',
          )
        ).rows,
      ).toEqual([
        ['22', 1, 1, 0, 1],
        ['445', 4, 1, 1, 0],
        ['80', 3, 1, 0, 3],
        ['80,8080', 1, 2, 0, 1],
      ]);
      expect(await records(store, 'FROM itemsets')).toEqual([
        {
          ports_sequence: '445',
          itemset: 'T=3 & N=9',
          length: 2,
          support_count: 4,
          support: 1,
          closed: true,
          maximal: true,
        },
      ]);
    });
  });

  it('keeps clusters and root causes with their coherence', async () => {
    await withStore(sample(), async (store) => {
      const [cluster] = await records(store, 'FROM clusters');
      expect(cluster).toEqual({
        cluster_id: 'C0000000000000001',
        ports_sequence: '445',
        itemset: 'T=3 & N=9',
        support: 0.9,
        sources: 4,
        events: 4,
        packets: 36,
        mean_distance: 1,
        sd_pairs: 0.5,
        sd_sources: 0.25,
        distinct_phrases: 3,
        medoid_phrase_id: phraseId(Buffer.from('USER a')),
        root_causes: 2,
      });
      const [cause] = await records(store, "FROM root_causes WHERE root_cause_id LIKE '%1'");
      expect(cause).toMatchObject({
        family_id: 'F0000000000000001',
        cluster_id: 'C0000000000000001',
        itemset: 'T=3 & N=9',
        sources: 3,
        template: 'USER {a-z:1-3}',
        first_day: '2003-03-30',
        last_day: '2003-04-01',
        tool: null,
      });
      expect(JSON.parse(String(cause?.['template_fields']))).toEqual(
        sampleSpec().rootCauses?.['R0000000000000001']?.template,
      );
      expect(
        await records(store, 'SELECT family_id, ports_sequences, root_causes, sources FROM families LIMIT 1'),
      ).toEqual([{ family_id: 'F0000000000000001', ports_sequences: ['445'], root_causes: 2, sources: 4 }]);
    });
  });

  it('says NULL where coherence was not measured', async () => {
    const content = { ...sample(), clusterCoherence: new Map(), rootCauseCoherence: new Map() };
    await withStore(content, async (store) => {
      expect((await store.query('SELECT mean_distance, medoid_phrase_id FROM clusters')).rows).toEqual([
        [null, null],
      ]);
      expect((await store.query('SELECT count(mean_distance) FROM root_causes')).rows).toEqual([[0]]);
    });
  });

  it('keeps captures, anomalies and losses', async () => {
    await withStore(sample(), async (store) => {
      const [april, march] = await records(store, 'FROM captures ORDER BY path');
      expect(april).toMatchObject({
        path: 'april.pcap.gz',
        format: 'pcap+gz',
        first_seen: null,
        anomalies: 0,
        damaged: true,
      });
      expect(march).toEqual({
        path: 'march.pcap',
        digest: captureFacts('march.pcap').digest,
        content_digest: captureFacts('march.pcap').contentDigest,
        format: 'pcap',
        file_bytes: 1000,
        packets: 10,
        filtered_out: 0,
        bytes: 900,
        inbound: 5,
        outbound: 2,
        internal: 1,
        foreign_packets: 1,
        other: 1,
        mirai_packets: 0,
        masscan_packets: 0,
        zmap_packets: 0,
        first_seen: '2003-03-01T00:00:00.000000Z',
        last_seen: '2003-03-02T00:00:00.000000Z',
        anomalies: 3,
        damaged: false,
      });
      expect((await store.query('SELECT path, anomaly, count FROM anomalies')).rows).toEqual([
        ['march.pcap', 'cut_record', 1],
        ['march.pcap', 'truncated_ipv4_header', 2],
      ]);
      expect((await store.query('SELECT path, anomaly, "offset", bytes FROM losses')).rows).toEqual([
        ['april.pcap.gz', 'cut_record', 512, null],
      ]);
    });
  });

  it('keeps the environment and the support levels', async () => {
    await withStore(sample(), async (store, manifest) => {
      expect((await store.query('FROM honeypots')).rows).toEqual([
        ['web', 1, ['192.0.2.1', '2001:db8::1'], 'Linux', 'p1', 'FR', false],
        ['mail', 2, ['192.0.2.2'], null, null, null, false],
        ['db', 3, ['192.0.2.3'], null, null, null, false],
      ]);
      expect((await store.query('FROM open_ports')).rows).toEqual([
        ['mail', '25', '2003-10-20', '2004-01-12'],
        ['web', '80', null, null],
      ]);
      expect((await store.query('FROM support_levels')).rows).toEqual([
        [0, 5, 4],
        [0.01, 3, 2],
      ]);
      expect(manifest.environment).toEqual(threeHoneypots);
      expect(manifest.options).toEqual({ counts: 'raw', 'min-support': 0.01, 'source-mode': 'day' });
    });
  });

  it('keeps nanoseconds, and microseconds as TIMESTAMP where they suffice', async () => {
    const first = ns('2003-12-31T23:59:59.999Z', 999_999n);
    const content = buildContent({
      sources: [{ ip: '10.0.0.1', first, last: first + 1n, targets: { web: 3 } }],
    });
    await withStore(content, async (store, manifest) => {
      expect(manifest.timeUnit).toBe('ns');
      expect(
        await records(
          store,
          'SELECT first_seen, last_seen, duration_s, day, epoch_ns(first_seen) AS ns FROM attack_sources',
        ),
      ).toEqual([
        {
          first_seen: '2003-12-31T23:59:59.999999999Z',
          last_seen: '2004-01-01T00:00:00.000000000Z',
          duration_s: 1e-9,
          day: '2003-12-31',
          ns: first,
        },
      ]);
    });
  });

  it('is the same store with no attack sources, only empty', async () => {
    await withStore(buildContent({ sources: [] }), async (store, manifest) => {
      for (const { name, columns, monthly } of store.tables) {
        const answer = await store.query(`FROM ${name}`);
        expect(answer.columns.length).toBe(columns.length + (monthly ? 1 : 0));
      }
      expect(manifest.tables['attack_sources']?.rows).toBe(0);
      expect(manifest.tables['attack_sources']?.files.map(({ path }) => path)).toEqual([
        'tables/attack_sources/month=__HIVE_DEFAULT_PARTITION__/part-00000.parquet',
      ]);
      expect((await store.query('SELECT count(*) FROM memberships')).rows).toEqual([[0]]);
    });
  });

  it('puts each month in its own folder, over the turn of a year', async () => {
    const sources = ['2003-12-31T23:59:59Z', '2004-01-01T00:00:00Z', '2004-02-29T12:00:00Z'].map(
      (at, index) => {
        return { ip: `10.0.0.${index + 1}`, first: ns(at) };
      },
    );
    await withStore(buildContent({ sources }), async (store, manifest) => {
      for (const table of ['attack_sources', 'source_targets', 'memberships']) {
        expect(manifest.tables[table]?.files.map(({ path }) => path)).toEqual(
          ['2003-12', '2004-01', '2004-02'].map(
            (month) => `tables/${table}/month=${month}/part-00000.parquet`,
          ),
        );
      }
      expect((await store.query('SELECT month, day FROM attack_sources')).rows).toEqual([
        ['2003-12', '2003-12-31'],
        ['2004-01', '2004-01-01'],
        ['2004-02', '2004-02-29'],
      ]);
    });
  });

  it('keeps one source per platform apart, and its honeypots by their names', async () => {
    const environment = {
      inferred: false,
      honeypots: ['a1', 'b1', 'a2', 'b2'].map((name) => ({ name, ips: [], platform: name.slice(0, 1) })),
    };
    const first = ns('2003-03-01T00:00:00Z');
    const sources = [
      { ip: '10.0.0.1', first, targets: { a1: 1, b1: 2 } },
      { ip: '10.0.0.1', first, targets: { b1: 3 } },
    ];
    const content = buildContent({ environment, sources });
    const byPlatform = { ...content.sources, platform: Uint16Array.of(0, 1), platforms: ['a', 'b'] };
    await withStore({ ...content, sources: byPlatform }, async (store) => {
      expect((await store.query('SELECT source_id, platform FROM attack_sources')).rows).toEqual([
        [sourceId(byPlatform, 0), 'a'],
        [sourceId(byPlatform, 1), 'b'],
      ]);
      expect((await store.query('SELECT source_id, honeypot, packets FROM source_targets')).rows).toEqual([
        ['10.0.0.1@2003-03-01/a', 'a1', 1],
        ['10.0.0.1@2003-03-01/a', 'a2', 2],
        ['10.0.0.1@2003-03-01/b', 'b2', 3],
      ]);
    });
  });
});

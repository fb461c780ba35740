import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze, openStore, type AnalyzeResult } from '#honeysift/index.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { runCannedQuery } from '#honeysift/storage/queries/run-canned-query.js';
import type { Store } from '#honeysift/storage/store.js';
import { verifyStore } from '#honeysift/storage/table-digest.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { askPlainEngine, records } from '../../support/open-stores.js';
import { bytesOf, ethernet, ipv4, pcapFile, tcp } from '../../support/packet-bytes.js';
import { writeWithPackets } from '../../support/packet-stores.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';
import { makeTempFolder, withTempFolder } from '../../support/temp-folder.js';

const honeypots = { honeypots: [{ name: 'web', ip: '192.0.2.1', platform: 'p1' }] };

/** Analyzes captures made by hand, with their packets, and hands over the store. */
async function withAnalyzed<T>(
  captures: Readonly<Record<string, Uint8Array>>,
  use: (store: Store, result: AnalyzeResult) => Promise<T>,
): Promise<T> {
  return withTempFolder(async (folder) => {
    const paths = Object.entries(captures).map(([name, bytes]) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const honeypotsFile = join(folder, 'honeypots.json');
    writeFileSync(honeypotsFile, JSON.stringify(honeypots));
    const out = join(folder, 'store');
    const result = await analyze(paths, { out, honeypots: honeypotsFile, workers: 0, packets: true });
    const store = await openStore(out);
    try {
      return await use(store, result);
    } finally {
      await store.close();
    }
  });
}

const toWeb = (payload = '', flags = 0x02): Uint8Array =>
  ethernet(ipv4(tcp(payload, { flags }), { source: [10, 0, 0, 9], destination: [192, 0, 2, 1] }));

describe('the packets table', () => {
  it('says of every packet what its headers say', async () => {
    await withTempFolder(async (folder) => {
      await writeWithPackets(folder, buildContent(sampleSpec()));
      const store = await openStore(folder);
      const rows = await records(
        store,
        'SELECT * EXCLUDE (capture, payload_id) FROM packets ORDER BY packet',
      );
      const payloads = await records(
        store,
        'SELECT packet, text FROM packets JOIN payloads USING (payload_id) ORDER BY packet',
      );
      await store.close();
      expect(rows[0]).toEqual({
        packet: 1,
        record_offset: 24,
        day: '2001-09-09',
        time: '2001-09-09T01:46:40.000005Z',
        nanoseconds: 0,
        direction: 'inbound',
        source_id: '10.0.0.10@2001-09-09',
        honeypot: 'web',
        src_ip: '10.0.0.10',
        dst_ip: '192.0.2.1',
        protocol: 6,
        src_port: 40000,
        dst_port: 445,
        tcp_flags: 2,
        tcp_seq: 0x11223344,
        tcp_ack: 0x55667788,
        tcp_window: 8192,
        icmp_type: null,
        icmp_code: null,
        ip_id: 0x1234,
        ttl: 64,
        length: 54,
        captured_length: 54,
        payload_length: 0,
        payload_captured: 0,
        fragment: false,
        later_fragment: false,
        reassembled: false,
        mirai_mark: false,
        masscan_mark: false,
        zmap_mark: false,
        month: '2001-09',
      });
      const few = rows.map((row) => [
        row['direction'],
        row['source_id'],
        row['honeypot'],
        row['protocol'],
        row['dst_port'],
        row['tcp_flags'],
        row['icmp_type'],
      ]);
      const source = '10.0.0.10@2001-09-09';
      expect(few).toEqual([
        ['inbound', source, 'web', 6, 445, 2, null],
        ['outbound', null, 'web', 6, 40000, 0x12, null],
        ['inbound', source, 'web', 6, 445, 0x18, null],
        ['inbound', source, 'mail', 17, 1434, null, null],
        ['inbound', source, 'web', 1, null, null, 8],
        ['internal', null, 'web', 6, 445, 0x18, null],
        ['foreign', null, null, 6, 445, 0x18, null],
        ['outbound', null, 'web', 6, 445, 2, null],
        ['other', null, null, null, null, null, null],
      ]);
      expect(rows[7]).toMatchObject({ src_ip: '2001:db8::1', dst_ip: '2001:db8::2', ip_id: null, ttl: 57 });
      expect(rows[8]).toMatchObject({ src_ip: null, dst_ip: null, length: 22, ttl: null });
      expect(payloads).toEqual([
        { packet: 3, text: 'USER root' },
        { packet: 4, text: '<04>\\|x' },
        { packet: 5, text: 'ping' },
        { packet: 6, text: 'USER root' },
        { packet: 7, text: 'not ours' },
      ]);
    });
  });

  it('stores a payload once and counts it, with its bytes', async () => {
    const long = `${'a'.repeat(1020)}\0\0\0\0`;
    await withAnalyzed(
      { 'a.pcap': pcapFile([toWeb(long, 0x18), toWeb('x', 0x18)]), 'b.pcap': pcapFile([toWeb(long, 0x18)]) },
      async (store) => {
        const { rows } = await store.query(
          `SELECT payload_id, length, text, text_cut, packets, encode('${'a'.repeat(1020)}') || '\\x00\\x00\\x00\\x00'::BLOB = payload
           FROM payloads ORDER BY length`,
        );
        // By sha256sum.
        expect(rows[0]?.slice(0, 5)).toEqual(['2d711642b726b04401627ca9fbac32f5', 1, 'x', false, 1]);
        expect(rows[1]?.slice(1)).toEqual([1024, `${'a'.repeat(1020)}<00>`, true, 2, true]);
      },
    );
  });

  it('keeps nanoseconds beside microseconds, and packets without time', async () => {
    const writer = new PcapngWriter();
    const capture = bytesOf(
      writer.section(),
      writer.interface(1, [writer.option(9, Uint8Array.of(9))]),
      writer.enhanced(toWeb(), 1_000_000_000_123_456_789n),
      writer.enhanced(toWeb('late'), 1_000_000_000_123_457_000n),
      writer.simple(toWeb()),
    );
    await withAnalyzed({ 'a.pcapng': capture }, async (store, { manifest }) => {
      expect(manifest.timeUnit).toBe('ns');
      const { rows } = await store.query(
        'SELECT time, nanoseconds, day, source_id FROM packets ORDER BY packet',
      );
      expect(rows).toEqual([
        ['2001-09-09T01:46:40.123456Z', 789, '2001-09-09', '10.0.0.9@2001-09-09'],
        ['2001-09-09T01:46:40.123457Z', 0, '2001-09-09', '10.0.0.9@2001-09-09'],
        [null, null, '1970-01-01', '10.0.0.9@1970-01-01'],
      ]);
      for (const source of ['10.0.0.9@2001-09-09', '10.0.0.9@1970-01-01']) {
        const answer = await runCannedQuery(store, 'packets-of-source', { source });
        expect(answer.rows).toHaveLength(source.endsWith('01-01') ? 1 : 2);
      }
      expect(Object.keys(manifest.tables)).toEqual(expect.arrayContaining(['packets', 'payloads']));
      expect(manifest.tables['packets']?.files.map(({ path }) => path.slice(0, 29))).toEqual([
        'tables/packets/month=1970-01/',
        'tables/packets/month=2001-09/',
      ]);
    });
  });

  it('holds what could be read of damaged captures, and nothing of empty ones', async () => {
    const whole = pcapFile([toWeb(), toWeb('data', 0x18), toWeb('more', 0x18)]);
    await withAnalyzed(
      { 'cut.pcap': whole.subarray(0, -10), 'empty.pcap': pcapFile([]) },
      async (store, result) => {
        expect(result.damaged).toHaveLength(1);
        const { rows } = await store.query('SELECT packet, dst_port FROM packets ORDER BY packet');
        expect(rows).toEqual([
          [1, 445],
          [2, 445],
        ]);
      },
    );
    await withAnalyzed({ 'empty.pcap': pcapFile([]) }, async (store) => {
      expect((await store.query('SELECT count(*), min(month) FROM packets')).rows).toEqual([[0, null]]);
      expect((await store.query('SELECT count(*) FROM payloads')).rows).toEqual([[0]]);
      expect(await verifyStore(store)).toEqual([]);
    });
  });

  it('is missed with advice in stores without it', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, buildContent(sampleSpec()));
      const store = await openStore(folder);
      try {
        expect(store.tables.map(({ name }) => name)).not.toContain('packets');
        for (const ask of [
          () => store.query('SELECT count(*) FROM packets'),
          () => runCannedQuery(store, 'packets-of-day', { day: '2003-03-30' }),
          () => runCannedQuery(store, 'top-payloads'),
        ]) {
          await expect(ask()).rejects.toMatchObject({ code: 'ERR_QUERY' });
          await expect(ask()).rejects.toThrow(/has no table (packets|payloads).*analyze --packets/);
        }
      } finally {
        await store.close();
      }
    });
  });
});

describe('the packets of simulated captures', () => {
  const folder = makeTempFolder();
  let files: readonly string[] = [];
  let honeypotsFile = '';
  let packets = 0;
  beforeAll(async () => {
    const simulation = await simulate({
      out: join(folder.path, 'captures'),
      from: '2003-10-29',
      to: '2003-11-02',
      sources: 120,
      split: 'day',
      seed: 3,
      lossRate: 0.01,
    });
    ({ files, honeypotsFile, packets } = simulation);
  });
  afterAll(() => folder.remove());

  const run = (name: string, options: Partial<Parameters<typeof analyze>[1]> = {}): Promise<AnalyzeResult> =>
    analyze(files, {
      out: join(folder.path, name),
      honeypots: honeypotsFile,
      workers: 0,
      packets: true,
      ...options,
    });
  const asking = async <T>(name: string, use: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(join(folder.path, name));
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };
  const differences = `
    SELECT count(*) FROM source_targets t FULL JOIN (
      SELECT source_id, honeypot, count(*) AS packets FROM packets WHERE direction = 'inbound' GROUP BY ALL
    ) p USING (source_id, honeypot) WHERE t.packets IS DISTINCT FROM p.packets`;

  it('add up to the attack sources and their targets', async () => {
    await run('days');
    await asking('days', async (store) => {
      expect((await store.query(differences)).rows).toEqual([[0]]);
      const { rows } = await store.query(`
        SELECT (SELECT count(*) FROM packets), (SELECT count(DISTINCT source_id) FROM packets),
          (SELECT count(*) FROM attack_sources), bool_and(p.n = c.inbound)
        FROM captures c JOIN (SELECT capture, count(*) AS n FROM packets WHERE direction = 'inbound' GROUP BY ALL) p
          ON p.capture = c.content_digest`);
      const sources = Number(rows[0]?.[2]);
      expect(sources).toBeGreaterThan(100);
      expect(rows).toEqual([[packets, sources, sources, true]]);
    });
  });

  it('add up with one source per platform as well', async () => {
    await run('platforms', { sources: { unit: 'platform' } });
    await asking('platforms', async (store) => {
      expect((await store.query(differences)).rows).toEqual([[0]]);
    });
  });

  it('belong to sources by address and time where these last until a gap', async () => {
    await run('gaps', { sources: { mode: 'gap25h' } });
    await asking('gaps', async (store) => {
      const { rows } = await store.query(`
        SELECT (SELECT count(source_id) FROM packets), count(*) FROM attack_sources s JOIN (
          SELECT s.source_id, count(*) AS packets FROM packets p JOIN attack_sources s
            ON p.src_ip = s.ip AND p.time BETWEEN s.first_seen AND s.last_seen AND p.direction = 'inbound' GROUP BY ALL
        ) p USING (source_id) WHERE s.packets = p.packets`);
      expect(rows).toEqual([[0, store.manifest.tables['attack_sources']?.rows]]);
      const [longest] = await records(
        store,
        'SELECT source_id, packets FROM attack_sources ORDER BY duration_s DESC, source_id LIMIT 1',
      );
      const answer = await runCannedQuery(store, 'packets-of-source', {
        source: String(longest?.['source_id']),
        limit: 1e6,
      });
      expect(answer.rows.filter((row) => row[2] === 'inbound')).toHaveLength(Number(longest?.['packets']));
    });
  });

  it('lead back to their bytes', async () => {
    await asking('days', async (store) => {
      const rows = await records(
        store,
        `SELECT c.path, p.*, t.payload::VARCHAR AS bytes, epoch_us(p.time) AS us FROM packets p
         JOIN captures c ON c.content_digest = p.capture LEFT JOIN payloads t USING (payload_id)`,
      );
      const captures = new Map(files.map((path) => [path, readFileSync(path)]));
      const ip = (at: Buffer): string => [...at.subarray(0, 4)].join('.');
      for (const row of rows) {
        const capture = captures.get(String(row['path'])) ?? Buffer.alloc(0);
        const at = Number(row['record_offset']);
        const captured = capture.readUInt32LE(at + 8);
        const frame = capture.subarray(at + 16, at + 16 + captured);
        const header = frame.subarray(14);
        const transport = header.subarray(4 * ((header[0] ?? 0) & 15));
        expect([
          capture.readUInt32LE(at) * 1e6 + capture.readUInt32LE(at + 4),
          captured,
          capture.readUInt32LE(at + 12),
          ip(header.subarray(12)),
          ip(header.subarray(16)),
          header[9],
          header[8],
          header.readUInt16BE(4),
        ]).toEqual([
          Number(row['us']),
          row['captured_length'],
          row['length'],
          row['src_ip'],
          row['dst_ip'],
          row['protocol'],
          row['ttl'],
          row['ip_id'],
        ]);
        if (row['src_port'] !== null) {
          expect([transport.readUInt16BE(0), transport.readUInt16BE(2)]).toEqual([
            row['src_port'],
            row['dst_port'],
          ]);
        }
        const payload = header.subarray(
          header.readUInt16BE(2) - Number(row['payload_length']),
          header.readUInt16BE(2),
        );
        const text = [...payload].map(blobCharacter).join('');
        expect(row['bytes'] ?? '').toBe(text);
      }
      expect(rows).toHaveLength(packets);
    });
  });

  it('are the same bytes whatever the workers and the order of captures', async () => {
    const one = await run('again', { workers: 2 });
    const reversed = await analyze([...files].reverse(), {
      out: join(folder.path, 'reversed'),
      honeypots: honeypotsFile,
      workers: 1,
      packets: true,
    });
    const { packets: table } = one.manifest.tables;
    expect(table?.files.length).toBeGreaterThan(4);
    await asking('days', async (store) => {
      expect(store.manifest.tables).toEqual(one.manifest.tables);
      expect(reversed.manifest.tables).toEqual(one.manifest.tables);
      for (const { path } of table?.files ?? []) {
        const bytes = readFileSync(join(store.directory, path));
        expect(readFileSync(join(folder.path, 'again', path)).equals(bytes)).toBe(true);
      }
      expect(await verifyStore(store)).toEqual([]);
    });
  });

  it('can be read by months with Hive partitions, and damage to them is found', async () => {
    const glob = join(folder.path, 'reversed', 'tables', 'packets', '*', '*.parquet');
    const months = await askPlainEngine(
      `SELECT month, min(day)::VARCHAR FROM read_parquet('${glob}', hive_partitioning = true) GROUP BY 1 ORDER BY 1`,
    );
    expect(months).toEqual([
      ['2003-10', '2003-10-29'],
      ['2003-11', '2003-11-01'],
    ]);
    await asking('reversed', async (store) => {
      const path = join(store.directory, store.manifest.tables['packets']?.files[0]?.path ?? '');
      const bytes = readFileSync(path);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      expect((await verifyStore(store)).map(({ table }) => table)).toEqual(['packets']);
    });
  });
});

/** As DuckDB writes a byte of a BLOB. */
function blobCharacter(byte: number): string {
  const plain = byte >= 32 && byte < 127 && !'\\\'"'.includes(String.fromCharCode(byte));
  return plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

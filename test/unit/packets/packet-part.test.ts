import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';
import { addressBytes, formatAddress } from '#honeysift/model/address.js';
import { packetFlag, type PacketColumns } from '#honeysift/model/packet-columns.js';
import type { PacketPart } from '#honeysift/model/packet-part.js';
import { PacketPartWriter } from '#honeysift/packets/packet-part-writer.js';
import { readCapture, readCaptureRows, type ReadCaptureOptions } from '#honeysift/packets/read-capture.js';

import { ethernet, ipv4, pcapHeader, pcapRecord, tcp } from '../../support/packet-bytes.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { withTempFolder } from '../../support/temp-folder.js';

const noHoneypots = {
  addresses: new Uint8Array(0),
  honeypotsOf: new Uint16Array(0),
  groupsOf: new Uint16Array(0),
  honeypots: [],
  suffixes: [''],
  hasSourceIds: true,
};

/** A row as the table must have it, from the decoder's columns; what names honeypots is left out. */
function expectedRow(columns: PacketColumns, row: number, packet: number): Record<string, unknown> {
  const flags = columns.flags[row] ?? 0;
  const has = (flag: number): boolean => (flags & flag) === flag;
  const ifHas = <T>(flag: number, value: T): T | null => (has(flag) ? value : null);
  const ports = packetFlag.hasIp | packetFlag.hasPorts;
  const tcp = packetFlag.hasIp | packetFlag.hasTcp;
  const icmp = packetFlag.hasIp | packetFlag.hasIcmp;
  const ns = columns.timestampNs[row] ?? 0n;
  const us = (ns - (((ns % 1000n) + 1000n) % 1000n)) / 1000n;
  return {
    packet,
    record_offset: Number(columns.recordOffset[row]),
    us: has(packetFlag.hasTime) ? String(us) : null,
    nanoseconds: ifHas(packetFlag.hasTime, Number(ns - us * 1000n)),
    direction: has(packetFlag.hasIp) ? 'foreign' : 'other',
    source_id: null,
    honeypot: null,
    src_ip: ifHas(packetFlag.hasIp, formatAddress(columns.srcAddress, row * addressBytes)),
    dst_ip: ifHas(packetFlag.hasIp, formatAddress(columns.dstAddress, row * addressBytes)),
    protocol: ifHas(packetFlag.hasIp, columns.ipProtocol[row]),
    src_port: ifHas(ports, columns.srcPort[row]),
    dst_port: ifHas(ports, columns.dstPort[row]),
    tcp_flags: ifHas(tcp, columns.tcpFlags[row]),
    tcp_seq: ifHas(tcp, columns.tcpSeq[row]),
    tcp_ack: ifHas(tcp, columns.tcpAck[row]),
    tcp_window: ifHas(tcp, columns.tcpWindow[row]),
    icmp_type: ifHas(icmp, columns.icmpType[row]),
    icmp_code: ifHas(icmp, columns.icmpCode[row]),
    ip_id:
      has(packetFlag.ipv6) && !has(packetFlag.fragment) ? null : ifHas(packetFlag.hasIp, columns.ipId[row]),
    ttl: ifHas(packetFlag.hasIp, columns.ttl[row]),
    length: columns.originalLength[row],
    captured_length: columns.capturedLength[row],
    payload_length: columns.payloadLength[row],
    payload_captured: columns.payloadCaptured[row],
    fragment: has(packetFlag.fragment),
    later_fragment: has(packetFlag.laterFragment),
    reassembled: has(packetFlag.payloadInScratch),
    mirai_mark: has(packetFlag.miraiMark),
    masscan_mark: has(packetFlag.masscanMark),
    zmap_mark: has(packetFlag.zmapMark),
  };
}

interface Written {
  readonly part: PacketPart;
  readonly expected: readonly Record<string, unknown>[];
  /** Payloads as hex, with the packets that carry them. */
  readonly payloads: ReadonlyMap<string, number>;
}

async function writePart(path: string, folder: string, options: ReadCaptureOptions = {}): Promise<Written> {
  const writer = new PacketPartWriter(folder, noHoneypots);
  const expected: Record<string, unknown>[] = [];
  const payloads = new Map<string, number>();
  try {
    await readCapture(path, ({ columns, bytes, scratch }) => {
      for (let row = 0; row < columns.rows; row += 1) {
        expected.push(expectedRow(columns, row, expected.length + 1));
        const flags = columns.flags[row] ?? 0;
        const length = columns.payloadCaptured[row] ?? 0;
        if (length === 0 || (flags & packetFlag.hasIp) === 0) continue;
        const at = columns.payloadOffset[row] ?? 0;
        const within = (flags & packetFlag.payloadInScratch) !== 0 ? scratch : bytes;
        const hex = Buffer.from(within.subarray(at, at + length)).toString('hex');
        payloads.set(hex, (payloads.get(hex) ?? 0) + 1);
      }
    });
    const { contentDigest } = await readCaptureRows(path, (batch) => writer.add(batch), options);
    return { part: writer.finish(contentDigest), expected, payloads };
  } finally {
    writer.release();
  }
}

class Engine {
  readonly #instance: DuckDBInstance;
  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }
  static async open(): Promise<Engine> {
    return new Engine(await DuckDBInstance.create(':memory:'));
  }
  async rows(sql: string): Promise<Record<string, Json>[]> {
    const connection = await this.#instance.connect();
    const answer = await connection.runAndReadAll(sql);
    connection.closeSync();
    return answer.getRowObjectsJson();
  }
  close(): void {
    this.#instance.closeSync();
  }
}

async function expectReadBack(engine: Engine, folder: string, written: Written): Promise<void> {
  const { part, expected, payloads } = written;
  const files = part.files.map(({ path }) => `'${join(folder, path)}'`).join(', ');
  const bigints = ['packet', 'record_offset', 'tcp_seq', 'tcp_ack', 'length', 'captured_length'];
  const numbers = [...bigints, 'payload_length', 'payload_captured'].map(
    (name) => `${name}::DOUBLE AS ${name}`,
  );
  const rows =
    files === ''
      ? []
      : await engine.rows(
          `SELECT * EXCLUDE (capture, day, time, payload_id) REPLACE (${numbers.join(', ')}), epoch_us(time)::VARCHAR AS us
           FROM read_parquet([${files}], hive_partitioning = false) ORDER BY packet`,
        );
  expect(rows).toEqual(expected);
  if (files === '') return;
  expect(
    await engine.rows(`SELECT DISTINCT capture FROM read_parquet([${files}], hive_partitioning = false)`),
  ).toEqual([{ capture: part.digest }]);
  const stored =
    part.payloads === null
      ? []
      : await engine.rows(
          `SELECT lower(hex(payload)) AS hex, sum(packets)::DOUBLE AS packets, any_value(payload_id) = any_value(sha256(payload)[:32]) AS known
           FROM read_parquet('${join(folder, part.payloads)}') GROUP BY payload`,
        );
  expect(new Map(stored.map(({ hex, packets }) => [hex, packets]))).toEqual(payloads);
  expect(stored.every(({ known }) => known === true)).toBe(true);
}

const list = 'captures/conformance/expected.tsv';
const captures = hasShared(list)
  ? readFileSync(sharedPath(list), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0] ?? '')
  : [];

describe.skipIf(captures.length === 0)('parts of conformance captures (skipped without ../shared)', () => {
  it('read back by DuckDB have what the decoder found, row by row', { timeout: 600_000 }, async () => {
    const engine = await Engine.open();
    let packets = 0;
    for (const capture of captures) {
      await withTempFolder(async (folder) => {
        try {
          const written = await writePart(sharedPath(`captures/conformance/${capture}`), folder);
          await expectReadBack(engine, folder, written);
          packets += written.expected.length;
        } catch (error) {
          if (!(error instanceof HoneysiftError) || error.code !== 'ERR_CAPTURE') throw error;
        }
      });
    }
    engine.close();
    expect(packets).toBeGreaterThan(10_000);
  });

  it('are the same bytes whatever the chunks and batches', async () => {
    const capture = sharedPath('captures/conformance/tcpdump/tests/dns_tcp.pcap');
    await withTempFolder(async (one) => {
      const whole = await writePart(capture, one);
      for (const options of [{ batchRows: 1 }, { batchRows: 7, chunkBytes: 100 }, { chunkBytes: 4096 }]) {
        await withTempFolder(async (other) => {
          expect((await writePart(capture, other, options)).part).toEqual(whole.part);
        });
      }
    });
  });
});

describe('a part of more than one block', () => {
  /** Two months in turn: rows of each must stay in order over the blocks. */
  const rows = 600_000;
  const frame = ethernet(ipv4(tcp('0123456789abcdef'.repeat(4)), { source: [10, 0, 0, 0] }));

  function capture(): Uint8Array {
    const record = pcapRecord({ bytes: frame });
    const bytes = new Uint8Array(24 + rows * record.length);
    bytes.set(pcapHeader({ magic: 0xa1b23c4d }));
    const view = new DataView(bytes.buffer);
    for (let packet = 0; packet < rows; packet += 1) {
      const at = 24 + packet * record.length;
      bytes.set(record, at);
      view.setUint32(at, packet % 3 === 0 ? 1_738_368_001 : 1_738_367_999, true);
      view.setUint32(at + 4, packet, true);
      const ip = at + 16 + 14;
      view.setUint16(ip + 2, 40 + 1 + (packet % 64)); // the rest is padding
      bytes[ip + 15] = packet % 251;
      view.setUint16(ip + 20, packet % 65_536);
      view.setUint32(ip + 24, Math.imul(packet, 0x9e3779b1) >>> 0);
    }
    return bytes;
  }

  it.each([8192, 1000])('has every row once, in batches of %i', { timeout: 60_000 }, async (batchRows) => {
    await withTempFolder(async (folder) => {
      await writeFile(join(folder, 'all.pcap'), capture());
      const writer = new PacketPartWriter(folder, noHoneypots);
      await readCaptureRows(join(folder, 'all.pcap'), (batch) => writer.add(batch), { batchRows });
      const part = writer.finish('d'.repeat(64));
      writer.release();
      expect(part.files.map(({ path, rows: count }) => [path, count])).toEqual([
        [`tables/packets/month=2025-01/${'d'.repeat(64)}.parquet`, 400_000],
        [`tables/packets/month=2025-02/${'d'.repeat(64)}.parquet`, 200_000],
      ]);
      const engine = await Engine.open();
      const glob = `${folder}/tables/packets/*/*.parquet`;
      expect(
        await engine.rows(`
          SELECT count(*)::INTEGER AS rows, count(DISTINCT packet)::INTEGER AS packets,
            bool_and(tcp_seq = ((packet - 1) * 2654435761) % 4294967296) AS seq, bool_and(src_port = (packet - 1) % 65536) AS port,
            bool_and(nanoseconds = (packet - 1) % 1000) AS ns, bool_and((day >= DATE '2025-02-01') = ((packet - 1) % 3 = 0)) AS day,
            bool_and(src_ip = format('10.0.0.{}', (packet - 1) % 251)) AS ip,
            bool_and(filename LIKE strftime(day, '%%month=%Y-%m%%')) AS month
          FROM read_parquet('${glob}', hive_partitioning = false, filename = true)`),
      ).toEqual([{ rows, packets: rows, seq: true, port: true, ns: true, day: true, ip: true, month: true }]);
      const groupsWithout = (ip: string): Promise<Record<string, Json>[]> =>
        engine.rows(`
          SELECT count(*)::INTEGER AS groups, (count(*) FILTER (bloom_filter_excludes))::INTEGER AS without
          FROM parquet_bloom_probe('${glob}', 'src_ip', '${ip}')`);
      expect(await groupsWithout('10.0.0.9')).toEqual([{ groups: 23, without: 0 }]);
      expect(await groupsWithout('203.0.113.77')).toEqual([{ groups: 23, without: 23 }]);
      const payloads = await engine.rows(`
        SELECT sum(packets)::DOUBLE AS packets, count(DISTINCT payload_id)::DOUBLE AS payloads,
          bool_and(octet_length(payload) = length) AS lengths FROM read_parquet('${join(folder, part.payloads ?? '')}')`);
      expect(payloads).toEqual([{ packets: rows, payloads: 64, lengths: true }]);
      engine.close();
    });
  });
});

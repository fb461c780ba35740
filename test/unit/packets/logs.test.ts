import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { type CaptureSummary, readCapture } from '#honeysift/packets/read-capture.js';

import { runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

interface Packet {
  readonly timeNs: bigint;
  readonly ports: string;
  readonly payload: string;
}

let files = 0;
async function read(
  content: string | Buffer,
  chunkBytes?: number,
): Promise<{ summary: CaptureSummary; packets: Packet[] }> {
  const path = join(folder.path, `log-${++files}`);
  writeFileSync(path, content);
  const packets: Packet[] = [];
  const summary = await readCapture(
    path,
    ({ columns, bytes }) => {
      for (let row = 0; row < columns.rows; row++) {
        const at = columns.payloadOffset[row] ?? 0;
        packets.push({
          timeNs: columns.timestampNs[row] ?? 0n,
          ports: `${columns.srcPort[row]}>${columns.dstPort[row]}`,
          payload: Buffer.from(bytes.subarray(at, at + (columns.payloadLength[row] ?? 0))).toString('latin1'),
        });
      }
    },
    chunkBytes === undefined ? {} : { chunkBytes },
  );
  return { summary, packets };
}

const lines = (...objects: readonly (object | string)[]): string =>
  objects.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');

const at = '2024-01-01T10:00:00';
const base = BigInt(Date.parse(`${at}Z`)) * 1_000_000n;
const connect = {
  eventid: 'cowrie.session.connect',
  src_ip: '198.51.100.7',
  src_port: 40000,
  dst_ip: '192.0.2.1',
  dst_port: 22,
  session: 's1',
  protocol: 'ssh',
  timestamp: `${at}.123456Z`,
};
const cowrie = [
  connect,
  { eventid: 'cowrie.client.version', session: 's1', version: 'SSH-2.0-Go', timestamp: `${at}.2Z` },
  { eventid: 'cowrie.client.kex', session: 's1', timestamp: `${at}.2Z` },
  { eventid: 'cowrie.login.failed', session: 's1', username: 'root', password: 'pä', timestamp: `${at}.3Z` },
  { eventid: 'cowrie.command.input', session: 's1', input: 'uname -a', timestamp: `${at}.4Z` },
  { eventid: 'cowrie.session.closed', session: 's1', timestamp: `${at}.5Z` },
];

describe('cowrie', () => {
  it('gives a SYN for a connection and a segment for what the client sent', async () => {
    const { summary, packets } = await read(lines(...cowrie));
    expect(summary.format).toBe('cowrie-json');
    expect(packets).toEqual([
      { timeNs: base + 123_456_000n, ports: '40000>22', payload: '' },
      { timeNs: base + 200_000_000n, ports: '40000>22', payload: 'SSH-2.0-Go\n' },
      {
        timeNs: base + 300_000_000n,
        ports: '40000>22',
        payload: Buffer.from('login root pä\n').toString('latin1'),
      },
      { timeNs: base + 400_000_000n, ports: '40000>22', payload: 'uname -a\n' },
    ]);
    expect(summary.anomalies).toEqual({
      'log_event_unused_cowrie.client.kex': 1,
      'log_event_unused_cowrie.session.closed': 1,
    });
    expect(summary.losses).toEqual([]);
    expect(summary.scannerMarks).toEqual({ mirai: 0, masscan: 0, zmap: 0 });
  });

  it('counts broken lines with their place and goes on', async () => {
    const good = lines(connect);
    const late = { ...cowrie[4], session: 'other' };
    const { summary, packets } = await read(
      `${good}{"eventid": "cow\n${lines({ ...connect, src_ip: 'x' }, late)}`,
    );
    expect(packets.length).toBe(1);
    expect(summary.anomalies).toEqual({
      log_broken_line: 2,
      log_event_unused_event_of_unknown_session: 1,
    });
    expect(summary.losses[0]).toEqual({ anomaly: 'log_broken_line', offset: good.length, bytes: 16 });
  });

  it('is read compressed too, and known by its content', async () => {
    const plain = await read(lines(...cowrie));
    const packed = await read(gzipSync(lines(...cowrie)));
    expect(packed.summary.format).toBe('cowrie-json+gz');
    expect(packed.packets).toEqual(plain.packets);
    expect(packed.summary.contentDigest).toBe(plain.summary.contentDigest);
  });
});

describe('dionaea and honeytrap', () => {
  it('dionaea: nested and flat, credentials as data', async () => {
    const connection = { protocol: 'ftpd', transport: 'tcp', type: 'accept' };
    const flat = {
      src_ip: '198.51.100.7',
      src_port: 1,
      dst_ip: '192.0.2.1',
      dst_port: 21,
      timestamp: `${at}.5`,
    };
    const { summary, packets } = await read(
      lines(
        { connection, ...flat, credentials: [{ username: 'u', password: 'p' }] },
        {
          connection,
          ...flat,
          src_ip: '::ffff:198.51.100.8',
          credentials: { username: ['v'], password: ['q'] },
        },
        {
          connection: {
            ...connection,
            remote: { address: '2001:db8::7', port: 3 },
            local: { address: '2001:db8::1', port: 21 },
          },
          timestamp: `${at}+02:00`,
        },
        { connection: { ...connection, transport: 'udp' }, ...flat },
        { connection: { ...connection, type: 'listen' }, ...flat },
      ),
    );
    expect(summary.format).toBe('dionaea-json');
    expect(packets.map(({ payload }) => payload)).toEqual(['', 'login u p\n', '', 'login v q\n', '', '']);
    expect(packets[0]?.timeNs).toBe(base + 500_000_000n);
    expect(packets[4]?.timeNs).toBe(base - 7_200_000_000_000n);
    expect(summary.anomalies).toEqual({ 'log_event_unused_connection.listen': 1 });
  });

  it('honeytrap: the payload, cut into segments whose sequence numbers go on', async () => {
    const payload = Buffer.alloc(4000, 'abc');
    const attack = {
      protocol: 'tcp',
      remote_ip: '198.51.100.7',
      remote_port: 5,
      local_ip: '192.0.2.1',
      local_port: 445,
      payload: { length: 4000, data_hex: payload.toString('hex') },
    };
    const { summary, packets } = await read(
      lines(
        { start_time: `${at}Z`, attack_connection: attack },
        { start_time: `${at}Z`, attack_connection: { ...attack, payload: { data_hex: 'abc' } } },
      ),
    );
    expect(summary.format).toBe('honeytrap-json');
    expect(packets.length).toBe(4);
    expect(packets.map((one) => one.payload).join('')).toBe(payload.toString());
    expect(summary.anomalies).toEqual({ log_broken_line: 1 });
  });
});

const zeekRows = [
  {
    ts: 1704103200.25,
    'id.orig_h': '198.51.100.7',
    'id.orig_p': 4,
    'id.resp_h': '192.0.2.1',
    'id.resp_p': 80,
    proto: 'tcp',
    duration: 2,
    orig_pkts: 5,
    history: 'ShAdDa',
  },
  {
    ts: 1704103201,
    'id.orig_h': '198.51.100.8',
    'id.orig_p': 5,
    'id.resp_h': '192.0.2.1',
    'id.resp_p': 53,
    proto: 'udp',
    orig_pkts: 3,
  },
  {
    ts: 1704103202,
    'id.orig_h': '198.51.100.9',
    'id.orig_p': 8,
    'id.resp_h': '192.0.2.1',
    'id.resp_p': 0,
    proto: 'icmp',
    orig_pkts: 2,
  },
  {
    ts: 1704103203,
    'id.orig_h': '198.51.100.9',
    'id.orig_p': 8,
    'id.resp_h': '192.0.2.1',
    'id.resp_p': 9,
    proto: 'tcp',
    orig_pkts: 0,
  },
];
const zeekNames = [...new Set(zeekRows.flatMap((row) => Object.keys(row)))];
const zeekTsv = lines(
  '#separator \\x09',
  '#set_separator\t,',
  '#path\tconn',
  `#fields\t${zeekNames.join('\t')}`,
  ...zeekRows.map((row) =>
    zeekNames.map((name) => String((row as Record<string, string | number>)[name] ?? '-')).join('\t'),
  ),
  '#close\t2024-01-01-10-00-00',
);

describe('Zeek', () => {
  it('gives as many packets as it counted, over the time it says', async () => {
    const tsv = await read(zeekTsv);
    const json = await read(lines(...zeekRows));
    expect([tsv.summary.format, json.summary.format]).toEqual(['zeek-conn', 'zeek-conn-json']);
    expect(tsv.packets).toEqual(json.packets);
    expect(tsv.packets.length).toBe(10);
    expect(tsv.packets.slice(0, 5).map(({ timeNs }) => Number(timeNs - base) / 1e9)).toEqual([
      0.25, 0.75, 1.25, 1.75, 2.25,
    ]);
    expect(tsv.summary.anomalies).toEqual({ log_event_unused_connection_without_originator_packets: 1 });
  });

  it('its counts are those of the attack sources, and nothing is a retransmission', () => {
    const log = join(folder.path, 'conn.log');
    const honeypots = join(folder.path, 'honeypots.json');
    const store = join(folder.path, 'store');
    writeFileSync(log, zeekTsv);
    writeFileSync(honeypots, JSON.stringify({ honeypots: [{ name: 'h', ips: ['192.0.2.1'] }] }));
    const analyzed = runCli(['analyze', log, '--honeypots', honeypots, '--out', store]);
    expect(analyzed.stderr + analyzed.stdout).toMatch(/./);
    expect(analyzed.status).toBe(0);
    const sql =
      'SELECT ip, packets, canonical_packets, retransmissions, ports_sequence FROM attack_sources ORDER BY ip';
    const rows = runCli(['query', sql, '--store', store, '--format', 'csv'])
      .stdout.split('\r\n')
      .slice(1, -1);
    // Datagrams of which nothing is known are alike, and canonical counts take alike ones of a flow for one.
    expect(rows).toEqual(['198.51.100.7,5,5,0,80', '198.51.100.8,3,1,0,53U', '198.51.100.9,2,1,0,I']);
    const again = join(folder.path, 'again.json');
    const later = cowrie.map((one) => ({ ...one, timestamp: one.timestamp.replace('T10', 'T11') }));
    const dialogue = lines(...cowrie, ...later);
    writeFileSync(again, dialogue);
    expect(runCli(['analyze', again, '--honeypots', honeypots, '--out', `${store}2`]).status).toBe(0);
    const twice = runCli(['query', sql, '--store', `${store}2`, '--format', 'csv']).stdout.split('\r\n');
    expect(twice[1]).toBe('198.51.100.7,8,8,0,22');
    const damaged = join(folder.path, 'damaged.log');
    writeFileSync(damaged, `${zeekTsv}broken\n`);
    expect(runCli(['info', damaged]).status).toBe(3);
  }, 60_000);
});

describe('any text', () => {
  it('never ends the reading; packets, unused events and broken lines add up; chunks do not matter', async () => {
    const part = fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...cowrie.map((one) => JSON.stringify(one))) },
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')),
      fc.json({ maxDepth: 2 }),
      fc
        .record({ eventid: fc.constantFrom('cowrie.session.connect', 'x'), src_ip: fc.json() })
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 300 }), async (rest, chunkBytes) => {
        const text = [JSON.stringify(connect), ...rest].join('\n');
        const [whole, cut] = [await read(text), await read(text, chunkBytes)];
        expect(cut.packets).toEqual(whole.packets);
        expect(cut.summary.anomalies).toEqual(whole.summary.anomalies);
        const told = Object.values(whole.summary.anomalies).reduce((sum, count) => sum + count, 0);
        expect(whole.packets.length + told).toBe(text.split('\n').filter((one) => one !== '').length);
      }),
      { numRuns: 60 },
    );
  });
});

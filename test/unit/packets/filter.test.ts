import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { inspectCaptures } from '#honeysift/operations/inspect-captures.js';
import { checkPacketFilter, hasLibpcap } from '#honeysift/native/packet-filter.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { compressWith } from '../../support/compressed.js';
import { bytesOf, ethernet, icmp, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/packet-bytes.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const run = promisify(execFile);

interface Passed {
  /** Captured and original length of every packet, in order. */
  readonly lengths: string[];
  readonly filteredOut: number;
}

async function filtered(path: string, filter: string): Promise<Passed> {
  const lengths: string[] = [];
  const { packets, filteredOut } = await readCapture(
    path,
    ({ columns }) => {
      for (let row = 0; row < columns.rows; row += 1)
        lengths.push(`${columns.capturedLength[row]}/${columns.originalLength[row]}`);
    },
    { filter },
  );
  expect(packets).toBe(lengths.length);
  return { lengths, filteredOut };
}

/** What tcpdump keeps, or null when it cannot read the file or apply the filter. */
async function tcpdumpKeeps(path: string, filter: string, into: string): Promise<string[] | null> {
  const done = await run('tcpdump', ['-r', path, '-w', into, filter]).catch(() => null);
  // Bad records make libpcap stop early; it says so, but ends with 0.
  if (done === null || /truncated|bogus|corrupt|invalid|error/i.test(done.stderr)) return null;
  const kept: string[] = [];
  const capture = readFileSync(into);
  for (let at = 24; at < capture.length; at += 16 + capture.readUInt32LE(at + 8)) {
    kept.push(`${capture.readUInt32LE(at + 8)}/${capture.readUInt32LE(at + 12)}`);
  }
  return kept;
}

const expressions = [
  'tcp',
  'udp port 53',
  'ip6',
  'icmp or icmp6',
  'tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn',
  'not port 80',
  'src net 10.0.0.0/8',
  'less 100',
  'ip[2:2] > 100',
  'vlan',
  'ether broadcast',
  'ip broadcast',
  'portrange 1-1023 and not icmp',
  'ip proto 47',
  'ip6 protochain 6',
  'len > 200 and len % 2 = 1',
  '',
];

const rows = hasShared('captures/conformance/expected.tsv')
  ? readFileSync(sharedPath('captures/conformance/expected.tsv'), 'utf8').trimEnd().split('\n').slice(1)
  : [];
const paths = rows.map((row) => row.split('\t')[0] ?? '');
const withTcpdump = requireTool('tcpdump') && hasLibpcap();

describe.skipIf(paths.length === 0 || !withTcpdump)('filters (skipped without ../shared or tcpdump)', () => {
  it('keep what tcpdump keeps, of captures of all kinds', async () => {
    await withTempFolder(async (folder) => {
      let compared = 0;
      let kept = 0;
      for (const [at, name] of paths.entries()) {
        if (at % 3 !== 0) continue;
        const path = sharedPath(`captures/conformance/${name}`);
        const filter = expressions[at % expressions.length] ?? '';
        const expected = await tcpdumpKeeps(path, filter, join(folder, 'kept.pcap'));
        if (expected === null) continue;
        const { lengths } = await filtered(path, filter);
        expect(lengths, `${name}: ${filter}`).toEqual(expected);
        compared += 1;
        kept += expected.length;
      }
      expect(compared).toBeGreaterThan(150);
      expect(kept).toBeGreaterThan(1000);
    });
  }, 120_000);
});

const uqo = 'captures/uqo/uqo-2025-02.pcap.gz';
describe.skipIf(!hasShared(uqo) || !withTcpdump)('filters on UQO (skipped without ../shared)', () => {
  it.each(['tcp port 80', 'tcp[tcpflags] = tcp-rst', 'host 1.1.1.1 or portrange 1-100', 'less 60'])(
    '%s',
    async (filter) => {
      await withTempFolder(async (folder) => {
        const plain = join(folder, 'plain.pcap');
        writeFileSync(plain, spawnSync('gzip', ['-dc', sharedPath(uqo)], { maxBuffer: 1 << 28 }).stdout);
        const expected = await tcpdumpKeeps(plain, filter, join(folder, 'kept.pcap'));
        const { lengths, filteredOut } = await filtered(sharedPath(uqo), filter);
        expect(lengths).toEqual(expected);
        expect(lengths.length + filteredOut).toBe(433806);
      });
    },
  );
});

describe.skipIf(!hasLibpcap())('filters (skipped without libpcap)', () => {
  const packets = [
    ethernet(ipv4(tcp('web', { destinationPort: 80 }))),
    ethernet(ipv4(udp('worm'), { protocol: 17 })),
    ethernet(ipv4(icmp(8, 0), { protocol: 1 })),
    ethernet(ipv4(tcp('web as well', { destinationPort: 80 }))),
    ethernet(ipv4(Uint8Array.of(1, 2, 3))),
  ];
  const capture = Buffer.from(pcapFile(packets));

  it('leave packets out before they are decoded, and say how many', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'capture.pcap');
      writeFileSync(path, capture);
      const offsets: number[] = [];
      const web = await readCapture(
        path,
        ({ columns }) => offsets.push(...Array.from(columns.recordOffset.subarray(0, columns.rows), Number)),
        { filter: 'dst port 80', batchRows: 1 },
      );
      expect(web).toMatchObject({ packets: 2, filteredOut: 3, anomalies: {}, losses: [] });
      expect(web.bytes).toBe((packets[0]?.length ?? 0) + (packets[3]?.length ?? 0));
      const third = 24 + packets.slice(0, 3).reduce((sum, { length }) => sum + 16 + length, 0);
      expect(offsets).toEqual([24, third]);
      const all = await readCapture(path, () => undefined);
      expect(all).toMatchObject({ packets: 5, filteredOut: 0, anomalies: { truncated_tcp_header: 1 } });
    });
  });

  it('work on compressed captures', async () => {
    await withTempFolder(async (folder) => {
      const forms: [string, Uint8Array][] = [['gz', gzipSync(capture)]];
      for (const [program, name] of [
        ['zstd', 'zst'],
        ['xz', 'xz'],
      ] as const) {
        if (requireTool(program)) forms.push([name, compressWith(program, capture)]);
      }
      for (const [name, stored] of forms) {
        const path = join(folder, `capture.${name}`);
        writeFileSync(path, stored);
        expect(await filtered(path, 'udp'), name).toMatchObject({ filteredOut: 4 });
      }
    });
  });

  it('are compiled anew for every link type of a pcapng file', async () => {
    const writer = new PcapngWriter();
    const ip = ipv4(tcp('web', { destinationPort: 80 }));
    const other = ipv4(udp('worm'), { protocol: 17 });
    const file = bytesOf(
      writer.section(),
      writer.interface(1),
      writer.interface(101),
      writer.enhanced(ethernet(ip), 1n, 0),
      writer.enhanced(ip, 2n, 1),
      writer.enhanced(other, 3n, 1),
      writer.enhanced(ethernet(other), 4n, 0),
      writer.enhanced(ethernet(ip), 5n, 7),
    );
    await withTempFolder(async (folder) => {
      const path = join(folder, 'mixed.pcapng');
      writeFileSync(path, file);
      const web = await filtered(path, 'tcp port 80');
      expect(web.lengths).toEqual([ethernet(ip), ip].map(({ length }) => `${length}/${length}`));
      expect(web.filteredOut).toBe(3);
      // Means nothing for raw IP.
      await expect(filtered(path, 'ether src 00:00:00:00:00:01')).rejects.toMatchObject({
        code: 'ERR_FILTER',
        message: expect.stringMatching(/mixed\.pcapng: .* link type 101: /) as unknown,
      });
    });
  });

  it.each([true, false])('know the byte order of null frames (big endian: %s)', async (bigEndian) => {
    const family = Uint8Array.from(bigEndian ? [0, 0, 0, 2] : [2, 0, 0, 0]);
    const frames = [
      bytesOf(family, ipv4(udp('worm'), { protocol: 17 })),
      bytesOf(
        family.map((byte) => byte * 15),
        ipv6(udp('worm'), 17),
      ),
    ];
    await withTempFolder(async (folder) => {
      const path = join(folder, 'null.pcap');
      writeFileSync(path, pcapFile(frames, { linkType: 0, bigEndian }));
      expect((await filtered(path, 'ip and udp')).filteredOut).toBe(1);
    });
  });

  it('that mean nothing are refused before anything is read', async () => {
    for (const filter of ['tcp prt 80', 'port 99999999', 'host', 'udp\0']) {
      expect(() => checkPacketFilter(filter), filter).toThrow(
        expect.objectContaining({ code: 'ERR_FILTER' }),
      );
    }
    await expect(inspectCaptures(['absent.pcap'], { filter: 'tcp prt 80' })).rejects.toMatchObject({
      code: 'ERR_FILTER',
    });
    expect(() => {
      checkPacketFilter('type mgt');
    }).not.toThrow();
  });
});

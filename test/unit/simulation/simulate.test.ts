import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readTruth } from '#honeysift/simulation/read-truth.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { truthKey } from '#honeysift/simulation/truth.js';
import { describe, expect, it } from 'vitest';

import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';
import { countSources, digestOf, packetsOf, reportAddresses } from './simulated-packets.js';

const small = { months: ['2003-03'], sources: 600 } as const;

describe('simulate', () => {
  it.each([
    { name: 'without loss', options: {} },
    { name: 'with loss and retransmission', options: { lossRate: 0.1, retransmissionRate: 0.1 } },
    { name: 'with random tools', options: { randomTools: 30 } },
    { name: 'with floods', options: { floods: 2, floodSources: 100 } },
    { name: 'by day, gzipped', options: { split: 'day', gzip: true } },
  ] as const)('labels every source of the captures, and no other, $name', async ({ options }) => {
    await withTempFolder(async (out) => {
      const summary = await simulate({ ...small, ...options, out });
      const truth = await readTruth(summary.truthFile);
      const counted = countSources(summary.files, reportAddresses);
      expect(truth.map(truthKey).sort()).toEqual([...counted.keys()].sort());
      expect(truth.map((row) => row.sequence)).toEqual(
        truth.map((row) => counted.get(truthKey(row))?.ports.join(',')),
      );
      expect(summary.sources).toBe(truth.length);
      expect(summary.tools).toBe(new Set(truth.map(({ tool }) => tool)).size);
      expect(summary.sequences).toBe(new Set(truth.map(({ sequence }) => sequence)).size);
    });
  });

  it('counts what it writes, in order of time', async () => {
    await withTempFolder(async (out) => {
      const summary = await simulate({ ...small, out });
      let packets = 0;
      let inbound = 0;
      let last = 0;
      for (const packet of packetsOf(summary.files[0] ?? '')) {
        packets++;
        if (reportAddresses.includes(packet.destination)) inbound++;
        expect(packet.timeUs).toBeGreaterThanOrEqual(last);
        last = packet.timeUs;
      }
      expect(packets).toBe(summary.packets);
      expect(inbound).toBe(summary.inbound);
      expect(readFileSync(summary.files[0] ?? '').length).toBe(summary.bytes);
    });
  });

  it('writes the same bytes for the same seed and others for another', async () => {
    await withTempFolder(async (out) => {
      const run = async (name: string, seed: number): Promise<string[]> => {
        const { files, truthFile } = await simulate({ ...small, seed, lossRate: 0.05, out: join(out, name) });
        return [...files, truthFile].map(digestOf);
      };
      const first = await run('a', 7);
      expect(await run('b', 7)).toEqual(first);
      const other = await run('c', 8);
      expect(other[0]).not.toBe(first[0]);
      expect(other[1]).not.toBe(first[1]);
    });
  });

  it('writes a month the same whatever other months are asked for', async () => {
    await withTempFolder(async (out) => {
      const alone = await simulate({ from: '2003-05', to: '2003-05', out: join(out, 'alone') });
      const amid = await simulate({ from: '2003-04-29', to: '2003-06-01', out: join(out, 'amid') });
      expect(amid.files.map((file) => file.split('/').at(-1))).toEqual([
        '2003-04.pcap',
        '2003-05.pcap',
        '2003-06.pcap',
      ]);
      expect(digestOf(amid.files[1] ?? '')).toBe(digestOf(alone.files[0] ?? ''));
    });
  });

  it('splits by day into the same packets as by month', async () => {
    await withTempFolder(async (out) => {
      const month = await simulate({ ...small, out: join(out, 'month') });
      const days = await simulate({ ...small, split: 'day', gzip: true, out: join(out, 'days') });
      expect(days.files.length).toBe(31);
      expect(days.files[2]).toBe(join(out, 'days', '2003-03-03.pcap.gz'));
      expect(days.packets).toBe(month.packets);
      expect(digestOf(days.truthFile)).toBe(digestOf(month.truthFile));
      const times = (paths: readonly string[]): number[] =>
        paths.flatMap((path) => [...packetsOf(path)].map(({ timeUs }) => timeUs));
      expect(times(days.files)).toEqual(times(month.files));
    });
  });

  it('attacks the honeypots it is given', async () => {
    await withTempFolder(async (out) => {
      const honeypots = ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'].map((ip, index) => ({
        name: `pot${index}`,
        ips: [ip],
      }));
      const summary = await simulate({ ...small, honeypots, out });
      const counted = countSources(
        summary.files,
        honeypots.map(({ ips }) => ips[0] ?? ''),
      );
      expect(counted.size).toBe(summary.sources);
      expect([...counted.values()].some(({ packets }) => packets.every((count) => count > 0))).toBe(true);
      const written = JSON.parse(readFileSync(summary.honeypotsFile, 'utf8')) as {
        honeypots: { name: string }[];
      };
      expect(written.honeypots.map(({ name }) => name)).toEqual(honeypots.map(({ name }) => name));
    });
  });

  it('keeps random fields constant when asked to', async () => {
    await withTempFolder(async (out) => {
      const passwords = async (name: string, randomFields: boolean): Promise<Set<string>> => {
        const { files } = await simulate({ months: ['2003-03'], randomFields, out: join(out, name) });
        const found = new Set<string>();
        for (const { payload } of packetsOf(files[0] ?? '')) {
          const match = /PASS ([A-Z]{2})gpuser@home\.com/.exec(payload.toString('latin1'));
          if (match?.[1] !== undefined) found.add(match[1]);
        }
        return found;
      };
      expect((await passwords('random', true)).size).toBeGreaterThan(5);
      expect((await passwords('constant', false)).size).toBe(1);
    });
  });

  it('stops when it is told to and leaves no half-written file', async () => {
    await withTempFolder(async (out) => {
      const controller = new AbortController();
      const onProgress = (): void => controller.abort();
      await expect(simulate({ ...small, out, signal: controller.signal, onProgress })).rejects.toMatchObject({
        code: 'ERR_CANCELLED',
      });
      expect(readdirSync(out)).toEqual([]);
    });
  });

  it.each([
    { sources: 0 },
    { seed: -1 },
    { seed: 1.5 },
    { lossRate: 1 },
    { retransmissionRate: -0.1 },
    { months: ['2003-13'] },
    { months: [] },
    { from: '2003-05', to: '2003-04' },
    { randomTools: 0 },
    { honeypots: [] },
    { honeypots: [{ name: 'six', ips: ['2001:db8::1'] }] },
  ])('refuses $0', async (options) => {
    await withTempFolder(async (folder) => {
      const out = join(folder, 'out');
      await expect(simulate({ ...options, out })).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
      expect(existsSync(out)).toBe(false);
    });
  });
});

describe.skipIf(!requireTool('tshark'))('tshark reads a simulated capture', () => {
  const checks = ['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
  const tshark = (path: string, ...rest: string[]): string[] => {
    const { stdout, status } = spawnSync('tshark', ['-n', '-r', path, ...checks, ...rest], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(status).toBe(0);
    return stdout.split('\n').filter((line) => line !== '');
  };

  it.each([{ randomTools: undefined }, { randomTools: 40 }])(
    'with right checksums and lengths, $randomTools',
    async (options) => {
      await withTempFolder(async (out) => {
        const summary = await simulate({ ...small, ...options, lossRate: 0.02, out });
        const path = summary.files[0] ?? '';
        const bad =
          'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0' +
          ' || ip.bogus_ip_length || tcp.bogus_header_length || udp.length.bad || tcp.option.len.invalid';
        expect(tshark(path, '-Y', bad)).toEqual([]);
        const protocols = tshark(path, '-T', 'fields', '-e', 'frame.protocols', '-Y', '_ws.malformed');
        // Invented payloads on well-known ports may puzzle a dissector of applications, never one below.
        const below = /^eth:ethertype:ip(:(tcp|udp|icmp|icmp:ip:(tcp|udp)))?$/;
        expect(protocols.filter((line) => below.test(line))).toEqual([]);
        expect(tshark(path, '-T', 'fields', '-e', 'frame.number').length).toBe(summary.packets);
      });
    },
  );
});

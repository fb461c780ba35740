import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SimulationSummary } from '#honeysift/index.js';
import { hasLibpcap } from '#honeysift/native/packet-filter.js';
import { simulate } from '#honeysift/simulation/simulate.js';

import {
  ethernet,
  icmp,
  ipv4,
  ipv6,
  pcapHeader,
  pcapRecord,
  tcp,
  udp,
  bytesOf,
} from '../../support/packet-bytes.js';
import { type CliRun, runCli } from '../../support/run-cli.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { makeTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

interface Info {
  readonly path: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly packets: number;
  readonly bytes: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly digest: string;
  readonly file_bytes: number;
  readonly in_time_order: boolean;
  readonly damaged: boolean;
  readonly anomalies: Readonly<Record<string, number>>;
}

const infoOf = (run: CliRun): Info[] => JSON.parse(run.stdout) as Info[];
const info = (paths: readonly string[], ...more: string[]): CliRun =>
  runCli(['info', ...paths, '--json', '--quiet', ...more]);

/** Nanoseconds since 1970 of `2003-05-01T00:00:00.000000001Z`. */
function nsOfIso(text: string | null): bigint {
  const [seconds = '', fraction = ''] = (text ?? '').replace('Z', '').split('.');
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Of `1051747200.000001`. */
function nsOfSeconds(text: string): bigint {
  const [seconds = '', fraction = ''] = text.split('.');
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

describe('honeysift info', () => {
  const folder = makeTempFolder();
  const made = join(folder.path, 'made.pcap');
  const cut = join(folder.path, 'cut.pcap');
  const text = join(folder.path, 'notes.txt');

  beforeAll(() => {
    const nanoseconds = { magic: 0xa1b23c4d };
    const at = (seconds: number, fraction: number, bytes: Uint8Array, originalLength?: number): Uint8Array =>
      pcapRecord({ bytes, seconds, fraction, ...(originalLength && { originalLength }) }, nanoseconds);
    const whole = bytesOf(
      pcapHeader(nanoseconds),
      at(1_000_000_000, 1, ethernet(ipv4(tcp('x', { destinationPort: 445 })))),
      at(1_000_000_002, 500_000_003, ethernet(ipv4(tcp('', { destinationPort: 80 })))),
      at(1_000_000_001, 0, ethernet(ipv4(tcp('', { destinationPort: 445 })))),
      at(1_000_000_003, 0, ethernet(ipv4(udp('q'), { protocol: 17, source: [10, 0, 0, 9] }))),
      at(1_000_000_003, 0, ethernet(ipv4(icmp(8, 0), { protocol: 1 }))),
      at(1_000_000_003, 0, ethernet(ipv6(icmp(128, 0), 58), 0x86dd)),
      at(1_000_000_003, 0, ethernet(ipv4(Uint8Array.of(0, 0, 0, 0), { protocol: 89 })), 1400),
      at(1_000_000_003, 0, ethernet(Uint8Array.of(1, 2, 3), 0x88cc)),
    );
    writeFileSync(made, whole);
    writeFileSync(cut, whole.subarray(0, whole.length - 5));
    writeFileSync(text, 'no capture, just notes\n');
  });
  afterAll(() => {
    folder.remove();
  });

  it('says what a capture holds', () => {
    const run = info([made]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    const bytes = [55, 54, 54, 43, 42, 62, 1400, 17].reduce((sum, length) => sum + length, 0);
    expect(infoOf(run)).toEqual([
      {
        path: made,
        format: 'pcap',
        compression: null,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        file_bytes: readFileSync(made).length,
        packets: 8,
        filtered_out: 0,
        bytes,
        first: '2001-09-09T01:46:40.000000001Z',
        last: '2001-09-09T01:46:43.000000000Z',
        duration_s: 2.999999999,
        packets_per_s: 8 / 2.999999999,
        bytes_per_s: bytes / 2.999999999,
        mean_packet_bytes: bytes / 8,
        in_time_order: false,
        ip_packets: 7,
        protocols: { tcp: 3, udp: 1, icmp: 2, other: 1, none: 1 },
        source_addresses: 3,
        destination_ports: [
          { port: '445', packets: 2 },
          { port: '80', packets: 1 },
          { port: '1434U', packets: 1 },
        ],
        scanner_marks: { mirai: 0, masscan: 0, zmap: 0 },
        damaged: false,
        anomalies: {},
        losses: [],
      },
    ]);
  });

  it('prints the same for people', () => {
    const { status, stdout } = runCli(['info', made, '--quiet']);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(made);
    const valueOf = (name: string): string | undefined =>
      lines.find((line) => line.startsWith(`  ${name} `))?.slice(21);
    expect(valueOf('first')).toBe('2001-09-09T01:46:40.000000001Z');
    expect(valueOf('protocols')).toBe('TCP: 3; UDP: 1; ICMP: 2; other IP: 1; no IP: 1');
    expect(valueOf('destination ports')).toBe('445: 2; 80: 1; 1434U: 1');
  });

  it.skipIf(!hasLibpcap())('reads what a filter accepts, of standard input too', () => {
    const udpOnly = runCli(
      ['info', '-', made, '--json', '--quiet', '--workers', '2', '--filter', 'udp or icmp'],
      {
        input: readFileSync(made),
      },
    );
    expect(udpOnly).toMatchObject({ status: 0, stderr: '' });
    const expected = { packets: 2, filtered_out: 6, bytes: 43 + 42 };
    expect(infoOf(udpOnly)).toMatchObject([
      { path: '-', ...expected },
      { path: made, ...expected },
    ]);
    const people = runCli(['info', made, '--quiet', '--filter', 'udp or icmp']);
    expect(people.stdout).toContain('2, and 6 that the filter left out');
    const wrong = runCli(['info', made, '--filter', 'udp prt 5']);
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/"udp prt 5" is refused: .*syntax error.*\[ERR_FILTER\]/);
  });

  it('ends with 3 when a capture is damaged, and says what was lost', () => {
    const run = info([made, cut]);
    expect(run.status).toBe(3);
    expect(infoOf(run)).toMatchObject([
      { damaged: false },
      {
        damaged: true,
        packets: 7,
        anomalies: { truncated_pcap_record: 1 },
        losses: [{ anomaly: 'truncated_pcap_record', offset: expect.any(Number) as number, bytes: 28 }],
      },
    ]);
    expect(runCli(['info', cut, '--quiet']).stdout).toMatch(
      /damaged +truncated_pcap_record at byte \d+: 28 bytes lost/,
    );
  });

  it('ends with 1 when a capture is none, after doing the others', () => {
    const missing = join(folder.path, 'missing.pcap');
    const run = info([missing, made, text, cut]);
    expect(run.status).toBe(1);
    expect(infoOf(run)).toMatchObject([
      { path: missing, error: { code: 'ERR_CAPTURE' } },
      { path: made, packets: 8 },
      { path: text, error: { code: 'ERR_CAPTURE', message: expect.stringContaining(text) as string } },
      { path: cut, packets: 7 },
    ]);
    expect(run.stderr.match(/ERR_CAPTURE/g)).toHaveLength(2);
  });

  it('reads standard input, in a worker too', () => {
    const [expected] = infoOf(info([made]));
    const run = runCli(['info', '-', '--json', '--quiet', '--workers', '1'], { input: readFileSync(made) });
    expect(run.status).toBe(0);
    expect(infoOf(run)).toEqual([{ ...expected, path: '-' }]);
    const empty = runCli(['info', '-', '--json', '--quiet'], { input: Buffer.alloc(0) });
    expect(empty.status).toBe(1);
    expect(infoOf(empty)[0]?.error?.message).toMatch(/^- is empty/);
  });

  it('takes folders, and a file named twice once, with any number of workers', async () => {
    const captures = join(folder.path, 'month');
    const simulation: SimulationSummary = await simulate({
      out: captures,
      from: '2003-05-01',
      to: '2003-05-04',
      sources: 60,
      split: 'day',
      gzip: true,
    });
    const one = info([captures, simulation.files[0] ?? ''], '--workers', '1');
    expect(one.status, one.stderr).toBe(0);
    expect(infoOf(one).map(({ path }) => path)).toEqual(simulation.files);
    expect(infoOf(one)).toMatchObject([{ format: 'pcap', compression: 'gzip' }, {}, {}, {}]);
    expect(infoOf(one).reduce((sum, { packets }) => sum + packets, 0)).toBe(simulation.packets);
    expect(info([captures], '--workers', '2').stdout).toBe(one.stdout);
  });

  it('lets no file name steer the terminal', () => {
    const hostile = join(folder.path, 'a\u001b[2J\u009b31m\u202e.pcap');
    writeFileSync(hostile, readFileSync(made));
    const forPeople = runCli(['info', hostile, `${hostile}.none`, '--quiet']);
    expect(forPeople.stdout).toContain('a\\x1b[2J\\x9b31m\\u{202e}.pcap');
    const json = info([hostile]);
    for (const output of [forPeople.stdout, forPeople.stderr, json.stdout]) {
      expect(output).not.toMatch(/[\u001b\u009b\u202e]/);
    }
    expect(infoOf(json)[0]?.path).toBe(hostile);
  });

  it('says what a folder without captures is', () => {
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    const run = info([empty]);
    expect(run.status).toBe(1);
    expect(infoOf(run)[0]?.error?.code).toBe('ERR_CAPTURE');
  });
});

const list = 'captures/conformance/expected.tsv';
const uqo = 'captures/uqo/uqo-2025-02.pcap.gz';

/** About 60 captures of all kinds that capinfos can read. */
function conformanceCaptures(): string[] {
  const rows = readFileSync(sharedPath(list), 'utf8').trimEnd().split('\n').slice(1);
  return rows
    .map((row) => row.split('\t'))
    .filter(([, format, , , , packets]) => (format === 'pcap' || format === 'pcapng') && packets !== '')
    .filter((_, row) => row % 17 === 0)
    .map(([path = '']) => sharedPath(`captures/conformance/${path}`));
}

interface Theirs {
  readonly path: string;
  readonly packets: number;
  readonly bytes: number;
  readonly first: string;
  readonly last: string;
  readonly digests: readonly string[];
  readonly order: string;
}

function capinfos(paths: readonly string[]): Theirs[] {
  const { stdout } = spawnSync('capinfos', ['-TmQMSrcdaeHo', ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const rows = stdout.trimEnd().split('\n');
  return rows.map((row) => {
    const cells = [...row.matchAll(/"([^"]*)"/g)].map(([, cell = '']) => cell);
    const [path = '', packets, bytes, first = '', last = '', ...rest] = cells;
    const order = rest.at(-1) ?? '';
    return { path, packets: Number(packets), bytes: Number(bytes), first, last, digests: rest, order };
  });
}

describe.skipIf(!hasShared(list) || !requireTool('capinfos'))(
  'honeysift info beside capinfos (skipped without ../shared or capinfos)',
  () => {
    it('agrees on captures of many kinds', { timeout: 120_000 }, () => {
      const paths = conformanceCaptures();
      const theirs = capinfos(paths);
      const ours = new Map(infoOf(info(paths)).map((one) => [one.path, one]));
      expect(theirs.length).toBeGreaterThan(55);
      let timed = 0;
      for (const their of theirs) {
        const our = ours.get(their.path);
        // capinfos stops where a capture is damaged.
        if (!our || our.damaged) continue;
        expect(our, their.path).toMatchObject({ packets: their.packets, bytes: their.bytes });
        expect(their.digests, their.path).toContain(our.digest);
        // capinfos knows no times where some packet has none, and garbles fractions of a second or more.
        if (their.first === 'n/a' || 'bad_timestamp_fraction' in our.anomalies) continue;
        timed += 1;
        expect(nsOfIso(our.first), their.path).toBe(nsOfSeconds(their.first));
        expect(nsOfIso(our.last), their.path).toBe(nsOfSeconds(their.last));
        expect(our.in_time_order, their.path).toBe(their.order === 'True');
      }
      expect(timed).toBeGreaterThan(50);
    });

    it.skipIf(!hasShared(uqo))('agrees on the honeypots of UQO', () => {
      const [their] = capinfos([sharedPath(uqo)]);
      const [our] = infoOf(info([sharedPath(uqo)]));
      expect(our).toMatchObject({
        packets: 433_806,
        bytes: their?.bytes,
        in_time_order: true,
        damaged: false,
      });
      expect(their?.packets).toBe(433_806);
      expect(nsOfIso(our?.first ?? null)).toBe(nsOfSeconds(their?.first ?? ''));
      expect(nsOfIso(our?.last ?? null)).toBe(nsOfSeconds(their?.last ?? ''));
      expect(their?.digests).toContain(our?.digest);
    });
  },
);

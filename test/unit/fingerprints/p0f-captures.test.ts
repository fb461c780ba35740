import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterAll, describe, expect, it } from 'vitest';

import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import type { SignatureDatabase } from '#honeysift/fingerprints/signature-database.js';

import { p0fAddress, runP0f } from '../../support/run-p0f.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { makeTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const installed = '/etc/p0f/p0f.fp';
const list = 'captures/conformance/expected.tsv';
const capturePaths = hasShared(list)
  ? readFileSync(sharedPath(list), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0] ?? '')
  : [];

const examples = 'pcapplusplus/Tests/Pcap++Test/PcapExamples';
const packets = 'pcapplusplus/Tests/Packet++Test/PacketExamples';

/** SYNs that p0f reads and we do not, and SYNs that we read and p0f does not, by capture; and why. */
const otherwise = new Map<string, readonly [number, number, string]>([
  ['scan-ng/tests/Traces/23-tcp.pcap', [0, 1477, 'p0f does not look behind VLAN tags']],
  ['scan-ng/tests/Traces/test-for-accurate-scan-summary.pcap', [0, 97, 'p0f does not look behind VLAN tags']],
  [`${packets}/GrePackets.pcap`, [0, 1, 'p0f does not look into tunnels']],
  [`${packets}/gtpv2.pcap`, [0, 1, 'p0f says nothing of it']],
  [
    'pcapplusplus/Tests/Fuzzers/RegressionTests/regression_samples/igmplayer',
    [0, 1, 'libpcap stops at the damage before it'],
  ],
  [`${examples}/file_heuristics/pcapng-example.pcapng.zst`, [0, 2, 'libpcap reads no zstd']],
  [`${examples}/many_interfaces-1.pcapng`, [0, 2, 'libpcap reads no file of several link types']],
  [`${examples}/one_http_stream_rst.pcap`, [0, 1, 'p0f does not look behind two VLAN tags and PPPoE']],
  [`${examples}/pcapng-example.pcapng`, [0, 1, 'a packet block without a time, which p0f dates otherwise']],
  ['tcpdump/tests/mptcp-dss-oobr.pcap', [0, 1, 'snapped by a byte: p0f wants the whole packet']],
  ['tcpdump/tests/arcnet-rfc1201-arp-icmp-http.pcap', [1, 0, 'ARCNET is not decoded']],
]);

interface Comparison {
  /** SYNs that p0f prints, and those among them of which we say the same. */
  readonly theirs: number;
  readonly agreed: number;
  /** Those of which we say something else, or nothing. */
  readonly different: readonly string[];
  /** SYNs that only we read. */
  readonly onlyOurs: readonly string[];
}

/** What p0f and we say of each SYN, by flow and second. */
async function compare(capture: string, database: SignatureDatabase): Promise<Comparison> {
  const ours = new Map<string, string[]>();
  const repeated = new Set<string>();
  const flows = new Set<string>();
  await matchSyns(capture, database, (columns, row, { text, label }) => {
    const client = `${p0fAddress(columns.srcAddress, row)}/${columns.srcPort[row]}`;
    const server = `${p0fAddress(columns.dstAddress, row)}/${columns.dstPort[row]}`;
    const seconds = Math.floor(Number((columns.timestampNs[row] ?? 0n) / 1_000_000n) / 1000);
    const key = `${client} ${server} ${seconds}`;
    // p0f passes over a SYN that repeats the one that opened its flow.
    const flow = `${client} ${server} ${columns.tcpSeq[row]}`;
    if (flows.has(flow)) repeated.add(`${key} ${label?.name ?? '???'} ${text}`);
    flows.add(flow);
    ours.set(key, [...(ours.get(key) ?? []), `${label?.name ?? '???'} ${text}`]);
  }).catch(() => undefined);
  const { syns } = runP0f(capture, installed, folder.path);
  const said = new Set<string>();
  const different: string[] = [];
  for (const { client, server, seconds, label, rawSignature } of syns) {
    const key = `${client} ${server} ${seconds}`;
    const theirs = `${label ?? '???'} ${rawSignature}`;
    said.add(`${key} ${theirs}`);
    if (ours.get(key)?.includes(theirs) !== true)
      different.push(`${key} ${theirs}, not ${String(ours.get(key))}`);
  }
  const onlyOurs = [...ours]
    .flatMap(([key, texts]) => texts.map((text) => `${key} ${text}`))
    .filter((syn) => !said.has(syn) && !repeated.has(syn));
  return { theirs: syns.length, agreed: syns.length - different.length, different, onlyOurs };
}

describe.skipIf(!requireTool('p0f') || capturePaths.length === 0)(
  'p0f 3.09b on captures (skipped without p0f or ../shared)',
  () => {
    it('says the same of every SYN of the conformance captures, but for those listed', async () => {
      const database = readDatabase(installed);
      let theirs = 0;
      let agreed = 0;
      const found = new Map<string, readonly [number, number]>();
      for (const path of capturePaths) {
        const comparison = await compare(sharedPath(`captures/conformance/${path}`), database);
        theirs += comparison.theirs;
        agreed += comparison.agreed;
        const { different, onlyOurs } = comparison;
        if (different.length + onlyOurs.length > 0) found.set(path, [different.length, onlyOurs.length]);
      }
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries([...otherwise].map(([path, [missing, more]]) => [path, [missing, more]])),
      );
      expect(theirs).toBeGreaterThan(20_000);
      expect(agreed / theirs).toBeGreaterThanOrEqual(0.99);
    }, 300_000);

    it('says the same of every SYN of real honeypots', async () => {
      const capture = join(folder.path, 'uqo.pcap');
      writeFileSync(capture, gunzipSync(readFileSync(sharedPath('captures/uqo/uqo-2025-02.pcap.gz'))));
      const comparison = await compare(capture, readDatabase(installed));
      expect(comparison).toMatchObject({ agreed: comparison.theirs, different: [], onlyOurs: [] });
      expect(comparison.theirs).toBeGreaterThan(100_000);
    }, 300_000);
  },
);

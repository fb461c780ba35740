/**
 * Packets -> attack sources: what the aggregator costs a packet beside the decoder on a real capture, and on columns
 * made to be easy and hard. The baseline counts packets per (address, day) in a JavaScript Map; N must agree.
 * HONEYSIFT_BENCH_CAPTURE names another capture than the one in ../shared.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { AttackSources } from '#honeysift/model/attack-sources.js';
import type { PacketColumns } from '#honeysift/model/packet-columns.js';
import { packetFlag } from '#honeysift/model/packet-columns.js';
import { allocatePacketColumns } from '#honeysift/native/packet-decoder.js';
import { SourceAggregator } from '#honeysift/native/source-aggregator.js';
import { readCapture } from '#honeysift/packets/read-capture.js';
import { inferHoneypots } from '#honeysift/environment/infer-honeypots.js';
import { AddressCensus } from '#honeysift/native/address-census.js';
import { honeypotTargets, type HoneypotTargets } from '#honeysift/sources/honeypot-targets.js';
import { mergeSources } from '#honeysift/sources/merge-sources.js';
import { resolveSourceOptions } from '#honeysift/sources/source-options.js';

const options = resolveSourceOptions();
const environment = {
  honeypots: [1, 2, 3].map((i) => ({ name: `h${i}`, ips: [`192.0.2.${i}`] })),
  inferred: false,
};
const noBytes = new Uint8Array(0);
const payloads = Buffer.from('GET / HTTP/1.0\r\nUser-Agent: bench\r\n\r\n'.repeat(64), 'latin1');
const batchRows = 8192;

interface Timing {
  readonly add: number;
  readonly exported: number;
  readonly finalized: number;
  readonly merged: number;
  readonly sources: AttackSources;
}

function timeAll(batches: readonly PacketColumns[], targets: HoneypotTargets): Timing {
  const aggregator = new SourceAggregator(targets.addresses, options.phraseBound);
  const start = performance.now();
  for (const columns of batches) aggregator.addBatch(columns, payloads, noBytes);
  const added = performance.now();
  const parts = aggregator.exportParts();
  const exported = performance.now();
  const made = parts.map((part) => {
    const ofDay = new SourceAggregator(targets.addresses, options.phraseBound);
    ofDay.addPart(part);
    const sources = ofDay.finalize({ ...options, ...targets });
    ofDay.release();
    return sources;
  });
  const finalized = performance.now();
  const sources = mergeSources(made);
  const merged = performance.now();
  aggregator.release();
  return {
    add: added - start,
    exported: exported - added,
    finalized: finalized - exported,
    merged: merged - finalized,
    sources,
  };
}

interface Shape {
  readonly packets: number;
  /** Which source, flow of the source and packet of the flow packet `i` is. */
  readonly place: (i: number) => readonly [source: number, flow: number, step: number];
}

const nsPerDay = 86_400_000_000_000n;

function batchesOf({ packets, place }: Shape, days: number): PacketColumns[] {
  const batches: PacketColumns[] = [];
  const spacing = (BigInt(days) * nsPerDay) / BigInt(packets);
  for (let begin = 0; begin < packets; begin += batchRows) {
    const columns = allocatePacketColumns(batchRows);
    columns.rows = Math.min(batchRows, packets - begin);
    for (let row = 0; row < columns.rows; row += 1) {
      const [source, flow, step] = place(begin + row);
      const address = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
      columns.timestampNs[row] = BigInt(begin + row) * spacing;
      columns.srcAddress.set(
        [...address, 60 + (source >> 16), (source >> 8) & 255, source & 255, 9],
        row * 16,
      );
      columns.dstAddress.set([...address, 192, 0, 2, 1 + (flow % 3)], row * 16);
      columns.flags[row] = packetFlag.hasIp | packetFlag.hasPorts | packetFlag.hasTcp | packetFlag.hasTime;
      columns.ipProtocol[row] = 6;
      columns.srcPort[row] = 1024 + ((flow * 7) % 60_000);
      columns.dstPort[row] = 80;
      const hasData = step % 3 === 2;
      columns.tcpFlags[row] = step === 0 ? 0x02 : 0x18;
      columns.tcpSeq[row] = step === 0 ? source : source + 1 + (hasData ? step * 37 : 0);
      columns.payloadOffset[row] = (step % 64) * 37;
      columns.payloadLength[row] = hasData ? 37 : 0;
      columns.payloadCaptured[row] = hasData ? 37 : 0;
    }
    batches.push(columns);
  }
  return batches;
}

const packets = 2_000_000;
const shapes: Readonly<Record<string, Shape>> = {
  // 64 sources at a time, 10 flows each of 9 packets.
  'sessions, 64 sources interleaved': {
    packets,
    place: (i) => {
      const turn = Math.floor(i / 64) % 90;
      return [Math.floor(i / 5760) * 64 + (i % 64), Math.floor(turn / 9), turn % 9];
    },
  },
  'a new flow with every packet': { packets, place: (i) => [i % 45_360, Math.floor(i / 45_360), 0] },
  '200,000 flows in random turn': {
    packets,
    place: (i) => [(Math.imul(i, 0x9e3779b1) >>> 12) & 0x3ffff, 1, Math.floor(i / 200_000)],
  },
  'one flow': { packets, place: (i) => [1, 1, i === 0 ? 0 : 1] },
};

function show(name: string, packets: number, timing: Timing, baseline: number): void {
  const perPacket = (ms: number): string => `${((ms * 1e6) / packets).toFixed(1).padStart(7)} ns`;
  console.log(
    `${name.padEnd(36)} add ${perPacket(timing.add)}  export ${perPacket(timing.exported)}  ` +
      `finalize ${perPacket(timing.finalized)}  merge ${timing.merged.toFixed(1)} ms  ` +
      `${timing.sources.count} sources; Map alone ${perPacket(baseline)}`,
  );
}

/** Packets per source and day, the plain way. */
function countInMap(batches: readonly PacketColumns[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { srcAddress, timestampNs, rows } of batches) {
    const addresses = Buffer.from(srcAddress.buffer, srcAddress.byteOffset, srcAddress.byteLength);
    for (let row = 0; row < rows; row += 1) {
      const day = (timestampNs[row] ?? 0n) / nsPerDay;
      const key = `${addresses.toString('latin1', row * 16, row * 16 + 16)}@${day}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function requireSameCounts(counts: ReadonlyMap<string, number>, sources: AttackSources): void {
  if (counts.size !== sources.count) throw new Error(`${sources.count} sources, expected ${counts.size}`);
  const addresses = Buffer.from(sources.address);
  for (let row = 0; row < sources.count; row += 1) {
    const key = `${addresses.toString('latin1', row * 16, row * 16 + 16)}@${sources.day[row]}`;
    if (counts.get(key) !== sources.packets[row]) throw new Error(`N of source ${row} is wrong`);
  }
}

async function benchCapture(capture: string): Promise<void> {
  const census = new AddressCensus();
  await readCapture(capture, ({ columns }) => {
    census.add(columns);
  });
  const targets = honeypotTargets(inferHoneypots(census.toParts()), 'all');
  for (const round of [1, 2, 3]) {
    const start = performance.now();
    const { packets } = await readCapture(capture, () => undefined);
    const decoded = performance.now();
    const aggregator = new SourceAggregator(targets.addresses, options.phraseBound);
    let inside = 0;
    await readCapture(capture, ({ columns, bytes, scratch }) => {
      const before = performance.now();
      aggregator.addBatch(columns, bytes, scratch);
      inside += performance.now() - before;
    });
    const both = performance.now();
    const rate = (ms: number): string => `${(packets / ms / 1000).toFixed(2)} M packets/s`;
    console.log(
      `${basename(capture)} round ${round}: read and decode ${rate(decoded - start)}, with sources ` +
        `${rate(both - decoded)}, aggregator alone ${((inside * 1e6) / packets).toFixed(1)} ns a packet`,
    );
    aggregator.release();
  }
}

const shared = fileURLToPath(new URL('../../../shared/captures/uqo/uqo-2025-02.pcap.gz', import.meta.url));

export async function run(): Promise<void> {
  const capture = process.env['HONEYSIFT_BENCH_CAPTURE'] ?? shared;
  if (existsSync(capture)) await benchCapture(capture);
  const targets = honeypotTargets(environment, 'all');
  for (const [name, shape] of Object.entries(shapes)) {
    const batches = batchesOf(shape, 30);
    timeAll(batches, targets);
    const start = performance.now();
    const counts = countInMap(batches);
    const baseline = performance.now() - start;
    const timing = timeAll(batches, targets);
    requireSameCounts(counts, timing.sources);
    show(name, shape.packets, timing, baseline);
  }
}

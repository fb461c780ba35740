/**
 * Captures -> attack sources and phrases in one thread, beside a bare libpcap loop, a walk over the record headers (both
 * compiled C, timed inside), capinfos, tcpdump and tshark (whole processes); then two workers beside one, and the peak
 * memory for ten times the packets of the same days. On the simulator's 18 months of the report's scale; one file of them
 * where nothing else is said, and a slice of that for tshark. Baselines that are not installed are named and left out.
 * Packet counts must agree, and the attack sources whatever the workers.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { allocatePacketRows, PacketDecoder } from '#honeysift/native/packet-decoder.js';
import { readCaptureRows } from '#honeysift/packets/read-capture.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';
import { simulate } from '#honeysift/simulation/simulate.js';

import { attackSources, peakMemory, wholeAnalysis } from './attack-sources-way.js';
import { readFileSync } from 'node:fs';
import { writeTenfold } from './tenfold-capture.js';

const rounds = 9;
const slicePackets = 20_000;
const baselineSource = fileURLToPath(new URL('../../bench/packets-baseline.c', import.meta.url));

interface Contender {
  readonly name: string;
  readonly packets: number;
  /** Milliseconds. */
  readonly round: () => Promise<number> | number;
}

function requireEqual(name: string, seen: number, expected: number): void {
  if (seen !== expected) throw new Error(`${name}: ${seen}, not ${expected}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Milliseconds that a command took as a whole; null when it is not installed. */
function processTime(command: string, words: readonly string[]): number | null {
  const start = performance.now();
  const { error, status } = spawnSync(command, words, { stdio: ['ignore', 'ignore', 'ignore'] });
  if (error) return null;
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: exit ${status}`);
  return performance.now() - start;
}

function decodeOnly(capture: string, packets: number): number {
  const rows = allocatePacketRows(1024);
  const scratch = new Uint8Array(256 * 1024);
  let left = new Uint8Array(readFileSync(capture));
  const decoder = new PacketDecoder();
  const start = performance.now();
  for (;;) {
    const step = decoder.decodeRows(left, true, rows, scratch);
    left = left.subarray(step.consumed);
    if (step.status === 'end') break;
  }
  const took = performance.now() - start;
  requireEqual('packets decoded', decoder.totals().packets, packets);
  return took;
}

function compiled(program: string, mode: string, name: string, capture: string, packets: number): Contender {
  return {
    name,
    packets,
    round() {
      const { stdout } = spawnSync(program, [mode, capture, '1'], { encoding: 'utf8' });
      const [seen = 0, ms = NaN] = stdout.split(' ').map(Number);
      requireEqual(name, seen, packets);
      return ms;
    },
  };
}

function commands(capture: string, slice: string, packets: number): Contender[] {
  const fields = ['frame.time_epoch', 'ip.src', 'ip.dst', 'tcp.dstport', 'udp.dstport', '_ws.col.Info'];
  const lines: readonly (readonly [string, number, string, readonly string[]])[] = [
    ['capinfos -c', packets, 'capinfos', ['-c', capture]],
    ['tcpdump -r -w /dev/null', packets, 'tcpdump', ['-r', capture, '-w', '/dev/null']],
    [
      `tshark -T fields, first ${slicePackets} packets`,
      slicePackets,
      'tshark',
      ['-n', '-r', slice, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])],
    ],
  ];
  return lines.flatMap(([name, count, command, words]) => {
    if (processTime(command, ['--version']) !== null) {
      return [{ name, packets: count, round: () => processTime(command, words) ?? NaN }];
    }
    console.log(`${command} is not installed: left out`);
    return [];
  });
}

async function compare(contenders: readonly Contender[], reference: string): Promise<void> {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      // A process that takes seconds is measured well enough three times.
      if (round < 3 || !contender.name.startsWith('tshark')) times[at]?.push(await contender.round());
    }
  }
  const perPacket = contenders.map(({ packets }, at) => (median(times[at] ?? []) * 1e6) / packets);
  const base = perPacket[contenders.findIndex(({ name }) => name === reference)] ?? NaN;
  console.log(`medians of ${rounds} rounds in turn; speed: packets/s beside "${reference}"`);
  for (const [at, { name, packets }] of contenders.entries()) {
    const ns = perPacket[at] ?? NaN;
    const best = (Math.min(...(times[at] ?? [])) * 1e6) / packets;
    console.log(
      `  ${name.padEnd(44)} ${ns.toFixed(1).padStart(9)} ns a packet (best ${best.toFixed(1)}) ` +
        `${(1000 / ns).toFixed(2).padStart(7)} M packets/s  ${(base / ns).toFixed(2)}`,
    );
  }
}

/** Threads started for every run, and threads that a program keeps from one run to the next. */
async function compareWorkers(captures: readonly string[], honeypots: string): Promise<void> {
  const pools = [createWorkerPool(1), createWorkerPool(2)] as const;
  const ways = {
    'started anew': [{ workers: 1 }, { workers: 2 }],
    kept: [{ runner: pools[0] }, { runner: pools[1] }],
  } as const;
  let sources: number | undefined;
  for (const [name, runs] of Object.entries(ways)) {
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 7; round += 1) {
      for (const at of [0, 1] as const) {
        const way = await attackSources(captures, honeypots, runs[at]);
        requireEqual('attack sources', way.sources, (sources ??= way.sources));
        times[at].push(way.ms);
      }
    }
    const [one, two] = [median(times[0]), median(times[1])];
    console.log(
      `${captures.length} captures, threads ${name}: one worker ${one.toFixed(0)} ms, two ${two.toFixed(0)} ms, ` +
        `ratio of medians ${(one / two).toFixed(2)}`,
    );
  }
  await Promise.all(pools.map((pool) => pool.close()));
}

function compareMemory(capture: string, tenfold: string, honeypots: string): void {
  for (const workers of [1, 2]) {
    const [once, ten] = [capture, tenfold].map((file) =>
      median([1, 2, 3].map(() => peakMemory(file, honeypots, workers))),
    );
    console.log(
      `peak memory of sources --summary, ${workers} worker(s): ${once?.toFixed(0)} MiB; ` +
        `every source ten times the connections: ${ten?.toFixed(0)} MiB, ratio ${((ten ?? NaN) / (once ?? NaN)).toFixed(2)}`,
    );
  }
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const { files, honeypotsFile } = await simulate({ out: join(folder, 'months') });
    const capture = files[8] ?? '';
    const { packets } = await readCaptureRows(capture, () => undefined);
    const slice = join(folder, 'slice.pcap');
    processTime('editcap', ['-r', capture, slice, `1-${slicePackets}`]);
    const program = join(folder, 'baseline');
    const built = spawnSync('cc', ['-O2', '-o', program, baselineSource, '-lpcap']).status === 0;
    if (!built) console.log('no compiler or no libpcap: left out');
    const libpcap = 'bare libpcap loop (C)';
    const ours: Contender[] = [
      { name: 'decode only, file in memory', packets, round: () => decodeOnly(capture, packets) },
      {
        name: 'attack sources and phrases, one thread',
        packets,
        async round() {
          const way = await attackSources([capture], honeypotsFile, { workers: 0 });
          requireEqual('packets', way.packets, packets);
          return way.ms;
        },
      },
      {
        name: 'analyze: all of it, to the store and report',
        packets,
        round: () => wholeAnalysis(capture, honeypotsFile),
      },
    ];
    const baselines = built
      ? [
          compiled(program, 'libpcap', libpcap, capture, packets),
          compiled(program, 'headers', 'record headers only (C)', capture, packets),
        ]
      : [];
    console.log(`one month, ${packets} packets`);
    await compare([...baselines, ...commands(capture, slice, packets), ...ours], libpcap);
    await compareWorkers(files, honeypotsFile);
    const tenfold = join(folder, 'tenfold.pcap');
    writeTenfold(capture, tenfold, new Set([10, 11, 12]));
    compareMemory(capture, tenfold, honeypotsFile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Capture -> packet columns, beside a bare libpcap loop and a walk over the record headers (both compiled C, when there is
 * a compiler and libpcap), on a real capture and on one of 4 million packets made here. All in turn, several rounds, the
 * best of each; the packet counts must agree.
 * HONEYSIFT_BENCH_CAPTURE names another (uncompressed) pcap than the one in ../shared.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { allocatePacketColumns, PacketDecoder } from '#honeysift/native/packet-decoder.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

const rounds = 7;
const shared = fileURLToPath(new URL('../../../shared/captures/uqo/uqo-2025-02.pcap.gz', import.meta.url));
const baselineSource = fileURLToPath(new URL('../../bench/packets-baseline.c', import.meta.url));

interface Contender {
  readonly name: string;
  /** Milliseconds of one round; must have seen `packets`. */
  round(path: string, packets: number): Promise<number> | number;
}

function requireCount(name: string, packets: number, seen: number): void {
  if (seen !== packets) throw new Error(`${name} saw ${seen} packets, not ${packets}`);
}

function compiled(program: string, mode: string): Contender {
  return {
    name: mode === 'libpcap' ? 'bare libpcap loop (C)' : 'record headers only (C)',
    round(path, packets) {
      const { stdout } = spawnSync(program, [mode, path, '1'], { encoding: 'utf8' });
      const [seen, ms] = stdout.split(' ').map(Number);
      requireCount(mode, packets, seen ?? 0);
      return ms ?? NaN;
    },
  };
}

const decoderAlone: Contender = {
  name: 'decoder alone, file in memory',
  round(path, packets) {
    const columns = allocatePacketColumns(8192);
    const scratch = new Uint8Array(256 * 1024);
    let left = new Uint8Array(readFileSync(path));
    const decoder = new PacketDecoder();
    const start = performance.now();
    for (;;) {
      const step = decoder.decode(left, true, columns, scratch);
      left = left.subarray(step.consumed);
      if (step.status === 'end') break;
    }
    const took = performance.now() - start;
    requireCount('the decoder', packets, decoder.totals().packets);
    return took;
  },
};

const wholeReading: Contender = {
  name: 'readCapture (file, digest, decode)',
  async round(path, packets) {
    const start = performance.now();
    const summary = await readCapture(path, () => undefined);
    requireCount('readCapture', packets, summary.packets);
    return performance.now() - start;
  },
};

const digestAlone: Contender = {
  name: 'SHA-256 alone (node:crypto)',
  round(path) {
    const bytes = readFileSync(path);
    const start = performance.now();
    createHash('sha256').update(bytes).digest();
    return performance.now() - start;
  },
};

/** A scan and some sessions: Ethernet frames of 60 to 130 bytes, TCP mostly, microseconds apart. */
function makeCapture(path: string, packets: number): void {
  const payload = Buffer.from(
    'GET / HTTP/1.0\r\nUser-Agent: bench\r\nAccept: */*\r\nHost: 192.0.2.1\r\n\r\n',
    'latin1',
  );
  const buffer = Buffer.alloc(24 + packets * (16 + 54 + payload.length));
  buffer.writeUInt32LE(0xa1b2c3d4, 0);
  buffer.writeUInt32LE(0x00040002, 4);
  buffer.writeUInt32LE(262144, 16);
  buffer.writeUInt32LE(1, 20);
  let at = 24;
  for (let packet = 0; packet < packets; packet += 1) {
    const isUdp = packet % 10 === 9;
    const body = packet % 3 === 0 ? payload.length : packet % 3;
    const header = isUdp ? 8 : 20;
    const length = 14 + 20 + header + body;
    buffer.writeUInt32LE(1_000_000_000 + Math.floor(packet / 1000), at);
    buffer.writeUInt32LE((packet % 1000) * 1000, at + 4);
    buffer.writeUInt32LE(length, at + 8);
    buffer.writeUInt32LE(length, at + 12);
    const ip = at + 16 + 14;
    buffer.writeUInt16BE(0x0800, ip - 2);
    buffer[ip] = 0x45;
    buffer.writeUInt16BE(20 + header + body, ip + 2);
    buffer[ip + 8] = 64;
    buffer[ip + 9] = isUdp ? 17 : 6;
    buffer.writeUInt32BE((0x0a000000 + (Math.imul(packet, 2654435761) >>> 12)) >>> 0, ip + 12);
    buffer.writeUInt32BE(0xc0000200 + (packet % 3), ip + 16);
    buffer.writeUInt16BE(1024 + (packet % 60000), ip + 20);
    buffer.writeUInt16BE(isUdp ? 1434 : 445, ip + 22);
    if (isUdp) buffer.writeUInt16BE(8 + body, ip + 24);
    else buffer.writeUInt16BE(0x5018, ip + 32);
    payload.copy(buffer, ip + 20 + header, 0, body);
    at += 16 + length;
  }
  writeFileSync(path, buffer.subarray(0, at));
}

async function compare(path: string, packets: number, contenders: readonly Contender[]): Promise<void> {
  const best = contenders.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      best[at] = Math.min(best[at] ?? Infinity, await contender.round(path, packets));
    }
  }
  console.log(`${basename(path)}: ${packets} packets, best of ${rounds}`);
  for (const [at, { name }] of contenders.entries()) {
    const ms = best[at] ?? NaN;
    const perPacket = ((ms * 1e6) / packets).toFixed(1).padStart(7);
    const rate = (packets / ms / 1000).toFixed(1).padStart(7);
    console.log(
      `  ${name.padEnd(36)} ${ms.toFixed(1).padStart(8)} ms ${perPacket} ns a packet ${rate} M packets/s`,
    );
  }
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const program = join(folder, 'baseline');
    const built = spawnSync('cc', ['-O2', '-o', program, baselineSource, '-lpcap']).status === 0;
    if (!built) console.log('no compiler or no libpcap: the decoder stands alone');
    const baselines = built ? [compiled(program, 'libpcap'), compiled(program, 'headers')] : [];
    const contenders = [...baselines, decoderAlone, wholeReading, digestAlone];

    const given = process.env['HONEYSIFT_BENCH_CAPTURE'];
    const real = given ?? join(folder, 'uqo.pcap');
    if (given === undefined && existsSync(shared)) writeFileSync(real, gunzipSync(readFileSync(shared)));
    if (existsSync(real)) {
      const { packets } = await readCapture(real, () => undefined);
      await compare(real, packets, contenders);
    }
    const made = join(folder, 'made.pcap');
    makeCapture(made, 4_000_000);
    await compare(made, 4_000_000, contenders);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

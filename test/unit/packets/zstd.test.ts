import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ZstdDecoder } from '#honeysift/native/zstd-decoder.js';
import type { ZstdStatus } from '#honeysift/native/zstd-decoder.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { bytesOf, ethernet, ipv4, pcapFile, tcp } from '../../support/packet-bytes.js';
import { requireTool } from '../../support/tools.js';

/** Decompresses in pieces of `piece` bytes into an output of `room` bytes. */
function decompress(
  stored: Uint8Array,
  piece = stored.length,
  room = 100_000,
): { content: Buffer; status: ZstdStatus } {
  const decoder = new ZstdDecoder();
  const output = new Uint8Array(room);
  const parts: Buffer[] = [];
  let [start, end] = [0, 0];
  for (;;) {
    const step = decoder.decode(Uint8Array.from(stored.subarray(start, end)), end === stored.length, output);
    parts.push(Buffer.from(output.subarray(0, step.produced)));
    start += step.consumed;
    if (step.status === 'need-bytes')
      end = Math.min(stored.length, Math.max(end + piece, start + step.needed));
    else if (step.status !== 'output-full') return { content: Buffer.concat(parts), status: step.status };
  }
}

function compress(content: Uint8Array, ...options: readonly string[]): Buffer {
  const { stdout, status } = spawnSync('zstd', ['-q', '-c', ...options], {
    input: content,
    maxBuffer: 1 << 28,
  });
  expect(status).toBe(0);
  return stdout;
}

const capture = pcapFile(Array.from({ length: 4000 }, (_, at) => ethernet(ipv4(tcp(`payload ${at}`)))));
const text = Buffer.from('the quick brown fox jumps over the lazy dog; '.repeat(9000), 'latin1');
const contents: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(7),
  zeros: new Uint8Array(1_000_000),
  'random bytes': randomBytes(300_000),
  text,
  'a capture': capture,
  'all of these': Buffer.concat([capture, randomBytes(200_000), text, new Uint8Array(300_000), capture]),
};

describe.skipIf(!requireTool('zstd'))('zstd (skipped without the zstd command)', () => {
  describe.each([
    ['-1'],
    ['-3'],
    ['-9'],
    ['-19'],
    ['--ultra', '-22', '--long=27'],
    ['--fast=5'],
    ['--no-check'],
  ])('compressed with %s %s %s', (...options) => {
    const given = options.filter((option) => typeof option === 'string');
    it.each(Object.entries(contents))('gives back %s', (_name, content) => {
      const stored = compress(content, ...given);
      const { content: back, status } = decompress(stored);
      expect(status).toBe('end');
      expect(back.equals(content)).toBe(true);
    });
  });

  it('does not depend on how the stream was cut', () => {
    const stored = compress(contents['all of these'] ?? text);
    for (const [piece, room] of [
      [1, 100_000],
      [1000, 77],
      [70_000, 1_000_000],
    ] as const) {
      const { content, status } = decompress(stored, piece, room);
      expect(status).toBe('end');
      expect(content.equals(contents['all of these'] ?? text)).toBe(true);
    }
  });

  it('reads frames one after another and passes over skippable ones', () => {
    const skipped = bytesOf([0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0], 'hello');
    const stored = Buffer.concat([skipped, compress(text), skipped, compress(capture), skipped]);
    const { content, status } = decompress(stored, 3);
    expect(status).toBe('end');
    expect(content.equals(Buffer.concat([text, capture]))).toBe(true);
  });

  it('gives what stands before the end of a truncated stream', () => {
    const stored = compress(contents['all of these'] ?? text);
    const { content, status } = decompress(stored.subarray(0, stored.length - 5000));
    expect(status).toBe('truncated');
    expect(content.length).toBeGreaterThan(100_000);
    expect(content.equals((contents['all of these'] ?? text).subarray(0, content.length))).toBe(true);
  });

  it('finds a wrong checksum, and a stream damaged anywhere', () => {
    const stored = compress(text);
    // Behind the magic number, the descriptor and the window size, which may as well be larger.
    for (let at = 6; at < stored.length; at += 1) {
      const damaged = Buffer.from(stored);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      expect(decompress(damaged).status, `byte ${at}`).not.toBe('end');
    }
  });

  it('is told by its content when a capture is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'honeysift-zstd-'));
    const path = join(folder, 'capture');
    const stored = compress(capture);
    writeFileSync(path, stored);
    expect(await readCapture(path, () => undefined)).toMatchObject({
      format: 'pcap+zst',
      packets: 4000,
      fileBytes: stored.length,
      losses: [],
    });
    writeFileSync(path, stored.subarray(0, stored.length - 6));
    const summary = await readCapture(path, () => undefined);
    expect(summary.losses.at(-1)).toMatchObject({ anomaly: 'truncated_zstd', bytes: null });
    rmSync(folder, { recursive: true });
  });
});

describe('zstd by hand', () => {
  const magic = [0x28, 0xb5, 0x2f, 0xfd];
  // One segment of 5 bytes: a raw block of 3, then a last one that repeats a byte twice.
  const raw = bytesOf(magic, [0x20, 5], [3 << 3, 0, 0], 'abc', [(2 << 3) | 2 | 1, 0, 0], 'z');

  it('reads raw and repeated blocks', () => {
    expect(decompress(raw)).toEqual({ content: Buffer.from('abczz'), status: 'end' });
  });

  it.each<[ZstdStatus, string, readonly number[]]>([
    ['truncated', 'a cut frame header', [0x28, 0xb5]],
    ['truncated', 'a cut block header', [...magic, 0x20, 5, 1]],
    ['corrupt', 'another format behind a frame', [...magic, 0x20, 0, 1, 0, 0, 1, 2, 3, 4, 5]],
    ['corrupt', 'a frame of another size than it says', [...magic, 0x20, 5, (3 << 3) | 1, 0, 0, 1, 2, 3]],
    ['corrupt', 'a reserved bit', [...magic, 0x28, 5, 0, 0]],
    ['corrupt', 'a reserved block type', [...magic, 0x20, 5, 7, 0, 0, 0]],
    ['corrupt', 'a block above the bound', [...magic, 0x20, 5, 1, 0, 0xff, 0]],
    ['corrupt', 'an empty compressed block', [...magic, 0x20, 5, 5, 0, 0]],
    ['unsupported', 'a dictionary', [...magic, 0x21, 9, 5, 1, 0, 0]],
    ['unsupported', 'a window of gigabytes', [...magic, 0x00, 0xff, 1, 0, 0]],
  ])('says %s of %s', (status, _name, bytes) => {
    expect(decompress(Uint8Array.from(bytes)).status).toBe(status);
  });
});

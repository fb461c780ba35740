import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { expandCaptures } from '#honeysift/packets/expand-captures.js';
import { readCapture } from '#honeysift/packets/read-capture.js';
import { zstdSource } from '#honeysift/packets/zstd-source.js';

import { bytesSource, compressWith, readAll } from '../../support/compressed.js';
import { bytesOf, ethernet, ipv4, pcapFile, tcp } from '../../support/packet-bytes.js';
import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const decompress = (stored: Uint8Array, most?: number, room?: number) =>
  readAll(zstdSource(bytesSource(stored, most), 'stored'), room);
const compress = (content: Uint8Array, ...options: readonly string[]) =>
  compressWith('zstd', content, ...options);

const capture = pcapFile(Array.from({ length: 4000 }, (_, at) => ethernet(ipv4(tcp(`payload ${at}`)))));
const text = Buffer.from('the quick brown fox jumps over the lazy dog; '.repeat(9000), 'latin1');
const all = Buffer.concat([capture, randomBytes(200_000), text, new Uint8Array(300_000), capture]);
const contents: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(7),
  zeros: new Uint8Array(1_000_000),
  'random bytes': randomBytes(300_000),
  text,
  'a capture': capture,
  'all of these': all,
};
const skipped = bytesOf([0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0], 'hello');

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
    it.each(Object.entries(contents))('gives back %s', async (_name, content) => {
      const { content: back, anomaly } = await decompress(compress(content, ...given));
      expect(anomaly).toBeNull();
      expect(back.equals(content)).toBe(true);
    });
  });

  it('does not depend on how the stream was cut', async () => {
    const stored = compress(all);
    for (const [most, room] of [
      [1, 100_000],
      [1000, 77],
      [70_000, 1_000_000],
    ] as const) {
      const { content, anomaly } = await decompress(stored, most, room);
      expect(anomaly).toBeNull();
      expect(content.equals(all)).toBe(true);
    }
  });

  it('reads frames one after another and passes over skippable ones', async () => {
    const stored = Buffer.concat([skipped, compress(text), skipped, compress(capture), skipped]);
    const { content, anomaly } = await decompress(stored, 3);
    expect(anomaly).toBeNull();
    expect(content.equals(Buffer.concat([text, capture]))).toBe(true);
  });

  it('gives what stands before the end of a truncated stream', async () => {
    const stored = compress(all);
    const { content, anomaly, offset } = await decompress(stored.subarray(0, stored.length - 5000));
    expect(anomaly).toBe('truncated_zstd');
    expect(content.length).toBeGreaterThan(100_000);
    expect(offset).toBe(content.length);
    expect(content.equals(all.subarray(0, content.length))).toBe(true);
  });

  it('gives the blocks before the damaged one', async () => {
    const stored = Buffer.concat([compress(text), compress(capture)]);
    // The type of the second frame's first block becomes one that does not exist.
    const at = compress(text).length + 6;
    stored[at] = (stored[at] ?? 0) | 6;
    const { content, anomaly, offset } = await decompress(stored);
    expect(anomaly).toMatch(/_zstd$/);
    expect(content.equals(text)).toBe(true);
    expect(offset).toBe(text.length);
  });

  it('finds a wrong checksum', async () => {
    const stored = compress(capture);
    const last = stored.length - 1;
    stored[last] = (stored[last] ?? 0) ^ 1;
    const { content, anomaly, offset } = await decompress(stored);
    expect(anomaly).toBe('corrupt_zstd');
    expect(content.equals(capture)).toBe(true);
    expect(offset).toBe(capture.length);
  });

  it.each([
    ['text', 1],
    ['a capture', 97],
  ])('hands over no wrong byte of %s silently, whatever bit flips', async (name, step) => {
    const content = Buffer.from(contents[name] ?? []);
    const stored = compress(content);
    let found = 0;
    let flips = 0;
    for (let bit = 0; bit < 8 * stored.length; bit += step) {
      const damaged = Buffer.from(stored);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      flips += 1;
      const result = await decompress(damaged).catch((error: unknown) => error);
      if (result instanceof Error) {
        expect(result, `bit ${bit}`).toMatchObject({ code: 'ERR_CAPTURE' });
        found += 1;
        continue;
      }
      const { content: back, anomaly } = result as Awaited<ReturnType<typeof decompress>>;
      if (anomaly === null) expect(back.equals(content), `bit ${bit}`).toBe(true);
      else found += 1;
    }
    // A frame header has bits that mean nothing, or whose change only asks for more memory.
    expect(found).toBeGreaterThanOrEqual(flips - 16);
    expect(flips).toBeGreaterThan(500);
  });

  it('is told by its content when a capture is read, and when a folder is looked through', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'capture');
      const stored = compress(capture);
      writeFileSync(path, stored);
      writeFileSync(join(folder, 'text'), compress(text));
      writeFileSync(join(folder, 'named.pcap.zst'), '');
      expect(await expandCaptures([folder])).toEqual([path, join(folder, 'named.pcap.zst')]);
      expect(await readCapture(path, () => undefined)).toMatchObject({
        format: 'pcap+zst',
        packets: 4000,
        fileBytes: stored.length,
        losses: [],
      });
      writeFileSync(path, stored.subarray(0, stored.length - 6));
      const summary = await readCapture(path, () => undefined);
      expect(summary.losses.at(-1)).toMatchObject({ anomaly: 'truncated_zstd', bytes: null });
    });
  });
});

describe('zstd by hand', () => {
  const magic = [0x28, 0xb5, 0x2f, 0xfd];
  // One segment of 5 bytes: a raw block of 3, then a last one that repeats a byte twice.
  const raw = bytesOf(magic, [0x20, 5], [3 << 3, 0, 0], 'abc', [(2 << 3) | 2 | 1, 0, 0], 'z');

  it('reads raw and repeated blocks', async () => {
    expect(await decompress(raw)).toEqual({ content: Buffer.from('abczz'), anomaly: null, offset: null });
  });

  it('passes over thousands of skippable frames in a row', async () => {
    const empty = bytesOf([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
    const stored = Buffer.concat([...Array.from({ length: 20_000 }, () => empty), raw]);
    expect(await decompress(stored)).toMatchObject({ content: Buffer.from('abczz'), anomaly: null });
  });

  it.each<[string, string, readonly number[]]>([
    ['truncated_zstd', 'a cut frame header', [0x28, 0xb5]],
    ['truncated_zstd', 'a cut block header', [...magic, 0x20, 5, 1]],
    ['truncated_zstd', 'a cut checksum', [...magic, 0x24, 0, 1, 0, 0, 1, 2]],
    ['truncated_zstd', 'a cut skippable frame', [...skipped.subarray(0, 10)]],
    ['corrupt_zstd', 'another format behind a frame', [...magic, 0x20, 0, 1, 0, 0, 1, 2, 3, 4, 5]],
    ['corrupt_zstd', 'a reserved bit', [...magic, 0x28, 5, 0, 0]],
    ['corrupt_zstd', 'a reserved block type', [...magic, 0x20, 5, 7, 0, 0, 0]],
  ])('says %s of %s', async (anomaly, _name, bytes) => {
    expect((await decompress(Uint8Array.from(bytes))).anomaly).toBe(anomaly);
  });

  it.each<[string, readonly number[]]>([
    ['a dictionary', [...magic, 0x21, 9, 5, 1, 0, 0]],
    ['a dictionary behind a skippable frame', [...skipped, ...magic, 0x21, 9, 5, 1, 0, 0]],
    ['a window of gigabytes', [...magic, 0x00, 0xff, 1, 0, 0]],
    ['a window just above the bound', [...magic, 0x00, (17 << 3) | 1, 1, 0, 0]],
    ['one segment of gigabytes', [...magic, 0xa0, 1, 0, 0, 0x80, 1, 0, 0]],
    ['one segment of exabytes', [...magic, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]],
  ])('refuses %s', async (_name, bytes) => {
    await expect(decompress(Uint8Array.from(bytes))).rejects.toMatchObject({ code: 'ERR_CAPTURE' });
  });
});

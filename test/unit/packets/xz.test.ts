import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { expandCaptures } from '#honeysift/packets/expand-captures.js';
import { readCapture } from '#honeysift/packets/read-capture.js';
import { xzSource } from '#honeysift/packets/xz-source.js';

import { bytesSource, compressWith, readAll } from '../../support/compressed.js';
import { ethernet, ipv4, pcapFile, tcp } from '../../support/packet-bytes.js';
import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const decompress = (stored: Uint8Array, most?: number, room?: number) =>
  readAll(xzSource(bytesSource(stored, most), 'stored'), room);
const compress = (content: Uint8Array, ...options: readonly string[]) =>
  compressWith('xz', content, ...options);

const capture = pcapFile(Array.from({ length: 4000 }, (_, at) => ethernet(ipv4(tcp(`payload ${at}`)))));
const text = Buffer.from('the quick brown fox jumps over the lazy dog; '.repeat(9000), 'latin1');
const all = Buffer.concat([capture, randomBytes(200_000), text, new Uint8Array(300_000), capture]);
const contents: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(7),
  zeros: new Uint8Array(1_000_000),
  'a capture': capture,
  'all of these': all,
};
/** What the library may keep to itself before damage. */
const kept = 64 * 1024;

describe.skipIf(!requireTool('xz'))('xz (skipped without the xz command)', () => {
  describe.each([['-0'], ['-6'], ['-9'], ['--check=crc32'], ['--check=none'], ['--block-size=50000']])(
    'compressed with %s',
    (option) => {
      it.each(Object.entries(contents))('gives back %s', async (_name, content) => {
        const { content: back, anomaly } = await decompress(compress(content, option));
        expect(anomaly).toBeNull();
        expect(back.equals(content)).toBe(true);
      });
    },
  );

  it('does not depend on how the stream was cut', async () => {
    const stored = compress(all);
    for (const [most, room] of [
      [1, 100_000],
      [1000, 77],
    ] as const) {
      const { content, anomaly } = await decompress(stored, most, room);
      expect(anomaly).toBeNull();
      expect(content.equals(all)).toBe(true);
    }
  });

  it('reads streams one after another, and zeros behind them', async () => {
    const stored = Buffer.concat([
      compress(text),
      new Uint8Array(8),
      compress(capture),
      new Uint8Array(70_000),
    ]);
    const { content, anomaly } = await decompress(stored);
    expect(anomaly).toBeNull();
    expect(content.equals(Buffer.concat([text, capture]))).toBe(true);
  });

  it('says so when something else stands behind a stream', async () => {
    const { content, anomaly, offset } = await decompress(Buffer.concat([compress(text), text]));
    expect({ anomaly, offset }).toEqual({ anomaly: 'corrupt_xz', offset: content.length });
    expect(content.length).toBeGreaterThanOrEqual(text.length - kept);
    expect(content.equals(text.subarray(0, content.length))).toBe(true);
  });

  it('gives what stands before the end of a truncated stream', async () => {
    const stored = compress(all);
    const { content, anomaly, offset } = await decompress(stored.subarray(0, stored.length - 5000));
    expect({ anomaly, offset }).toEqual({ anomaly: 'truncated_xz', offset: content.length });
    expect(content.length).toBeGreaterThan(100_000);
    expect(content.equals(all.subarray(0, content.length))).toBe(true);
    for (const length of [6, 11, 12, 30, stored.length - 1]) {
      expect((await decompress(stored.subarray(0, length))).anomaly, `${length} bytes`).toBe('truncated_xz');
    }
  });

  it('gives what stands before damage, but for what the library keeps', async () => {
    const stored = compress(all, '--block-size=50000', '--check=crc32');
    const blocks = 4;
    const at = compress(all.subarray(0, blocks * 50_000), '--block-size=50000', '--check=crc32').length;
    stored[at] = (stored[at] ?? 0) ^ 0x40;
    const { content, anomaly, offset } = await decompress(stored);
    expect({ anomaly, offset }).toEqual({ anomaly: 'corrupt_xz', offset: content.length });
    expect(content.length).toBeGreaterThanOrEqual(blocks * 50_000 - kept);
    expect(
      content.subarray(0, blocks * 50_000).equals(all.subarray(0, Math.min(content.length, blocks * 50_000))),
    ).toBe(true);
  });

  it('finds a stream damaged anywhere', async () => {
    const stored = compress(text);
    for (let at = 6; at < stored.length; at += 1) {
      const damaged = Buffer.from(stored);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      const result: unknown = await decompress(damaged).catch((error: unknown) => error);
      if (result instanceof Error) {
        expect(result, `byte ${at}`).toMatchObject({ code: 'ERR_CAPTURE' });
        continue;
      }
      // The first byte of a range coder says nothing.
      const { content, anomaly } = result as Awaited<ReturnType<typeof decompress>>;
      expect(anomaly !== null || content.equals(text), `byte ${at}`).toBe(true);
    }
  });

  it.each([['--check=sha256'], ['--lzma2=dict=128MiB'], ['--x86', '--lzma2=preset=6']])(
    'refuses %s',
    async (...options) => {
      await expect(decompress(compress(text, ...options))).rejects.toMatchObject({
        code: 'ERR_CAPTURE',
        message: expect.stringContaining('xz -d') as string,
      });
      // Nothing stays locked.
      expect((await decompress(compress(text))).anomaly).toBeNull();
    },
  );

  it('lets a second source wait until the first is closed', async () => {
    const first = xzSource(bytesSource(compress(all)), 'first');
    expect(await first.read(new Uint8Array(10))).toBe(10);
    const second = decompress(compress(text));
    await first.close();
    expect((await second).content.equals(text)).toBe(true);
  });

  it('is told by its content when a capture is read, and when a folder is looked through', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'capture');
      const stored = compress(capture);
      writeFileSync(path, stored);
      writeFileSync(join(folder, 'text'), compress(text));
      writeFileSync(join(folder, 'unreadable'), compress(capture, '--check=sha256'));
      writeFileSync(join(folder, 'named.cap.xz'), '');
      expect(await expandCaptures([folder])).toEqual([path, join(folder, 'named.cap.xz')]);
      const expected = { format: 'pcap+xz', packets: 4000, fileBytes: stored.length, losses: [] };
      expect(await readCapture(path, () => undefined)).toMatchObject(expected);
      const twice = [path, path].map((one) => readCapture(one, () => undefined));
      expect(await Promise.all(twice)).toMatchObject([expected, expected]);
      writeFileSync(path, stored.subarray(0, stored.length - 6));
      const summary = await readCapture(path, () => undefined);
      expect(summary.losses.at(-1)).toMatchObject({ anomaly: 'truncated_xz', bytes: null });
    });
  });
});

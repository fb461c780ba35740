import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';
import { readCapture } from '#honeysift/packets/read-capture.js';
import type { ReadCaptureOptions } from '#honeysift/packets/read-capture.js';

import { bytesOf, ethernet, ipv4, pcapFile, tcp } from '../../support/packet-bytes.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'honeysift-packets-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const packets = Array.from({ length: 3000 }, (_, at) => ethernet(ipv4(tcp(`payload ${at}`))));
const capture = pcapFile(packets);
const expected = packets.map((_, at) => `payload ${at}`);

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function payloadsOf(path: string, options?: ReadCaptureOptions) {
  const payloads: string[] = [];
  const summary = await readCapture(
    path,
    ({ columns, bytes }) => {
      for (let row = 0; row < columns.rows; row += 1) {
        const at = columns.payloadOffset[row] ?? 0;
        const payload = bytes.subarray(at, at + (columns.payloadCaptured[row] ?? 0));
        payloads.push(Buffer.from(payload).toString('latin1'));
      }
    },
    options,
  );
  return { payloads, summary };
}

async function failure(path: string, options?: ReadCaptureOptions): Promise<HoneysiftError> {
  const error: unknown = await payloadsOf(path, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof HoneysiftError)) throw new Error(`no HoneysiftError but ${String(error)}`);
  return error;
}

describe('readCapture', () => {
  it('sums a capture up', async () => {
    const path = write('plain.pcap', capture);
    const { payloads, summary } = await payloadsOf(path);
    expect(payloads).toEqual(expected);
    expect(summary).toEqual({
      path,
      digest: createHash('sha256').update(capture).digest('hex'),
      contentDigest: createHash('sha256').update(capture).digest('hex'),
      format: 'pcap',
      fileBytes: capture.length,
      packets: 3000,
      filteredOut: 0,
      bytes: packets.reduce((sum, { length }) => sum + length, 0),
      firstNs: 1_000_000_000_000_005_000n,
      lastNs: 1_000_002_999_000_005_000n,
      anomalies: {},
      losses: [],
      scannerMarks: { mirai: 0, masscan: 0, zmap: 0 },
    });
  });

  it.each([1, 7, 24, 100, 4096, 70_000])(
    'gives the same packets from chunks of %i bytes',
    async (chunkBytes) => {
      const path = write('chunks.pcap', chunkBytes < 24 ? pcapFile(packets.slice(0, 50)) : capture);
      const { payloads } = await payloadsOf(path, { chunkBytes, batchRows: 17 });
      expect(payloads).toEqual(chunkBytes < 24 ? expected.slice(0, 50) : expected);
    },
  );

  it('grows its buffer for a record longer than a chunk, and shrinks nothing for it', async () => {
    const ng = new PcapngWriter();
    const frame = ethernet(ipv4(tcp('small')));
    const big = ng.block(0x7777, new Uint8Array(3_000_000));
    const path = write(
      'big.pcapng',
      bytesOf(ng.section(), ng.interface(), ng.enhanced(frame, 1n), big, ng.enhanced(frame, 2n)),
    );
    const { payloads, summary } = await payloadsOf(path, { chunkBytes: 10_000 });
    expect(payloads).toEqual(['small', 'small']);
    expect(summary).toMatchObject({ format: 'pcapng', losses: [] });
  });

  it('knows gzip by its content, also of several members', async () => {
    const stored = Buffer.concat([gzipSync(capture.subarray(0, 1000)), gzipSync(capture.subarray(1000))]);
    const { payloads, summary } = await payloadsOf(write('members', stored));
    expect(payloads).toEqual(expected);
    const digest = createHash('sha256').update(stored).digest('hex');
    expect(summary).toMatchObject({
      format: 'pcap+gz',
      fileBytes: stored.length,
      digest,
      contentDigest: createHash('sha256').update(capture).digest('hex'),
      losses: [],
    });
  });

  it('keeps all that a truncated gzip stream still yields', async () => {
    const stored = gzipSync(capture, { level: 1 });
    const { payloads, summary } = await payloadsOf(write('cut.gz', stored.subarray(0, stored.length >> 1)));
    expect(payloads.length).toBeGreaterThan(1000);
    expect(payloads).toEqual(expected.slice(0, payloads.length));
    expect(summary.losses.at(-1)).toMatchObject({ anomaly: 'truncated_gzip', bytes: null });
    expect(summary.anomalies['truncated_gzip']).toBe(1);
    // What broke off is never taken for a whole capture that ends there.
    expect(summary.contentDigest).toBe(summary.digest);
  });

  it('keeps all that stands before the damage of a corrupt gzip stream', async () => {
    const stored = gzipSync(capture);
    stored.fill(0, stored.length - 8);
    const { payloads, summary } = await payloadsOf(write('corrupt.gz', stored));
    expect(payloads).toEqual(expected);
    expect(summary.losses).toEqual([{ anomaly: 'corrupt_gzip', offset: capture.length, bytes: null }]);
    expect(summary.digest).toBe(createHash('sha256').update(stored).digest('hex'));
  });

  it('keeps what stands before the second of two members that is none', async () => {
    const broken = gzipSync(capture.subarray(70_000));
    broken.fill(0xff, 10, 40);
    const { summary } = await payloadsOf(
      write('second.gz', Buffer.concat([gzipSync(capture.subarray(0, 70_000)), broken])),
    );
    expect(summary.losses.at(-1)).toMatchObject({ anomaly: 'corrupt_gzip', bytes: null });
    expect(summary.losses.at(-1)?.offset).toBeGreaterThanOrEqual(70_000);
  });

  it('passes over zeros behind gzip, but says so when something else stands there', async () => {
    const padded = Buffer.concat([gzipSync(capture), Buffer.alloc(100_000)]);
    expect((await payloadsOf(write('padded.gz', padded))).summary).toMatchObject({
      fileBytes: padded.length,
      digest: createHash('sha256').update(padded).digest('hex'),
      losses: [],
    });
    const lost = gzipSync(capture.subarray(1000));
    lost[0] = 0;
    const { summary } = await payloadsOf(
      write('lost.gz', Buffer.concat([gzipSync(capture.subarray(0, 1000)), lost])),
    );
    expect(summary.losses.at(-1)).toEqual({ anomaly: 'corrupt_gzip', offset: 1000, bytes: null });
  });

  it('reads standard input for "-"', async () => {
    const { spawnSync } = await import('node:child_process');
    const module = new URL('../../../dist/packets/read-capture.js', import.meta.url).href;
    const program = `import { readCapture } from '${module}';
      let rows = 0;
      const summary = await readCapture('-', ({ columns }) => { rows += columns.rows; });
      console.log(rows, summary.digest);`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      input: capture,
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe(`3000 ${createHash('sha256').update(capture).digest('hex')}`);
  });

  it('stops when cancelled', async () => {
    const path = write('cancelled.pcap', capture);
    const context = {
      cancelFlag: new Int32Array(1),
      throwIfCancelled() {
        throw new HoneysiftError('ERR_CANCELLED', 'cancelled');
      },
    };
    expect((await failure(path, { context })).code).toBe('ERR_CANCELLED');
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['text', bytesOf('just some text, really'), /no capture: at byte 0 stands 6a757374/],
    ['an empty file', new Uint8Array(0), /empty/],
    ['three bytes', Uint8Array.of(1, 2, 3), /at byte 0 stands 010203/],
    ['xz in gzip', gzipSync(bytesOf([0xfd], '7zXZ', [0, 0, 4])), /gzip of what is xz.*xz -d/],
    ['a cut xz', bytesOf([0xfd], '7zXZ', [0, 0, 4]), /xz of what is empty/],
    ['zstd with a window of gigabytes', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0), /window/],
    ['gzip in gzip', gzipSync(gzipSync(capture)), /gzip of what is gzip once more/],
    ['zstd with a dictionary', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x21, 9, 0), /dictionary/],
    ['gzipped text', gzipSync('just some text'), /gzip of what is no capture/],
    ['an empty gzip', gzipSync(''), /gzip of what is empty/],
    ['snoop', bytesOf('snoop', [0, 0, 0, 0, 0, 0, 2]), /snoop/],
  ])('says what %s is, where and what to do', async (name, bytes, message) => {
    const path = write(name, bytes);
    const error = await failure(path);
    expect(error.code).toBe('ERR_CAPTURE');
    expect(error.message).toContain(path);
    expect(error.message).toMatch(message);
  });

  it('says what is wrong with a path', async () => {
    expect(await failure(join(folder, 'absent.pcap'))).toMatchObject({ code: 'ERR_CAPTURE' });
    expect((await failure(folder)).message).toMatch(/is a directory/);
  });
});

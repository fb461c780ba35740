import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { besideDigest, inPlaceDigest, newStreamDigest } from '#honeysift/native/stream-digest.js';
import { digestedSource } from '#honeysift/packets/digest-source.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytes = Uint8Array.from({ length: 5000 }, (_, at) => (at * 31 + 7) & 255);

describe.each([
  ['on another thread', besideDigest],
  ['in place', inPlaceDigest],
  ['as chosen for this processor', newStreamDigest],
])('SHA-256 of a stream, %s', (_name, make) => {
  it('agrees with node:crypto at every length around a block', async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 5000]) {
      const digest = make();
      await digest.update(bytes.subarray(0, length));
      expect(digest.finish(), `${length} bytes`).toBe(sha256(bytes.subarray(0, length)));
    }
  });

  it('does not depend on how the stream was cut', async () => {
    for (const size of [1, 13, 64, 100, 3000]) {
      const digest = make();
      for (let at = 0; at < bytes.length; at += size) await digest.update(bytes.subarray(at, at + size));
      expect(digest.finish()).toBe(sha256(bytes));
    }
  });
});

it('takes one update at a time', async () => {
  const digest = besideDigest();
  const first = digest.update(bytes);
  expect(() => digest.update(bytes)).toThrow(/not done/);
  expect(() => digest.finish()).toThrow(/not done/);
  await first;
  expect(digest.finish()).toBe(sha256(bytes));
});

it('digests what was read though the buffer is filled again at once', async () => {
  const into = new Uint8Array(64);
  let round = 0;
  const source = digestedSource({
    read(buffer) {
      round += 1;
      if (round > 500) return Promise.resolve(0);
      buffer.fill(round & 255);
      return Promise.resolve(buffer.length);
    },
    close: () => Promise.resolve(),
  });
  while ((await source.read(into)) > 0);
  expect(source.bytes()).toBe(64 * 500);
  const all = Uint8Array.from({ length: 64 * 500 }, (_, at) => (Math.floor(at / 64) + 1) & 255);
  expect(await source.digest()).toBe(sha256(all));
});

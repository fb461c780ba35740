import { newStreamDigest } from '../native/stream-digest.js';
import type { ByteSource } from './byte-source.js';
import type { DigestSource } from './counted-source.js';

/**
 * Computes size and SHA-256 of what passes through. What was read into a buffer is digested while the caller works with it;
 * reading into the same buffer again waits for that.
 */
export function digestedSource(source: ByteSource): DigestSource {
  const digest = newStreamDigest();
  const underWay = new WeakMap<ArrayBufferLike, Promise<void>>();
  let last = Promise.resolve();
  let bytes = 0;
  return {
    async read(into) {
      await underWay.get(into.buffer);
      const count = await source.read(into);
      if (count === 0) return 0;
      bytes += count;
      last = last.then(() => digest.update(into.subarray(0, count)));
      underWay.set(into.buffer, last);
      return count;
    },
    async close() {
      await last;
      await source.close();
    },
    bytes: () => bytes,
    async digest() {
      await last;
      return digest.finish();
    },
  };
}

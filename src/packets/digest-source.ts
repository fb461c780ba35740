import { newStreamDigest } from '../native/stream-digest.js';
import type { ByteSource } from './byte-source.js';

export interface DigestSource extends ByteSource {
  /** Bytes read so far. */
  bytes(): number;
  /** SHA-256 of everything read, hex, or empty when nobody wanted it; ends the source. */
  digest(): Promise<string>;
}

/**
 * Computes size and, when it is wanted, SHA-256 of what passes through. What was read into a buffer is digested while the
 * caller works with it; reading into the same buffer again waits for that.
 */
export function digestSource(source: ByteSource, isWanted = true): DigestSource {
  return isWanted ? digestedSource(source) : countedSource(source);
}

/** Size alone; the digest is empty. */
function countedSource(source: ByteSource): DigestSource {
  let bytes = 0;
  return {
    async read(into) {
      const count = await source.read(into);
      bytes += count;
      return count;
    },
    close: () => source.close(),
    bytes: () => bytes,
    digest: () => Promise.resolve(''),
  };
}

function digestedSource(source: ByteSource): DigestSource {
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

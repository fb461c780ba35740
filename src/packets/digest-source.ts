import { createHash } from 'node:crypto';

import type { ByteSource } from './byte-source.js';

export interface DigestSource extends ByteSource {
  /** Bytes read so far. */
  bytes(): number;
  /** SHA-256 of everything read, hex; ends the source. */
  digest(): string;
}

/** Computes size and SHA-256 of what passes through. */
export function digestSource(source: ByteSource): DigestSource {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async read(into) {
      const count = await source.read(into);
      if (count > 0) hash.update(into.subarray(0, count));
      bytes += count;
      return count;
    },
    close: () => source.close(),
    bytes: () => bytes,
    digest: () => hash.digest('hex'),
  };
}

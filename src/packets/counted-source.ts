import type { ByteSource } from './byte-source.js';

export interface DigestSource extends ByteSource {
  /** Bytes read so far. */
  bytes(): number;
  /** SHA-256 of everything read, hex, or empty when nobody wanted it; ends the source. */
  digest(): Promise<string>;
}

/** Size alone; the digest is empty. */
export function countedSource(source: ByteSource): DigestSource {
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

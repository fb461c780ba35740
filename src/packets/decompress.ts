import { prepend, readFully, type ByteSource } from './byte-source.js';
import { looksLikeGzip, looksLikeXz, looksLikeZstd } from './capture-signature.js';
import type { DecompressedSource } from './decompressed-source.js';
import { openFileSource } from './file-source.js';

const signatureBytes = 6;

type Compression = 'gz' | 'zst' | 'xz' | null;

/** A source that is decompressed when its first bytes say that it is compressed. */
export interface OpenedSource extends DecompressedSource {
  readonly compression: Compression;
}

/**
 * Decompressors are loaded when they are wanted: loading them takes longer than reading a small capture.
 * `path` is where the source was opened from; `-` cannot be opened again.
 */
export async function decompress(source: ByteSource, path: string): Promise<OpenedSource> {
  const first = await readFully(source, signatureBytes);
  const whole = prepend(first, source);
  if (looksLikeGzip(first)) {
    const reopen = path === '-' ? undefined : () => openFileSource(path);
    const { gunzipSource } = await import('./gunzip-source.js');
    return { compression: 'gz', ...gunzipSource(whole, reopen) };
  }
  if (looksLikeZstd(first)) {
    const { zstdSource } = await import('./zstd-source.js');
    return { compression: 'zst', ...zstdSource(whole, path) };
  }
  if (looksLikeXz(first)) {
    const { xzSource } = await import('./xz-source.js');
    return { compression: 'xz', ...xzSource(whole, path) };
  }
  return { compression: null, ...whole, loss: () => null };
}

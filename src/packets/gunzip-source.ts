import { createGunzip } from 'node:zlib';

import type { CaptureLoss } from '../model/capture.js';
import type { ByteSource } from './byte-source.js';

export interface GunzipSource extends ByteSource {
  /** What broke the compressed stream off, or null. */
  loss(): CaptureLoss | null;
}

const inputBytes = 64 * 1024;

/**
 * Decompresses gzip, also several members in a row. A truncated or corrupt stream is no error: it ends where it breaks
 * off, after all that was decompressed before, and `loss()` says so.
 */
export function gunzipSource(source: ByteSource): GunzipSource {
  const gunzip = createGunzip();
  const input = new Uint8Array(inputBytes);
  const pieces: Buffer[] = [];
  let produced = 0;
  let failure: (Error & { code?: string }) | undefined;
  let ended = false;
  // Flowing mode hands every piece over before an error can discard what a paused stream still holds.
  gunzip.on('data', (piece: Buffer) => {
    produced += piece.length;
    pieces.push(piece);
  });
  gunzip.on('error', (error) => {
    failure = error;
    ended = true;
  });
  const closed = new Promise<void>((resolve) => {
    gunzip.on('close', () => {
      ended = true;
      resolve();
    });
  });

  async function advance(): Promise<void> {
    const count = await source.read(input);
    if (count === 0) {
      gunzip.end();
      return closed;
    }
    const written = new Promise<void>((resolve) => {
      gunzip.write(input.subarray(0, count), () => {
        resolve();
      });
    });
    await Promise.race([written, closed]);
  }

  return {
    async read(into) {
      while (pieces.length === 0 && !ended) await advance();
      const piece = pieces[0];
      if (piece === undefined) return 0;
      const part = piece.subarray(0, into.length);
      into.set(part);
      if (part.length === piece.length) pieces.shift();
      else pieces[0] = piece.subarray(part.length);
      return part.length;
    },
    async close() {
      gunzip.destroy();
      await source.close();
    },
    loss() {
      if (failure === undefined) return null;
      const anomaly = failure.code === 'Z_BUF_ERROR' ? 'truncated_gzip' : 'corrupt_gzip';
      return { anomaly, offset: produced, bytes: null };
    },
  };
}

import { drain, readFully, type ByteSource } from './byte-source.js';
import type { DecompressedSource } from './decompressed-source.js';
import { Inflater } from './inflater.js';

const inputBytes = 64 * 1024;

/**
 * Decompresses gzip, also several members in a row. A truncated or corrupt stream is no error: it ends where it breaks
 * off, after all that was decompressed before, and `loss()` says so. zlib keeps to itself what it made of the input that
 * broke it, up to 16 KiB: `reopen`, when given, must open the same source again to get that as well.
 */
export function gunzipSource(source: ByteSource, reopen?: () => Promise<ByteSource>): DecompressedSource {
  const input = new Uint8Array(inputBytes);
  const pieces: Uint8Array[] = [];
  let consumed = 0;
  let produced = 0;
  let isDone = false;
  let isCutOff = false;
  const take = (piece: Uint8Array): void => {
    produced += piece.length;
    pieces.push(piece);
  };
  const inflater = new Inflater(take);

  async function advance(): Promise<void> {
    const count = await source.read(input);
    if (count > 0) await inflater.write(input.subarray(0, count));
    else await inflater.end();
    if (inflater.failure && inflater.failure.code !== 'Z_BUF_ERROR' && reopen) {
      await salvage(await reopen(), consumed, produced, take);
    }
    consumed += count;
    // Input that was not used stands behind the last member. Padding there is zeros; anything else was a member once.
    const unused = inflater.failure ? 0 : Math.min(count, consumed - inflater.used);
    if (unused > 0) {
      isCutOff = input.subarray(count - unused, count).some((byte) => byte !== 0) || (await drain(source));
    }
    isDone = count === 0 || unused > 0 || inflater.isClosed || inflater.failure !== undefined;
  }

  return {
    async read(into) {
      while (pieces.length === 0 && !isDone) await advance();
      const piece = pieces[0];
      if (piece === undefined) return 0;
      const part = piece.subarray(0, into.length);
      into.set(part);
      if (part.length === piece.length) pieces.shift();
      else pieces[0] = piece.subarray(part.length);
      return part.length;
    },
    async close() {
      inflater.destroy();
      await source.close();
    },
    loss() {
      if (inflater.failure === undefined && !isCutOff) return null;
      const anomaly = inflater.failure?.code === 'Z_BUF_ERROR' ? 'truncated_gzip' : 'corrupt_gzip';
      return { anomaly, offset: produced, bytes: null };
    },
  };
}

/** Goes over a corrupt stream again, byte by byte behind `good`, and hands over what it yields beyond `known` bytes. */
async function salvage(
  source: ByteSource,
  good: number,
  known: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  let skip = known;
  const inflater = new Inflater((piece) => {
    const fresh = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - fresh.length;
    if (fresh.length > 0) onPiece(fresh);
  });
  try {
    for (let at = 0; at < good; at += inputBytes) {
      await inflater.write(await readFully(source, Math.min(inputBytes, good - at)));
    }
    const last = await readFully(source, inputBytes);
    for (let at = 0; at < last.length && !inflater.failure; at += 1)
      await inflater.write(last.subarray(at, at + 1));
  } finally {
    inflater.destroy();
    await source.close();
  }
}

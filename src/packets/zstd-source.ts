import zstd from 'zstd-napi/binding.js';

import { HoneysiftError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import type { DecompressedSource } from './decompressed-source.js';

const inputBytes = 64 * 1024;
/** What a frame, or a skippable one, begins with. */
const frameStart = 5;
/** 128 MiB: what the zstd command allows without being told otherwise. */
const maxWindowLog = 27;

/** The library's words for frames that are sound, but ask for what is not given. */
const beyondBounds = /too much memory|dictionary/i;

/**
 * Decompresses zstd, also several frames in a row; skippable ones are passed over. Checksums are verified. `loss()` tells
 * of a truncated or corrupt stream; all blocks before the damaged one are delivered. Reading throws HoneysiftError
 * ERR_CAPTURE when nothing can be decompressed because the first frame needs a dictionary or a window above 128 MiB.
 */
export function zstdSource(source: ByteSource, name: string): DecompressedSource {
  const context = new zstd.DCtx();
  context.setParameter(zstd.DParameter.windowLogMax, maxWindowLog);
  const stored = new Uint8Array(inputBytes);
  let input = stored.subarray(0, 0);
  let produced = 0;
  let isInFrame = false;
  let isDone = false;
  /** The content that was made did not fit: more follows without more input. */
  let isFull = false;
  /** Input that takes the library to the end of the current block. */
  let wanted = frameStart;
  let anomaly: 'truncated_zstd' | 'corrupt_zstd' | null = null;

  async function refill(): Promise<void> {
    const count = await source.read(stored);
    input = stored.subarray(0, count);
    isDone = count === 0;
    if (isDone && isInFrame) anomaly = 'truncated_zstd';
  }

  function step(into: Uint8Array): number {
    // A block at a time: the library does not say what it made of earlier blocks when a later one is corrupt.
    const piece = isFull ? input.subarray(0, 0) : input.subarray(0, wanted);
    try {
      const [hint, made, used] = context.decompressStream(into, piece);
      input = input.subarray(used);
      produced += made;
      isInFrame = hint !== 0;
      isFull = made === into.length && isInFrame;
      wanted = isInFrame ? hint : frameStart;
      return made;
    } catch (cause) {
      isDone = true;
      if (produced === 0 && beyondBounds.test(String(cause))) throw tooMuch(name, cause);
      anomaly = 'corrupt_zstd';
      return 0;
    }
  }

  return {
    async read(into) {
      if (into.length === 0) return 0;
      while (!isDone) {
        if (input.length === 0 && !isFull) {
          await refill();
          continue;
        }
        const made = step(into);
        if (made > 0) return made;
      }
      return 0;
    },
    close: () => source.close(),
    loss: () => anomaly && { anomaly, offset: produced, bytes: null },
  };
}

function tooMuch(name: string, cause: unknown): HoneysiftError {
  const hint =
    'it needs a dictionary or a window above 128 MiB; decompress it with "zstd -d --long=31" first';
  return new HoneysiftError(
    'ERR_CAPTURE',
    `${name} is zstd-compressed in a way that cannot be read: ${hint}`,
    { cause },
  );
}

import { HoneysiftError } from '../errors.js';
import { ZstdDecoder, type ZstdStatus } from '../native/zstd-decoder.js';
import type { ByteSource } from './byte-source.js';
import type { DecompressedSource } from './decompressed-source.js';

/** Room for a block of the greatest size (128 KiB) behind what is left of the one before. */
const inputBytes = 512 * 1024;

/**
 * Decompresses zstd. `loss()` tells of a truncated or corrupt stream; all that was decompressed before is delivered.
 * Reading throws HoneysiftError ERR_CAPTURE when a dictionary or a window above 128 MiB is needed.
 */
export function zstdSource(source: ByteSource, name: string): DecompressedSource {
  const decoder = new ZstdDecoder();
  const input = new Uint8Array(inputBytes);
  let [start, end] = [0, 0];
  let needed = 1;
  let isEnd = false;
  let produced = 0;
  let final: ZstdStatus | null = null;

  async function fill(): Promise<void> {
    input.copyWithin(0, start, end);
    [start, end] = [0, end - start];
    while (end < needed && !isEnd) {
      const count = await source.read(input.subarray(end));
      end += count;
      isEnd = count === 0;
    }
  }

  return {
    async read(into) {
      while (final === null) {
        if (end - start < needed && !isEnd) await fill();
        const step = decoder.decode(input.subarray(start, end), isEnd, into);
        start += step.consumed;
        needed = step.needed;
        produced += step.produced;
        if (step.status === 'unsupported') {
          const hint =
            'it needs a dictionary or a window above 128 MiB; decompress it with "zstd -d --long=31" first';
          throw new HoneysiftError(
            'ERR_CAPTURE',
            `${name} is zstd-compressed in a way that cannot be read: ${hint}`,
          );
        }
        if (step.status !== 'need-bytes' && step.status !== 'output-full') final = step.status;
        if (step.produced > 0) return step.produced;
      }
      return 0;
    },
    close: () => source.close(),
    loss() {
      if (final !== 'truncated' && final !== 'corrupt') return null;
      return { anomaly: `${final}_zstd`, offset: produced, bytes: null };
    },
  };
}

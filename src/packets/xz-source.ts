import { ReadableStream, type ReadableStreamDefaultReader } from 'node:stream/web';
import xz from 'xz-decompress';

import { HoneysiftError } from '../errors.js';
import { readFully, type ByteSource } from './byte-source.js';
import type { DecompressedSource } from './decompressed-source.js';

const inputBytes = 64 * 1024;
/** Fed at once: the library keeps to itself what it made of the piece that turned out to be corrupt. */
const pieceBytes = 256;

/** Codes of the library's errors, as in xz_ret of XZ Embedded. */
const xzError = { unsupportedCheck: 2, memoryLimit: 4, options: 6, noProgress: 8 } as const;
const unsupported: readonly number[] = [xzError.unsupportedCheck, xzError.memoryLimit, xzError.options];

/**
 * Decompresses xz, also several streams in a row. `loss()` tells of a truncated or corrupt stream; all that was
 * decompressed before is delivered, of a corrupt one all but up to 64 KiB. Reading throws HoneysiftError ERR_CAPTURE when
 * a dictionary above 64 MiB, a filter other than LZMA2 or a check other than CRC32 and CRC64 is needed. A thread
 * decompresses one such source at a time: the first read of the next one waits until this one ends or is closed.
 */
export function xzSource(source: ByteSource, name: string): DecompressedSource {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let content: Uint8Array = new Uint8Array(0);
  let produced = 0;
  let isDone = false;
  let anomaly: 'truncated_xz' | 'corrupt_xz' | null = null;

  async function advance(): Promise<void> {
    reader ??= new xz.XzReadableStream(inPieces(source)).getReader();
    try {
      const step = await reader.read();
      isDone = step.done;
      content = step.value ?? content;
      produced += content.length;
    } catch (error) {
      isDone = true;
      if (error instanceof HoneysiftError) throw error;
      const code = Number(/error code (\d+)/.exec(String(error))?.[1]);
      if (unsupported.includes(code)) throw tooMuch(name, error);
      anomaly = code === xzError.noProgress ? 'truncated_xz' : 'corrupt_xz';
    }
  }

  return {
    async read(into) {
      while (content.length === 0 && !isDone) await advance();
      const part = content.subarray(0, into.length);
      into.set(part);
      content = content.subarray(part.length);
      return part.length;
    },
    async close() {
      // A stream that failed refuses to be cancelled; what it held is released already.
      await reader?.cancel().catch(() => undefined);
      await source.close();
    },
    loss: () => anomaly && { anomaly, offset: produced, bytes: null },
  };
}

function inPieces(source: ByteSource): ReadableStream<Uint8Array> {
  let left: Uint8Array = new Uint8Array(0);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (left.length === 0) left = await readFully(source, inputBytes);
        if (left.length === 0) {
          controller.close();
          return;
        }
        controller.enqueue(left.subarray(0, pieceBytes));
        left = left.subarray(pieceBytes);
      },
    },
    { highWaterMark: 0 },
  );
}

function tooMuch(name: string, cause: unknown): HoneysiftError {
  const hint =
    'it needs a large dictionary, a filter or a check that are not supported; decompress it with "xz -d" first';
  return new HoneysiftError('ERR_CAPTURE', `${name} is xz-compressed in a way that cannot be read: ${hint}`, {
    cause,
  });
}

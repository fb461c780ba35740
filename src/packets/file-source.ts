import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { HoneysiftError } from '../errors.js';
import type { ByteSource } from './byte-source.js';

/**
 * Opens a file, or standard input for `-`.
 * @throws HoneysiftError ERR_CAPTURE when it cannot be opened or is a directory.
 */
export async function openFileSource(path: string): Promise<ByteSource> {
  if (path === '-') return streamSource(process.stdin);
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isDirectory()) {
      await file.close();
      throw new HoneysiftError('ERR_CAPTURE', `${path} is a directory; name a capture file`);
    }
    return {
      async read(into) {
        try {
          return (await file.read(into, 0, into.length)).bytesRead;
        } catch (cause) {
          throw unreadable(path, cause);
        }
      },
      close: () => file.close(),
    };
  } catch (cause) {
    throw cause instanceof HoneysiftError ? cause : unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): HoneysiftError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HoneysiftError(
    'ERR_CAPTURE',
    `${path} cannot be read: ${why}; check the path and your permissions`,
    {
      cause,
    },
  );
}

function streamSource(stream: Readable): ByteSource {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let left: Uint8Array = new Uint8Array(0);
  return {
    async read(into) {
      while (left.length === 0) {
        const next = await pieces.next();
        if (next.done === true) return 0;
        left = next.value;
      }
      const piece = left.subarray(0, into.length);
      into.set(piece);
      left = left.subarray(piece.length);
      return piece.length;
    },
    async close() {
      await pieces.return?.();
    },
  };
}

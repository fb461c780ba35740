import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { HoneysiftError } from '../errors.js';
import type { ByteSource } from './byte-source.js';

const longestTurnMs = 20;

/**
 * Opens a file, or standard input for `-`.
 * @throws HoneysiftError ERR_CAPTURE when it cannot be opened or is a directory.
 */
export async function openFileSource(path: string): Promise<ByteSource> {
  if (path === '-') return streamSource(process.stdin);
  try {
    const file = await open(path, 'r');
    const facts = await file.stat();
    if (facts.isDirectory()) {
      await file.close();
      throw new HoneysiftError('ERR_CAPTURE', `${path} is a directory; name a capture file`);
    }
    return fileSource(file, path, facts.isFile());
  } catch (cause) {
    throw cause instanceof HoneysiftError ? cause : unreadable(path, cause);
  }
}

/**
 * Reads in this thread: handing each read to another one costs more than reading from the page cache. Others get their turn
 * now and then: an abort must be heard when there is no worker thread.
 */
function fileSource(file: FileHandle, path: string, isRegular: boolean): ByteSource {
  let turnAt = performance.now();
  return {
    async read(into) {
      const now = performance.now();
      if (now - turnAt > longestTurnMs) {
        await setImmediate();
        turnAt = performance.now();
      }
      try {
        // Others, a pipe above all, may keep one waiting.
        return isRegular ? readSync(file.fd, into) : (await file.read(into, 0, into.length)).bytesRead;
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    close: () => file.close(),
  };
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

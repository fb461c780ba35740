import { closeSync, openSync, readSync, statSync } from 'node:fs';
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
    const facts = statSync(path);
    if (facts.isDirectory()) {
      throw new HoneysiftError('ERR_CAPTURE', `${path} is a directory; name a capture file`);
    }
    return facts.isFile() ? fileSource(openSync(path, 'r'), path) : otherSource(await open(path, 'r'), path);
  } catch (cause) {
    throw cause instanceof HoneysiftError ? cause : unreadable(path, cause);
  }
}

/**
 * Opens and reads in this thread: handing each step to another one costs more than reading from the page cache. Others get their turn
 * now and then: an abort must be heard when there is no worker thread.
 */
function fileSource(descriptor: number, path: string): ByteSource {
  let turnAt = performance.now();
  let isOpen = true;
  return {
    async read(into) {
      const now = performance.now();
      if (now - turnAt > longestTurnMs) {
        await setImmediate();
        turnAt = performance.now();
      }
      try {
        return readSync(descriptor, into);
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
      return Promise.resolve();
    },
  };
}

/** A pipe above all, which may keep one waiting. */
function otherSource(file: FileHandle, path: string): ByteSource {
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

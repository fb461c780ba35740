import { open, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ByteSource } from './byte-source.js';

const chunkBytes = 256 * 1024;

/**
 * Reads a source to its end into a temporary file, closes it, and gives what it held again. The file has no name any
 * more, so it is gone with the process, whatever happens.
 */
export async function spoolSource(source: ByteSource): Promise<ByteSource> {
  const path = join(tmpdir(), `honeysift-${randomUUID()}`);
  const file = await open(path, 'wx+');
  try {
    await unlink(path);
    const bytes = new Uint8Array(chunkBytes);
    for (let count = await source.read(bytes); count > 0; count = await source.read(bytes)) {
      await file.writeFile(bytes.subarray(0, count));
    }
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await source.close();
  }
  let at = 0;
  return {
    async read(into) {
      const { bytesRead } = await file.read(into, 0, into.length, at);
      at += bytesRead;
      return bytesRead;
    },
    close: () => file.close(),
  };
}

import { rename, writeFile } from 'node:fs/promises';

import { HoneysiftError } from '../errors.js';

/** Writes `text` as UTF-8 so that `path` is either as before or whole. Throws ERR_STORE when it cannot be written. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    throw new HoneysiftError('ERR_STORE', `Cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}

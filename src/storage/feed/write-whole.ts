import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HoneysiftError } from '../../errors.js';
import { type FileFacts, syncFolder } from '../file-facts.js';

/** What a name begins with while the file or folder is not whole. */
export const unfinishedPrefix = '.new-';

/** A file, by its path below a folder. */
export interface KeptFile extends FileFacts {
  readonly path: string;
}

/** Writes a file; with `flush` it is on the disk afterwards. @throws HoneysiftError ERR_STORE naming the file. */
export async function writeKept(
  folder: string,
  path: string,
  bytes: Uint8Array,
  flush = true,
): Promise<KeptFile> {
  const file = join(folder, path);
  try {
    await writeFile(file, bytes, { flush });
    return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Fills a folder and only then gives it its name: `parent/name` is either not there or whole. Resolves to false, and
 * leaves what is there, when it was there already. Without `flush`, a loss of power may take it back, or a part of it.
 */
export async function writeFolder(
  parent: string,
  fill: (folder: string) => Promise<{ readonly name: string }>,
  flush = true,
): Promise<{ readonly name: string; readonly isNew: boolean }> {
  const unfinished = join(parent, `${unfinishedPrefix}${randomUUID()}`);
  try {
    await mkdir(unfinished, { recursive: true }).catch((error: unknown) => {
      throw cannotWrite(unfinished, error);
    });
    const { name } = await fill(unfinished);
    if (flush) await syncFolder(unfinished);
    const isNew = await renamed(unfinished, join(parent, name));
    if (flush) await syncFolder(parent);
    return { name, isNew };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw cannotWrite(to, error);
  }
}

export function cannotWrite(path: string, cause: unknown): HoneysiftError {
  if (cause instanceof HoneysiftError) return cause;
  return new HoneysiftError(
    'ERR_STORE',
    `Cannot write ${path}: ${(cause as Error).message}; the store is as it was before, run the command again`,
    { cause },
  );
}

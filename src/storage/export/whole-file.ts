import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { HoneysiftError } from '../../errors.js';

export interface WholeFileOptions {
  /** Whether a file that stands at `path` may be replaced. Default false. */
  readonly force?: boolean | undefined;
}

/**
 * Has `write` fill a new file beside `path`, then gives it that name: at `path` stands what stood there before, or
 * everything. Throws ERR_ARGUMENT when a file is there already and may not be replaced, or `path` cannot be written.
 */
export async function writeWholeFile<Result>(
  path: string,
  { force = false }: WholeFileOptions,
  write: (temporary: string) => Promise<Result>,
): Promise<Result> {
  const folder = await writableFolder(path);
  const target = join(folder, basename(path));
  const standing = await lstat(target).catch(() => null);
  if (standing?.isDirectory()) throw refused(path, 'it is a folder: name a file');
  if (standing !== null && !force) throw taken(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await (await open(temporary, 'wx')).close();
    const result = await write(temporary);
    await flush(temporary);
    await publish(temporary, target, force, path);
    return result;
  } catch (cause) {
    if (cause instanceof HoneysiftError) throw cause;
    throw refused(path, (cause as Error).message, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writableFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(dirname(path));
    await access(folder, constants.W_OK);
    return folder;
  } catch (cause) {
    throw refused(path, `its folder is missing or may not be written (${(cause as Error).message})`, cause);
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link, unlike a rename, fails where a file has appeared in the meantime. */
async function publish(temporary: string, target: string, force: boolean, path: string): Promise<void> {
  if (force) return rename(temporary, target);
  try {
    await link(temporary, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(path);
    // Some file systems have no links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await rename(temporary, target);
  }
}

function taken(path: string): HoneysiftError {
  return refused(path, 'it exists already; name another file, or give --force to replace it');
}

function refused(path: string, problem: string, cause?: unknown): HoneysiftError {
  return new HoneysiftError('ERR_ARGUMENT', `Cannot write ${path}: ${problem}`, { cause });
}

import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { createSandbox, type SandboxLimits } from './sandbox.js';
import { tableSchemas } from './schema.js';
import { ParquetStore, type Store } from './store.js';
import { commitMarker, manifestFile } from './store-folder.js';
import { parseManifest, type StoreFile, type StoreManifest } from './store-manifest.js';

export type OpenStoreOptions = SandboxLimits;

/**
 * Opens the store in the folder `dir` for reading. Throws ERR_STORE, saying what is wrong, where, and what to do, when
 * there is no store, it was not written to its end, was written by another version, or files are missing or of another
 * size than its manifest says. (Contents are checked by `verifyStore`.)
 */
export async function openStore(dir: string, options: OpenStoreOptions = {}): Promise<Store> {
  const directory = resolve(dir);
  const manifest = await readManifest(directory, dir);
  for (const { name } of tableSchemas) {
    const files = manifest.tables[name]?.files ?? [];
    if (files.length === 0) throw refused(dir, `its manifest lists no files of the table ${name}`);
    for (const file of files) await checkFile(directory, file, dir);
  }
  try {
    return new ParquetStore(directory, manifest, await createSandbox(directory, manifest, options));
  } catch (error) {
    throw refused(dir, `its tables cannot be read (${(error as Error).message})`, error);
  }
}

async function readManifest(directory: string, dir: string): Promise<StoreManifest> {
  let text: string;
  try {
    text = await readFile(join(directory, manifestFile), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw refused(dir, (error as Error).message, error);
    const interrupted = await stat(join(directory, commitMarker)).catch(() => null);
    if (interrupted !== null) throw refused(dir, 'the writing of it was broken off', error);
    throw new HoneysiftError(
      'ERR_STORE',
      `There is no store in ${dir} (no ${manifestFile}): name the folder that "honeysift analyze --out" wrote`,
      { cause: error },
    );
  }
  const reading = parseManifest(text);
  if (!reading.ok) throw refused(dir, reading.problem);
  return reading.manifest;
}

async function checkFile(directory: string, file: StoreFile, dir: string): Promise<void> {
  const facts = await stat(join(directory, file.path)).catch(() => null);
  if (facts === null) throw refused(dir, `${file.path} is missing`);
  if (facts.size !== file.bytes) {
    throw refused(dir, `${file.path} has ${facts.size} bytes, its manifest says ${file.bytes}`);
  }
}

function refused(dir: string, problem: string, cause?: unknown): HoneysiftError {
  const advice = 'run "honeysift analyze" again to write it anew';
  return new HoneysiftError('ERR_STORE', `The store ${dir} cannot be opened: ${problem}; ${advice}`, {
    cause,
  });
}

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { type LocatedManifest, readManifest } from './read-manifest.js';
import { createSandbox, type SandboxLimits } from './sandbox.js';
import { tablesOf } from './schema.js';
import { ParquetStore, type Store } from './store.js';
import { manifestFile } from './store-folder.js';
import type { StoreFile } from './store-manifest.js';

export type OpenStoreOptions = SandboxLimits;

/**
 * Opens the store in the folder `dir` for reading; it may be written at the same time: what was opened stays as it is
 * until it was replaced twice. Throws ERR_STORE, saying what is wrong, where, and what to do, when
 * there is no store, it was written by another version, or files are missing or of another
 * size than its manifest says. (Contents are checked by `verifyStore`.)
 */
export async function openStore(dir: string, options: OpenStoreOptions = {}): Promise<Store> {
  const directory = resolve(dir);
  const { manifest, generation } = await locate(directory, dir);
  for (const { name } of tablesOf(manifest)) {
    const files = manifest.tables[name]?.files ?? [];
    if (files.length === 0) throw refused(dir, `its manifest lists no files of the table ${name}`);
    for (const file of files) await checkFile(generation, file, dir);
  }
  try {
    return new ParquetStore(directory, manifest, await createSandbox(generation, manifest, options));
  } catch (error) {
    throw refused(dir, `its tables cannot be read (${(error as Error).message})`, error);
  }
}

async function locate(directory: string, dir: string): Promise<Extract<LocatedManifest, { ok: true }>> {
  const reading = await readManifest(directory);
  if (reading === null) {
    throw new HoneysiftError(
      'ERR_STORE',
      `There is no store in ${dir} (no ${manifestFile}): name the folder that "honeysift analyze --out" or ` +
        '"honeysift ingest --store" wrote',
    );
  }
  if (!reading.ok) throw refused(dir, reading.problem);
  return reading;
}

async function checkFile(generation: string, file: StoreFile, dir: string): Promise<void> {
  const facts = await stat(join(generation, file.path)).catch(() => null);
  if (facts === null) throw refused(dir, `${file.path} is missing`);
  if (facts.size !== file.bytes) {
    throw refused(dir, `${file.path} has ${facts.size} bytes, its manifest says ${file.bytes}`);
  }
}

function refused(dir: string, problem: string, cause?: unknown): HoneysiftError {
  const advice =
    'run "honeysift check" on it to see all that is damaged; "honeysift ingest --repair", or "honeysift analyze" ' +
    'where analyze wrote it, writes it anew';
  return new HoneysiftError('ERR_STORE', `The store ${dir} cannot be opened: ${problem}; ${advice}`, {
    cause,
  });
}

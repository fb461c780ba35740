import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { parseManifest } from './store-manifest.js';

export const manifestFile = 'manifest.json';
export const tablesFolder = 'tables';

/** Stands in the folder while files are being put in place: a folder with it and without a manifest is no store. */
export const commitMarker = '.commit';

const stagingPrefix = '.writing-';

/**
 * How a store is replaced. 1. All files are written to a staging folder inside the store; whatever happens, the old
 * store is untouched. 2. The marker is set and the old manifest removed: from here on there is no store. 3. The old
 * tables make way for the new ones. 4. The manifest is renamed into place: the new store is whole. 5. Leftovers go.
 */
export async function commitStaged(directory: string, staging: string): Promise<void> {
  const inside = (name: string): string => join(directory, name);
  const replaced = join(staging, 'replaced');
  await writeFile(inside(commitMarker), 'A store is being put in place here.\n');
  await rm(inside(manifestFile), { force: true });
  if (existsSync(inside(tablesFolder))) await rename(inside(tablesFolder), replaced);
  await rename(join(staging, tablesFolder), inside(tablesFolder));
  await rename(join(staging, manifestFile), inside(manifestFile));
  await rm(inside(commitMarker), { force: true });
  await rm(staging, { recursive: true, force: true });
}

/** Makes the store's folder and an empty staging folder in it; clears what killed writers of this machine left. */
export async function prepareStaging(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    await refuseForeign(directory);
    await removeAbandoned(directory);
    const staging = join(directory, `${stagingPrefix}${process.pid}-${Date.now().toString(36)}`);
    await mkdir(join(staging, tablesFolder), { recursive: true });
    return staging;
  } catch (error) {
    if (error instanceof HoneysiftError) throw error;
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write a store to ${directory}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/** A folder whose `tables` or `manifest.json` are not ours must not lose them. */
async function refuseForeign(directory: string): Promise<void> {
  const manifest = join(directory, manifestFile);
  if (existsSync(manifest)) {
    const text = await readFile(manifest, 'utf8');
    if (parseManifest(text).ok || text.includes('"honeysift-store"')) return;
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write a store to ${directory}: its manifest.json is of something else; name another folder`,
    );
  }
  if (existsSync(join(directory, tablesFolder)) && !existsSync(join(directory, commitMarker))) {
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write a store to ${directory}: it has a folder "tables" but no manifest.json of a store; ` +
        'name another folder, or remove "tables"',
    );
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = new RegExp(`^\\${stagingPrefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(directory, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

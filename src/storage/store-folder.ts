import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { exists, syncFolder } from './file-facts.js';
import { parseManifest } from './store-manifest.js';

export const manifestFile = 'manifest.json';
export const tablesFolder = 'tables';
export const generationsFolder = 'generations';

/** The link to the generation that counts; `manifest.json` and `tables` lead through it, so that one rename switches both. */
export const currentLink = 'current';
export const stagingPrefix = '.writing-';
const packetFolder = '.packets';

/** The first 16 hex digits of the SHA-256 of its manifest: the same content has the same name. */
export function generationName(manifest: string): string {
  return createHash('sha256').update(manifest).digest('hex').slice(0, 16);
}

/**
 * The folder that holds the manifest and the tables of the store in `directory`, without links in it. It stays as it is
 * while others write; it is removed when they have written twice.
 * @throws ENOENT when there is no store
 */
export async function currentGeneration(directory: string): Promise<string> {
  return dirname(await realpath(join(directory, manifestFile)));
}

/**
 * Puts what was staged in place. Killed anywhere it leaves the old store or the new one: 1. the staged folder becomes a
 * generation; 2. `current` is renamed from the old generation to the new. Generations but these two are removed.
 */
export async function commitStaged(directory: string, staging: string): Promise<void> {
  const name = generationName(await readFile(join(staging, manifestFile), 'utf8'));
  const generations = join(directory, generationsFolder);
  const generation = join(generations, name);
  await mkdir(generations, { recursive: true });
  if (await exists(generation)) await replaceFiles(staging, generation);
  else await rename(staging, generation);
  await syncFolder(generations);
  const former = await linkTarget(join(directory, currentLink));
  if (former !== name) await pointTo(join(directory, currentLink), `${generationsFolder}/${name}`);
  await linkThrough(directory, manifestFile);
  await linkThrough(directory, tablesFolder);
  await syncFolder(directory);
  await rm(staging, { recursive: true, force: true });
  if (former !== name) await keepOnly(generations, [name, former]);
}

/** The same content was written before: its files are renewed one by one, for they may have been damaged. */
async function replaceFiles(staging: string, generation: string): Promise<void> {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(staging.length + 1));
  for (const name of names) {
    await mkdir(dirname(join(generation, name)), { recursive: true });
    await rename(join(staging, name), join(generation, name));
  }
  const wanted = new Set(names);
  for (const entry of await readdir(generation, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !wanted.has(path.slice(generation.length + 1)))
      await rm(path, { force: true });
  }
}

async function keepOnly(generations: string, names: readonly (string | null)[]): Promise<void> {
  for (const name of await readdir(generations)) {
    if (!names.includes(name)) await rm(join(generations, name), { recursive: true, force: true });
  }
}

/** `manifest.json` or `tables` as a link through `current`; what an earlier version had there itself goes. */
async function linkThrough(directory: string, name: string): Promise<void> {
  const path = join(directory, name);
  const target = `${currentLink}/${name}`;
  if ((await readlink(path).catch(() => null)) === target) return;
  if ((await stat(path).catch(() => null))?.isDirectory() === true) {
    const replaced = join(directory, `${stagingPrefix}replaced`);
    await rm(replaced, { recursive: true, force: true });
    await rename(path, replaced);
    await pointTo(path, target);
    await rm(replaced, { recursive: true, force: true });
  } else {
    await pointTo(path, target);
  }
}

/** Makes `path` a link to `target` in one step. */
async function pointTo(path: string, target: string): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, path);
}

async function linkTarget(path: string): Promise<string | null> {
  const target = await readlink(path).catch(() => null);
  return target === null ? null : basename(target);
}

/**
 * An empty staging folder in the store's folder; clears what killed writers left. The lock must be held.
 * @throws HoneysiftError ERR_STORE when the folder holds something else or cannot be written
 */
export async function prepareStaging(directory: string): Promise<string> {
  try {
    await refuseForeign(directory);
    for (const name of await readdir(directory)) {
      if (name.startsWith(stagingPrefix)) await rm(join(directory, name), { recursive: true, force: true });
    }
    const staging = join(directory, `${stagingPrefix}${process.pid}`);
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

/** An empty folder in the store's folder for packets that are not yet part of a store. The lock must be held. */
export async function preparePacketFolder(directory: string): Promise<string> {
  await refuseForeign(directory);
  const folder = join(directory, packetFolder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

/** A folder whose `tables` or `manifest.json` are not ours must not lose them. */
async function refuseForeign(directory: string): Promise<void> {
  const manifest = join(directory, manifestFile);
  if (await exists(manifest)) {
    const text = await readFile(manifest, 'utf8');
    if (parseManifest(text).ok || text.includes('"honeysift-store"')) return;
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write a store to ${directory}: its manifest.json is of something else; name another folder`,
    );
  }
  if ((await exists(join(directory, tablesFolder))) && !(await exists(join(directory, generationsFolder)))) {
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write a store to ${directory}: it has a folder "tables" but no manifest.json of a store; ` +
        'name another folder, or remove "tables"',
    );
  }
}

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { LogOptions } from '../../packets/logs/log-options.js';
import { censusesFolder, censusFolder, feedFolder, partsFolder } from './feed-folder.js';
import type { FeedIndex } from './feed-index.js';
import { unfinishedPrefix } from './write-whole.js';

/** Removes what killed writers left unfinished. The lock must be held. */
export async function clearUnfinished(directory: string): Promise<void> {
  const parts = join(directory, feedFolder, 'parts');
  const censuses = join(directory, censusesFolder);
  const folders = [
    ...(await namesIn(parts)).map((key) => join(parts, key)),
    ...(await namesIn(censuses)).map((key) => join(censuses, key)),
  ];
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      if (name.startsWith(unfinishedPrefix)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Removes whatever the published index does not name: other keys' parts, pruned days. The lock must be held. */
export async function clearUnnamed(directory: string, index: FeedIndex): Promise<void> {
  const parts = join(directory, feedFolder, 'parts');
  for (const key of await namesIn(parts)) {
    if (key !== index.partsKey) await rm(join(parts, key), { recursive: true, force: true });
  }
  const files = new Map(
    index.captures.map(({ contentDigest, files: kept }) => [
      contentDigest,
      new Set(kept.map(({ path }) => path)),
    ]),
  );
  const folder = join(directory, partsFolder(index.partsKey));
  for (const digest of await namesIn(folder)) {
    const kept = files.get(digest);
    if (kept === undefined) await rm(join(folder, digest), { recursive: true, force: true });
    else await keepOnly(join(folder, digest), kept);
  }
  const known = new Set([...index.captures, ...index.pruned].map(({ contentDigest }) => contentDigest));
  const { filter, logs } = index.options;
  const censuses = join(
    directory,
    censusFolder(typeof filter === 'string' ? filter : undefined, logs as LogOptions | undefined),
  );
  for (const digest of await namesIn(censuses)) {
    if (!known.has(digest)) await rm(join(censuses, digest), { recursive: true, force: true });
  }
  for (const key of await namesIn(join(directory, censusesFolder))) {
    const folder = join(directory, censusesFolder, key);
    if (folder !== censuses) await rm(folder, { recursive: true, force: true });
  }
}

async function keepOnly(folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path.slice(folder.length + 1))) await rm(path, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

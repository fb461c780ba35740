import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { fileFacts } from '../file-facts.js';
import { readCensus } from './census-stage.js';
import { censusesFolder, partsFolder } from './feed-folder.js';
import type { FeedCapture, FeedIndex } from './feed-index.js';

/** A file of the feed that is not what was written. */
export interface DamagedPart {
  readonly capture: FeedCapture;
  /** Path below the store's folder. */
  readonly file: string;
  readonly problem: string;
}

/** Reads everything kept of the captures of `index`. */
export async function findDamagedParts(directory: string, index: FeedIndex): Promise<DamagedPart[]> {
  const damaged: DamagedPart[] = [];
  for (const capture of index.captures) {
    for (const { path, bytes, sha256 } of capture.files) {
      const file = join(partsFolder(index.partsKey), capture.contentDigest, path);
      const facts = await fileFacts(join(directory, file)).catch(() => null);
      const problem = fileProblem(facts, { bytes, sha256 });
      if (problem !== null) damaged.push({ capture, file, problem });
    }
  }
  return damaged;
}

/** What is wrong with a file, in words; null when nothing is. */
export function fileProblem(
  found: { readonly bytes: number; readonly sha256: string } | null,
  wanted: { readonly bytes: number; readonly sha256: string },
): string | null {
  if (found === null) return 'is missing';
  if (found.bytes !== wanted.bytes) return `has ${found.bytes} bytes instead of ${wanted.bytes}`;
  return found.sha256 === wanted.sha256 ? null : 'holds other bytes than were written (SHA-256)';
}

/** Folders of censuses, below that of the store, that cannot be read. */
export async function findDamagedCensuses(directory: string): Promise<string[]> {
  const damaged: string[] = [];
  for (const key of await readdir(join(directory, censusesFolder)).catch(() => [])) {
    const folder = join(censusesFolder, key);
    for (const digest of await readdir(join(directory, folder)).catch(() => [])) {
      if (digest.startsWith('.')) continue;
      const isWhole = await readCensus(join(directory, folder), digest).then(
        () => true,
        () => false,
      );
      if (!isWhole) damaged.push(join(folder, digest));
    }
  }
  return damaged;
}

/** Removes what is damaged, so that its captures are read again. The lock must be held. */
export async function dropDamaged(directory: string, index: FeedIndex): Promise<void> {
  for (const { capture } of await findDamagedParts(directory, index)) {
    await rm(join(directory, partsFolder(index.partsKey), capture.contentDigest), {
      recursive: true,
      force: true,
    });
  }
  for (const folder of await findDamagedCensuses(directory)) {
    await rm(join(directory, folder), { recursive: true, force: true });
  }
}

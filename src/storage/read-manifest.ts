import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { currentGeneration, manifestFile } from './store-folder.js';
import { type ManifestReading, parseManifest, type StoreManifest } from './store-manifest.js';

export type LocatedManifest =
  | {
      readonly ok: true;
      readonly manifest: StoreManifest;
      /** The folder below which the manifest's files lie. */
      readonly generation: string;
    }
  | Extract<ManifestReading, { ok: false }>;

/** The manifest of the store in `directory` (absolute); null when there is none. */
export async function readManifest(directory: string): Promise<LocatedManifest | null> {
  try {
    const generation = await currentGeneration(directory);
    const reading = parseManifest(await readFile(join(generation, manifestFile), 'utf8'));
    return reading.ok ? { ...reading, generation } : reading;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { ok: false, problem: message };
  }
}

import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import {
  ingest,
  type IngestOptions,
  type IngestResult,
  simulate,
  type SimulationSummary,
} from '#honeysift/index.js';
import { findTableSchema } from '#honeysift/storage/schema.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';

/** A fortnight in a capture per day, small enough to be taken in dozens of times. */
export function simulateDays(folder: string, days = 6, seed = 11): Promise<SimulationSummary> {
  return simulate({
    out: join(folder, 'captures'),
    from: '2003-10-29',
    to: `2003-11-${String(days - 3).padStart(2, '0')}`,
    sources: days * 45,
    split: 'day',
    seed,
    lossRate: 0.01,
  });
}

/** Row digests of every table but those that tell how the store came about. */
export function contentDigests(manifest: StoreManifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.tables)
      .filter(([name]) => findTableSchema(name)?.history !== true)
      .map(([name, { digest }]) => [name, digest]),
  );
}

export function readManifestOf(store: string): StoreManifest {
  return JSON.parse(readFileSync(join(store, 'manifest.json'), 'utf8')) as StoreManifest;
}

/** In this thread, unless workers are asked for. */
export function ingestInto(
  store: string,
  captures: readonly string[],
  options: Partial<IngestOptions> = {},
): Promise<IngestResult> {
  return ingest(captures, { workers: 0, ...options, store });
}

/** The same captures, gzipped under other names in another folder. */
export async function recompressed(files: readonly string[], folder: string): Promise<string[]> {
  const copies: string[] = [];
  for (const file of files) {
    const copy = join(folder, `again-${basename(file)}.gz`);
    await writeFile(copy, gzipSync(await readFile(file), { level: 1 }));
    copies.push(copy);
  }
  return copies;
}

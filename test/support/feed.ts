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

import { compressWith } from './compressed.js';
import { requireTool } from './tools.js';

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

/** The same captures, compressed under other names in another folder: by gzip and, where the program is there, zstd in turns. */
export async function recompressed(files: readonly string[], folder: string): Promise<string[]> {
  const hasZstd = requireTool('zstd');
  const copies: string[] = [];
  for (const [at, file] of files.entries()) {
    const content = await readFile(file);
    const isZstd = hasZstd && at % 2 === 1;
    const copy = join(folder, `again-${basename(file)}.${isZstd ? 'zst' : 'gz'}`);
    await writeFile(copy, isZstd ? compressWith('zstd', content, '-3') : gzipSync(content, { level: 1 }));
    copies.push(copy);
  }
  return copies;
}

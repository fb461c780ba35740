import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { HoneysiftError } from '../../errors.js';
import { compareText } from '../../model/compare-text.js';
import type { Environment } from '../../model/environment.js';
import { readManifest } from '../read-manifest.js';
import type { StoreManifest } from '../store-manifest.js';

const originShape = z.strictObject({
  path: z.string(),
  bytes: z.number(),
  changed: z.string(),
  inode: z.string(),
});

const captureShape = z.strictObject({
  /** As CaptureFacts.contentDigest. */
  contentDigest: z.string().regex(/^[0-9a-f]{64}$/),
  /** As it was named when it was taken in. */
  path: z.string(),
  /** Files that hold it; with one of them unchanged it need not be read to be known. */
  origins: z.array(originShape),
  /** What is kept of it, by paths below its folder. */
  files: z.array(
    z.strictObject({ path: z.string().regex(/^[\w.=/-]+$/), bytes: z.number(), sha256: z.string() }),
  ),
});

const prunedShape = captureShape.omit({ files: true });

const indexShape = z.strictObject({
  format: z.literal('honeysift-feed'),
  version: z.literal(1),
  /** How often this store was published, from 1. */
  publication: z.number().int().positive(),
  /** Options of the analysis, all of them; they belong to the operations. */
  options: z.record(z.string(), z.unknown()),
  partsKey: z.string().regex(/^[0-9a-f]{16}$/),
  /** First day that is kept, `YYYY-MM-DD`; null when all are. */
  retainedFrom: z.string().nullable(),
  /** By content digest. */
  captures: z.array(captureShape),
  /** Captures all of whose days lie before `retainedFrom`: nothing is kept of them but that they were taken in. */
  pruned: z.array(prunedShape),
});

export type FeedCapture = z.infer<typeof captureShape>;
export type PrunedCapture = z.infer<typeof prunedShape>;
export type FeedIndex = z.infer<typeof indexShape>;

/** A store that `ingest` keeps. */
export interface FeedStore {
  readonly index: FeedIndex;
  readonly manifest: StoreManifest;
  readonly environment: Environment;
  /** Folder of the manifest. */
  readonly generation: string;
}

export function feedText(index: FeedIndex): string {
  const byDigest = (a: PrunedCapture, b: PrunedCapture): number =>
    compareText(a.contentDigest, b.contentDigest);
  const sorted = {
    ...index,
    captures: [...index.captures].sort(byDigest),
    pruned: [...index.pruned].sort(byDigest),
  };
  return `${JSON.stringify(sorted, null, 1)}\n`;
}

/** @throws when the text is none that `feedText` made. */
export function parseFeed(text: string): FeedIndex {
  return indexShape.parse(JSON.parse(text));
}

/**
 * The feed of the store in `directory` (absolute); null when there is no store.
 * @throws HoneysiftError ERR_STORE when the store was written by `analyze`, or is damaged
 */
export async function openFeed(directory: string): Promise<FeedStore | null> {
  const reading = await readManifest(directory);
  if (reading === null) return null;
  if (!reading.ok) throw unusable(directory, reading.problem);
  const { manifest, generation } = reading;
  if (manifest.feed === undefined) {
    throw new HoneysiftError(
      'ERR_STORE',
      `The store ${directory} was written by "honeysift analyze", which keeps nothing that captures could be added to: ` +
        'ingest into another folder',
    );
  }
  try {
    const index = parseFeed(await readFile(join(generation, manifest.feed.path), 'utf8'));
    return { index, manifest, generation, environment: manifest.environment };
  } catch (cause) {
    throw unusable(
      directory,
      `its ${manifest.feed.path} cannot be read (${(cause as Error).message})`,
      cause,
    );
  }
}

function unusable(directory: string, problem: string, cause?: unknown): HoneysiftError {
  return new HoneysiftError(
    'ERR_STORE',
    `The store ${directory} cannot be opened: ${problem}; run "honeysift ingest --repair" on it`,
    { cause },
  );
}

import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { HoneysiftError } from '../../errors.js';
import { compareText } from '../../model/compare-text.js';
import type { Environment } from '../../model/environment.js';
import { readManifest } from '../read-manifest.js';
import { currentLink, generationsFolder } from '../store-folder.js';
import { environmentShape, type StoreManifest } from '../store-manifest.js';

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
  environment: environmentShape,
  partsKey: z.string().regex(/^[0-9a-f]{16}$/),
  /** Whether the tables hold what the captures say and nothing that was found in it. */
  factsOnly: z.boolean().default(false),
  /** First day that is kept, `YYYY-MM-DD`; null when all are. */
  retainedFrom: z.string().nullable(),
  /** By content digest. */
  captures: z.array(captureShape),
  /** Captures all of whose days lie before `retainedFrom`: nothing is kept of them but that they were taken in. */
  pruned: z.array(prunedShape),
});

export type FeedCapture = z.infer<typeof captureShape>;
export type PrunedCapture = z.infer<typeof prunedShape>;
export interface FeedIndex extends Omit<z.infer<typeof indexShape>, 'environment'> {
  readonly environment: Environment;
}

/** A store that `ingest` keeps. */
export interface FeedStore {
  readonly index: FeedIndex;
  readonly environment: Environment;
  /** Null when it is damaged and the store is being repaired. */
  readonly manifest: StoreManifest | null;
}

export function feedText(index: FeedIndex): string {
  const byDigest = (a: PrunedCapture, b: PrunedCapture): number =>
    compareText(a.contentDigest, b.contentDigest);
  const sorted = {
    ...index,
    captures: [...index.captures].sort(byDigest),
    pruned: [...index.pruned].sort(byDigest),
  };
  const text = `${JSON.stringify(sorted, null, 1)}\n`;
  return `${text}${checksum(text)}\n`;
}

/** JSON, and in the last line its SHA-256. @throws when the text is not as `feedText` made it. */
export function parseFeed(text: string): FeedIndex {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  if (`${checksum(text.slice(0, end))}\n` !== text.slice(end)) throw new Error('its checksum does not hold');
  return indexShape.parse(JSON.parse(text.slice(0, end)));
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
    return { index, manifest, environment: index.environment };
  } catch (cause) {
    throw unusable(
      directory,
      `its ${manifest.feed.path} cannot be read (${(cause as Error).message})`,
      cause,
    );
  }
}

/** Folder of the generation of that publication; null when it is not kept or its index is damaged. */
export async function generationOf(directory: string, publication: number): Promise<string | null> {
  const generations = join(directory, generationsFolder);
  for (const name of await readdir(generations).catch(() => [])) {
    const text = await readFile(join(generations, name, 'feed.json'), 'utf8').catch(() => null);
    try {
      if (text !== null && parseFeed(text).publication === publication) return join(generations, name);
    } catch {
      // Damaged.
    }
  }
  return null;
}

/**
 * The same of a store that may be damaged: from the current generation or, where its index is lost, from the one before.
 * @throws HoneysiftError ERR_STORE when neither has one
 */
export async function recoverFeed(directory: string): Promise<FeedStore | null> {
  const generations = join(directory, generationsFolder);
  const current = await readlink(join(directory, currentLink)).catch(() => null);
  const names = await readdir(generations).catch(() => null);
  if (names === null || names.length === 0) return openFeed(directory);
  const isCurrent = (name: string): boolean => current !== null && current.endsWith(name);
  for (const name of names.sort((a, b) => Number(isCurrent(b)) - Number(isCurrent(a)))) {
    const text = await readFile(join(generations, name, 'feed.json'), 'utf8').catch(() => null);
    try {
      if (text === null) continue;
      const index = parseFeed(text);
      const reading = isCurrent(name) ? await readManifest(directory) : null;
      const manifest = reading?.ok === true ? reading.manifest : null;
      return { index, manifest, environment: index.environment };
    } catch {
      // Damaged: the generation before may have a whole one.
    }
  }
  if ((await readManifest(directory))?.ok === true) return openFeed(directory);
  throw new HoneysiftError(
    'ERR_STORE',
    `The store ${directory} cannot be repaired: no feed.json in it is whole. Ingest its captures into another folder`,
  );
}

function unusable(directory: string, problem: string, cause?: unknown): HoneysiftError {
  return new HoneysiftError(
    'ERR_STORE',
    `The store ${directory} cannot be opened: ${problem}; run "honeysift ingest --repair" on it`,
    { cause },
  );
}

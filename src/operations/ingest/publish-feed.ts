import { join } from 'node:path';

import { findFingerprints } from '../../fingerprints/find-fingerprints.js';
import { readDatabase } from '../../fingerprints/read-database.js';
import type { CaptureFacts } from '../../model/capture.js';
import type { Environment } from '../../model/environment.js';
import type { StageRunner } from '../../model/stage.js';
import type { ProbePart } from '../../native/probe-collector.js';
import { readPart, type StoredPart } from '../../storage/feed/capture-parts.js';
import { clearUnnamed } from '../../storage/feed/clear-feed.js';
import { partsFolder } from '../../storage/feed/feed-folder.js';
import { type FeedIndex, feedText } from '../../storage/feed/feed-index.js';
import { feedFinalize } from '../../storage/feed/finalize-stage.js';
import type { StoreLock } from '../../storage/store-lock.js';
import type { StoreManifest } from '../../storage/store-manifest.js';
import { publishStore } from '../../storage/write-store.js';
import { analyzeSources } from '../pipeline.js';
import type { SettledOptions } from './settle-options.js';

export interface PublishFeedInput {
  /** Folder of the store, absolute. */
  readonly directory: string;
  readonly lock: StoreLock;
  readonly index: FeedIndex;
  readonly environment: Environment;
  readonly options: SettledOptions;
  readonly runner: StageRunner;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the tables from what the feed keeps of the captures of `index`, and puts them in place together with the index:
 * that is the one moment at which captures are taken in. Afterwards what the index does not name is removed.
 */
export async function publishFeed(input: PublishFeedInput): Promise<StoreManifest> {
  const { directory, lock, index, environment, options, runner, signal } = input;
  const folder = join(directory, partsFolder(index.partsKey));
  const captures: CaptureFacts[] = [];
  const probes: ProbePart[] = [];
  const stored: { folder: string; days: StoredPart['days'] }[] = [];
  for (const { contentDigest, path, files } of index.captures) {
    const part = await readPart(join(folder, contentDigest));
    const kept = new Set(files.map((file) => file.path));
    captures.push({ ...part.facts, path });
    const days = part.days.filter(({ path: file }) => kept.has(file));
    const keptDays = new Set(days.map(({ day }) => day));
    probes.push(...part.probes.filter(({ day }) => keptDays.has(day)));
    stored.push({ folder: join(folder, contentDigest), days });
  }
  const sources = await runner.run(
    feedFinalize,
    { captures: stored, environment, options: options.sources },
    signal,
  );
  const database = await readDatabase(options.p0fDb);
  const fingerprints = findFingerprints({ parts: probes, sources, environment, database });
  const collected = { environment, captures, sources, fingerprints };
  const content = await analyzeSources(collected, options, runner, signal);
  const manifest = await publishStore(directory, content, { lock, signal, feed: feedText(index) });
  await clearUnnamed(directory, index);
  return manifest;
}

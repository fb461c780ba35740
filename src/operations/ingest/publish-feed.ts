import { join } from 'node:path';

import { findFingerprints } from '../../fingerprints/find-fingerprints.js';
import { readDatabase } from '../../fingerprints/read-database.js';
import type { CaptureFacts } from '../../model/capture.js';
import type { LineageRecord } from '../../model/lineage.js';
import type { Environment } from '../../model/environment.js';
import type { StageRunner } from '../../model/stage.js';
import type { StoredPackets } from '../../model/packet-part.js';
import type { ProbePart } from '../../native/probe-collector.js';
import { readPart, type StoredPart } from '../../storage/feed/capture-parts.js';
import { clearUnnamed } from '../../storage/feed/clear-feed.js';
import { partsFolder } from '../../storage/feed/feed-folder.js';
import { type FeedIndex, feedText, generationOf } from '../../storage/feed/feed-index.js';
import { feedFinalize } from '../../storage/feed/finalize-stage.js';
import type { StoreLock } from '../../storage/store-lock.js';
import type { StoreManifest } from '../../storage/store-manifest.js';
import { publishStore } from '../../storage/write-store.js';
import { openStore } from '../../storage/open-store.js';
import { readLineage } from '../../storage/read-lineage.js';
import type { StoreContent } from '../../storage/store-content.js';
import { analyzeSources, factsOf } from '../pipeline.js';
import { addLineage, type LineageSummary, summarize } from './publish-lineage.js';
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
  /** Resolves when the parts are on the disk. Without, they are. */
  readonly landing?: Promise<unknown> | undefined;
  /** Whether a damaged history may be given up. */
  readonly repair?: boolean | undefined;
}

export interface PublishedFeed {
  readonly manifest: StoreManifest;
  /** Null when nothing was published before. */
  readonly lineage: LineageSummary | null;
}

/**
 * Makes the tables from what the feed keeps of the captures of `index`, and puts them in place together with the index:
 * that is the one moment at which captures are taken in. Afterwards what the index does not name is removed.
 */
export async function publishFeed(input: PublishFeedInput): Promise<PublishedFeed> {
  const { directory, lock, index, environment, options, runner, signal } = input;
  const folder = join(directory, partsFolder(index.partsKey));
  const captures: CaptureFacts[] = [];
  const probes: ProbePart[] = [];
  const packets: StoredPackets[] = [];
  const stored: { folder: string; days: StoredPart['days'] }[] = [];
  for (const { contentDigest, path, files } of index.captures) {
    const part = await readPart(join(folder, contentDigest));
    const kept = new Set(files.map((file) => file.path));
    captures.push({ ...part.facts, path });
    const days = part.days.filter(({ path: file }) => kept.has(file));
    const keptDays = new Set(days.map(({ day }) => day));
    probes.push(...part.probes.filter(({ day }) => keptDays.has(day)));
    stored.push({ folder: join(folder, contentDigest), days });
    if (part.packets !== undefined) {
      const months = part.packets.files.filter((file) => kept.has(file.path));
      packets.push({ folder: join(folder, contentDigest), part: { ...part.packets, files: months } });
    }
  }
  const sources = await runner.run(
    feedFinalize,
    { captures: stored, environment, options: options.sources },
    signal,
  );
  const database = readDatabase(options.p0fDb);
  const fingerprints = findFingerprints({ parts: probes, sources, environment, database });
  const collected = { environment, captures, sources, fingerprints, ...(options.packets && { packets }) };
  const content = index.factsOnly
    ? factsOf(collected, options)
    : await analyzeSources(collected, options, runner, signal);
  const lineage = await lineageOf(input, content);
  const text = feedText(index);
  await input.landing;
  const packetsFrom = index.retainedFrom ?? undefined;
  const manifest = await publishStore(
    directory,
    { ...content, packetsFrom, lineage },
    { lock, signal, feed: text },
  );
  await clearUnnamed(directory, index);
  return { manifest, lineage: summarize(lineage, index.publication) };
}

/** A repair publishes the same again: from the generation before, if it is kept, else as the history stands. */
async function lineageOf(
  { directory, index, signal, repair = false }: PublishFeedInput,
  content: StoreContent,
): Promise<LineageRecord[]> {
  const { publication } = index;
  try {
    const former = await generationOf(directory, publication - 1);
    if (former !== null || publication === 1) return await addLineage(former, content, publication, signal);
    const store = await openStore(directory);
    try {
      return await readLineage(store, signal);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!repair || signal?.aborted === true) throw error;
    return [];
  }
}

import { join, resolve } from 'node:path';

import type { CaptureFacts } from '../../model/capture.js';
import { HoneysiftError } from '../../errors.js';
import type { Environment } from '../../model/environment.js';
import type { StageRunner } from '../../model/stage.js';
import { checkPacketFilter } from '../../native/packet-filter.js';
import { expandCaptures } from '../../packets/expand-captures.js';
import { type SpooledCaptures, withSpooledStdin } from '../../packets/spool-stdin.js';
import type { DuplicateCapture } from '../../sources/collect-sources.js';
import { honeypotTargets } from '../../sources/honeypot-targets.js';
import { packetTableNames } from '../../sources/packet-rows.js';
import { dayNumber } from '../../sources/source-id.js';
import { clearUnfinished, clearUnnamed } from '../../storage/feed/clear-feed.js';
import { dropDamaged } from '../../storage/feed/drop-damaged.js';
import type { CaptureToRead } from '../../storage/feed/collect-stage.js';
import { partsFolder, partsKey } from '../../storage/feed/feed-folder.js';
import { type FeedIndex, openFeed, recoverFeed } from '../../storage/feed/feed-index.js';
import { originOf } from '../../storage/feed/origin.js';
import { feedSync } from '../../storage/feed/sync-stage.js';
import { type StoreLock, withStoreLock } from '../../storage/store-lock.js';
import type { StoreManifest } from '../../storage/store-manifest.js';
import { withRunner } from '../with-runner.js';
import { sameHoneypots, settleEnvironment } from './feed-environment.js';
import type { IngestOptions } from './ingest-options.js';
import { KnownFiles } from './known-captures.js';
import type { LineageSummary } from './publish-lineage.js';
import { readIntoFeed } from './read-into-feed.js';
import { takeIn } from './take-in.js';
import { differences, settledOptionsOf, settleOptions } from './settle-options.js';

export interface IngestResult {
  readonly manifest: StoreManifest;
  readonly environment: Environment;
  /** How often the store was published, this time included. */
  readonly publication: number;
  /** False when there was nothing to add: then nothing was written. */
  readonly published: boolean;
  /** What became of the root causes of the publication before; null when there was none, or nothing was written. */
  readonly lineage: LineageSummary | null;
  /** Captures taken in this time, by path. */
  readonly ingested: readonly CaptureFacts[];
  /** Captures given that hold what one taken in, now or before, holds; they are not counted again. */
  readonly duplicates: readonly DuplicateCapture[];
  /** Captures given of which nothing is kept, because all their days lie before the day that `prune` set. */
  readonly pruned: readonly string[];
  /** Captures taken in this time some of whose days lie before that day: those days are not kept. */
  readonly cut: readonly { readonly path: string; readonly droppedDays: number }[];
  /** Captures taken in earlier that had to be read again. */
  readonly readAgain: readonly string[];
  /** Of those taken in this time, the ones of which something could not be read. */
  readonly damaged: readonly CaptureFacts[];
  readonly seconds: IngestSeconds;
}

/** What an ingest came to, by the clock. */
export interface IngestSeconds {
  /** Until all that the captures hold was read, made into parts (packets into their tables) and on the disk. */
  readonly landed: number;
  /** Until the store was published with all that follows from them; beside the waiting for the disk. */
  readonly published: number;
}

/**
 * Adds captures (files, folders, `-` for standard input) to the store in `options.store`: what is there already, by its
 * content, is passed over; what is new is read, and the tables are made anew from all. In the end they are those that
 * `analyze` makes of all captures at once. Broken off anywhere, the store stays as it was, and the same call goes on.
 * @throws HoneysiftError ERR_CAPTURE, ERR_HONEYPOTS, ERR_STORE, ERR_USAGE, ERR_ARGUMENT, ERR_CANCELLED
 */
export async function ingest(
  captures: string | readonly string[],
  options: IngestOptions,
): Promise<IngestResult> {
  const begin = performance.now();
  const paths = await expandCaptures(typeof captures === 'string' ? [captures] : captures);
  const directory = resolve(options.store);
  return withSpooledStdin(paths, options.signal, (spooled) =>
    withStoreLock(directory, (lock) =>
      withRunner(options, (runner) => addCaptures({ directory, options, spooled, lock, runner, begin })),
    ),
  );
}

interface Ingestion {
  readonly directory: string;
  readonly options: IngestOptions;
  readonly spooled: SpooledCaptures;
  readonly lock: StoreLock;
  readonly runner: StageRunner;
  /** When it began, milliseconds of this process. */
  readonly begin: number;
}

async function addCaptures(work: Ingestion): Promise<IngestResult> {
  const { directory, options: asked, spooled, lock, runner } = work;
  const { signal } = asked;
  const repair = asked.repair ?? false;
  const feed = repair ? await recoverFeed(directory) : await openFeed(directory);
  const factsOnly = asked.factsOnly ?? false;
  checkFactsOnly(asked, feed?.index ?? null);
  checkGiven(spooled, asked, feed?.index ?? null);
  const before = feed === null ? null : settledOptionsOf(feed.index);
  const options = settleOptions(before, asked, asked.resetOptions ?? false);
  if (options.filter !== undefined) checkPacketFilter(options.filter);
  await clearUnfinished(directory);
  if (repair && feed !== null) await dropDamaged(directory, feed.index);
  const captures = await capturesToRead(spooled);
  const known = new KnownFiles();
  if (feed !== null) known.addIndex(feed.index);
  const environment = await settleEnvironment(
    directory,
    feed,
    captures,
    known,
    asked,
    options.filter,
    options.logs,
    runner,
  );
  const { addresses } = honeypotTargets(environment, 'all');
  const names = options.packets ? packetTableNames(environment, options.sources) : null;
  const key = partsKey(addresses, options.sources, options.filter, names, options.logs);
  const retainedFrom = feed?.index.retainedFrom ?? null;
  const reading = readIntoFeed({
    directory,
    index: feed?.index ?? null,
    partsKey: key,
    environment,
    options,
    from: retainedFrom === null ? null : dayNumber(retainedFrom),
    captures,
    known,
    runner,
    signal,
    // Where the last index is lost, what it named beyond the one before is among the parts.
    withUnpublished: repair && feed?.manifest === null,
  });
  // The engine of the tables takes a while to load: meanwhile the captures are read.
  const [{ given, readAgain }, { publishFeed }] = await Promise.all([reading, import('./publish-feed.js')]);
  const taken = await takeIn(directory, feed?.index ?? null, key, given, repair);
  const isSame =
    feed !== null &&
    taken.isNothingNew &&
    feed.index.factsOnly === factsOnly &&
    differences(before ?? options, options).length === 0 &&
    sameHoneypots(feed.environment, environment);
  const index: FeedIndex = {
    format: 'honeysift-feed',
    version: 1,
    publication: (feed?.index.publication ?? 0) + (isSame ? 0 : 1),
    options: { ...options },
    environment,
    partsKey: key,
    factsOnly,
    retainedFrom,
    captures: taken.captures,
    pruned: taken.pruned,
  };
  const read = new Set(taken.captures.map(({ contentDigest }) => contentDigest));
  if (key === feed?.index.partsKey && !repair) {
    for (const { contentDigest } of feed.index.captures) read.delete(contentDigest);
  }
  const landing = runner
    .run(feedSync, { folder: join(directory, partsFolder(key)), contentDigests: read }, signal)
    .then(() => performance.now());
  // Awaited further on: until then a failure must not count as unhandled.
  landing.catch(() => undefined);
  const result = { environment, readAgain, ...taken.result };
  if (isSame && !repair && feed.manifest !== null) {
    await clearUnnamed(directory, feed.index);
    const { publication } = feed.index;
    const seconds = secondsFrom(work.begin, await landing);
    return { ...result, manifest: feed.manifest, lineage: null, publication, published: false, seconds };
  }
  const feedToBe = { directory, lock, index, environment, options, runner, signal, repair, landing };
  const { manifest, lineage } = await publishFeed(feedToBe);
  const seconds = secondsFrom(work.begin, await landing);
  return { ...result, manifest, lineage, publication: index.publication, published: true, seconds };
}

/** @throws HoneysiftError ERR_USAGE when what was found would be dropped */
function checkFactsOnly({ factsOnly = false, store }: IngestOptions, index: FeedIndex | null): void {
  if (!factsOnly || index === null || index.factsOnly) return;
  throw new HoneysiftError(
    'ERR_USAGE',
    `The store ${store} has clusters and root causes, which facts alone would drop: leave out --facts-only`,
  );
}

/** @throws HoneysiftError ERR_USAGE when there is nothing to do: no captures, and nothing left to find */
function checkGiven({ files }: SpooledCaptures, asked: IngestOptions, index: FeedIndex | null): void {
  const { factsOnly = false, repair = false, resetOptions = false } = asked;
  const finds = index?.factsOnly === true && !factsOnly;
  if (files.length > 0 || finds || repair || resetOptions) return;
  throw new HoneysiftError('ERR_USAGE', 'ingest needs captures to add (or --repair, or --reset-options)');
}

function secondsFrom(begin: number, landed: number): IngestSeconds {
  return { landed: (landed - begin) / 1000, published: (performance.now() - begin) / 1000 };
}

async function capturesToRead({ files, nameOf }: SpooledCaptures): Promise<CaptureToRead[]> {
  const captures: CaptureToRead[] = [];
  for (const file of files) {
    const name = nameOf(file);
    // The copy of standard input goes, so it is no place to find the capture again.
    captures.push({ file, name, origin: name === file ? await originOf(file) : null });
  }
  return captures;
}

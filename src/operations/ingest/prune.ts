import { join, resolve } from 'node:path';

import { HoneysiftError, invalidArgument } from '../../errors.js';
import { dayNumber, dayText } from '../../sources/source-id.js';
import { keptFiles, readPart } from '../../storage/feed/capture-parts.js';
import { clearUnfinished } from '../../storage/feed/clear-feed.js';
import { partsFolder } from '../../storage/feed/feed-folder.js';
import {
  type FeedCapture,
  type FeedIndex,
  openFeed,
  type PrunedCapture,
} from '../../storage/feed/feed-index.js';
import { withStoreLock } from '../../storage/store-lock.js';
import type { StoreManifest } from '../../storage/store-manifest.js';
import { type RunOptions, withRunner } from '../with-runner.js';
import { publishFeed } from './publish-feed.js';
import type { LineageSummary } from './publish-lineage.js';
import { settledOptionsOf } from './settle-options.js';

export interface PruneOptions extends RunOptions {
  /** Folder of the store. */
  readonly store: string;
  /** First day that is kept, `YYYY-MM-DD`. */
  readonly before: string;
}

export interface PruneResult {
  readonly manifest: StoreManifest;
  readonly publication: number;
  /** False when days up to this one were dropped before: then nothing was written. */
  readonly published: boolean;
  /** As IngestResult. */
  readonly lineage: LineageSummary | null;
  /** Paths of captures of which nothing is kept any more. */
  readonly pruned: readonly string[];
  /** Captures that go on beyond the day: of their packets, days before it are kept no more. */
  readonly cut: readonly { readonly path: string; readonly droppedDays: number }[];
}

/**
 * Drops all days before `options.before` from a store that `ingest` keeps, and makes its tables anew. Captures are
 * remembered, so that they are not taken in again; of later ones such days are not kept either.
 * @throws HoneysiftError ERR_ARGUMENT, ERR_STORE, ERR_CANCELLED
 */
export async function prune(options: PruneOptions): Promise<PruneResult> {
  const directory = resolve(options.store);
  const { before, signal } = options;
  const from = dayNumber(before);
  if (!/^\d{4}-\d\d-\d\d$/.test(before) || Number.isNaN(from) || dayText(from) !== before) {
    throw invalidArgument('before', 'a day YYYY-MM-DD', before);
  }
  return withStoreLock(directory, async (lock) => {
    const feed = await openFeed(directory);
    if (feed === null || feed.manifest === null) {
      throw new HoneysiftError(
        'ERR_STORE',
        `There is no store in ${options.store}: name one that ingest keeps`,
      );
    }
    const { index, manifest, environment } = feed;
    if (index.retainedFrom !== null && before <= index.retainedFrom) {
      return {
        manifest,
        publication: index.publication,
        published: false,
        lineage: null,
        pruned: [],
        cut: [],
      };
    }
    await clearUnfinished(directory);
    const { captures, pruned, cut } = await cutCaptures(directory, index, from);
    const next: FeedIndex = {
      ...index,
      publication: index.publication + 1,
      retainedFrom: before,
      captures,
      pruned: [...index.pruned, ...pruned],
    };
    const { manifest: published, lineage } = await withRunner(options, (runner) => {
      const settled = settledOptionsOf(index);
      return publishFeed({ directory, lock, index: next, environment, options: settled, runner, signal });
    });
    const paths = pruned.map(({ path }) => path).sort();
    const { publication } = next;
    return { manifest: published, lineage, publication, published: true, pruned: paths, cut };
  });
}

async function cutCaptures(
  directory: string,
  { captures, partsKey }: FeedIndex,
  from: number,
): Promise<{
  captures: FeedCapture[];
  pruned: PrunedCapture[];
  cut: { path: string; droppedDays: number }[];
}> {
  const kept: FeedCapture[] = [];
  const pruned: PrunedCapture[] = [];
  const cut: { path: string; droppedDays: number }[] = [];
  for (const capture of captures) {
    const part = await readPart(join(directory, partsFolder(partsKey), capture.contentDigest));
    const { days } = part;
    const old = new Set(days.filter(({ day }) => day < from).map(({ path }) => path));
    const left = new Set(keptFiles(part, from).map(({ path }) => path));
    const all = new Set(keptFiles(part, null).map(({ path }) => path));
    const files = capture.files.filter(({ path }) => left.has(path) || !all.has(path));
    const { contentDigest, path, origins } = capture;
    if (old.size > 0 && old.size === days.length) {
      pruned.push({ contentDigest, path, origins });
      continue;
    }
    kept.push({ ...capture, files });
    const droppedDays = capture.files.filter(({ path }) => old.has(path)).length;
    if (droppedDays > 0) cut.push({ path, droppedDays });
  }
  return { captures: kept, pruned, cut };
}

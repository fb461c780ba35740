import { join } from 'node:path';

import { HoneysiftError } from '../../errors.js';
import type { Environment } from '../../model/environment.js';
import type { StageRunner } from '../../model/stage.js';
import { keepIfWhole, listParts, readPart } from '../../storage/feed/capture-parts.js';
import { type CaptureToRead, feedCollect, type ReadCapture } from '../../storage/feed/collect-stage.js';
import { partsFolder } from '../../storage/feed/feed-folder.js';
import type { FeedCapture, FeedIndex } from '../../storage/feed/feed-index.js';
import { originIfThere, originKey } from '../../storage/feed/origin.js';
import type { KnownFiles } from './known-captures.js';
import type { SettledOptions } from './settle-options.js';

export interface ReadIntoFeedInput {
  readonly directory: string;
  /** Of the published store; null for a new one. */
  readonly index: FeedIndex | null;
  readonly partsKey: string;
  readonly environment: Environment;
  readonly options: SettledOptions;
  /** As WritePartOptions. */
  readonly from: number | null;
  readonly captures: readonly CaptureToRead[];
  readonly known: KnownFiles;
  readonly runner: StageRunner;
  readonly signal?: AbortSignal | undefined;
  /** Whether parts that no index names count as given. */
  readonly withUnpublished?: boolean | undefined;
}

export interface ReadIntoFeed {
  /** The captures given, by what they hold. */
  readonly given: readonly ReadCapture[];
  /** Paths of captures taken in earlier that were read again. */
  readonly readAgain: readonly string[];
}

/**
 * Makes sure that parts are kept, under `partsKey`, of all captures given and of all taken in before. Captures whose
 * parts are there, also from a run that was broken off, are not read.
 * @throws HoneysiftError ERR_STORE when a capture taken in before must be read again and is gone
 */
export async function readIntoFeed(input: ReadIntoFeedInput): Promise<ReadIntoFeed> {
  const { directory, index, partsKey, environment, options, from, captures, known, runner, signal } = input;
  const folder = join(directory, partsFolder(partsKey));
  const there = new Set(await listParts(folder));
  const unpublished = await readUnpublished(folder, there, index);
  known.addRead(unpublished);
  const pruned = new Set(index?.pruned.map(({ contentDigest }) => contentDigest));
  const given: ReadCapture[] = input.withUnpublished === true ? [...unpublished] : [];
  const unread: CaptureToRead[] = [];
  for (const capture of captures) {
    const contentDigest = known.digestOf(capture.origin);
    if (contentDigest !== undefined && (there.has(contentDigest) || pruned.has(contentDigest))) {
      given.push({ name: capture.name, origin: capture.origin, contentDigest });
    } else {
      unread.push(capture);
    }
  }
  const willBeThere = new Set([...there, ...unread.flatMap(({ origin }) => known.digestOf(origin) ?? [])]);
  const missing = (index?.captures ?? []).filter(({ contentDigest }) => !willBeThere.has(contentDigest));
  const again = await findAgain(missing, unread.length > 0);
  const read = await runner.run(
    feedCollect,
    {
      captures: [...unread, ...again],
      environment,
      options: options.sources,
      filter: options.filter,
      logs: options.logs,
      folder,
      from,
      packets: options.packets,
    },
    signal,
  );
  known.addRead(read);
  const names = new Set(unread.map(({ name }) => name));
  given.push(...read.filter(({ name }) => names.has(name)));
  const now = new Set([...there, ...read.map(({ contentDigest }) => contentDigest)]);
  const lost = missing.filter(({ contentDigest }) => !now.has(contentDigest));
  if (lost.length > 0) throw gone(lost);
  return { given, readAgain: missing.map(({ path }) => path).sort() };
}

/**
 * Parts that lie in the folder and belong to no capture that was published: of a run that was broken off. Those that are
 * not whole go.
 */
async function readUnpublished(
  folder: string,
  there: Set<string>,
  index: FeedIndex | null,
): Promise<ReadCapture[]> {
  const published = new Set(index?.captures.map(({ contentDigest }) => contentDigest));
  const read: ReadCapture[] = [];
  for (const contentDigest of there) {
    if (published.has(contentDigest)) continue;
    if (!(await keepIfWhole(join(folder, contentDigest)))) {
      there.delete(contentDigest);
      continue;
    }
    const { facts, origin } = await readPart(join(folder, contentDigest));
    read.push({ name: facts.path, origin, contentDigest });
  }
  return read;
}

/** Files that still hold these captures. Some may be among those given under another name, which only reading shows. */
export async function findAgain(
  missing: readonly FeedCapture[],
  mayBeGiven: boolean,
): Promise<CaptureToRead[]> {
  const found: CaptureToRead[] = [];
  const lost: FeedCapture[] = [];
  for (const capture of missing) {
    const file = await unchangedFile(capture);
    if (file === null) lost.push(capture);
    else found.push({ file: file.path, name: capture.path, origin: file });
  }
  if (lost.length > 0 && !mayBeGiven) throw gone(lost);
  return found;
}

async function unchangedFile({ origins }: FeedCapture): Promise<FeedCapture['origins'][number] | null> {
  for (const origin of origins) {
    const now = await originIfThere(origin.path);
    if (now !== null && originKey(now) === originKey(origin)) return origin;
  }
  return null;
}

function gone(captures: readonly FeedCapture[]): HoneysiftError {
  const paths = captures.map(({ path }) => path).sort();
  const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
  return new HoneysiftError(
    'ERR_STORE',
    `Captures taken in earlier have to be read again (their parts are damaged, or the honeypots are others now), but ` +
      `${paths.length} of them are gone or have changed: ${shown}. Name them where they are now; or, when honeypots were ` +
      'inferred, name those of the store by --honeypots FILE --reset-options. The store is as it was',
  );
}

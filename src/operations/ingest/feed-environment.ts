import { join } from 'node:path';

import { readHoneypots } from '../../environment/read-honeypots.js';
import { HoneysiftError } from '../../errors.js';
import type { Environment } from '../../model/environment.js';
import type { StageRunner } from '../../model/stage.js';
import type { LogOptions } from '../../packets/logs/log-options.js';
import { feedCensus, inferFromCensuses, readCensusOrigins } from '../../storage/feed/census-stage.js';
import type { CaptureToRead } from '../../storage/feed/collect-stage.js';
import { censusFolder } from '../../storage/feed/feed-folder.js';
import type { FeedStore } from '../../storage/feed/feed-index.js';
import type { IngestOptions } from './ingest-options.js';
import { findAgain } from './read-into-feed.js';
import type { KnownFiles } from './known-captures.js';

/**
 * The honeypots by which captures are read: those of the file, else those of the store, else those that all captures
 * together show. What each capture shows is kept, so it is read for that only once.
 * @throws HoneysiftError ERR_USAGE when the file says something else than the store
 */
export async function settleEnvironment(
  directory: string,
  feed: FeedStore | null,
  captures: readonly CaptureToRead[],
  known: KnownFiles,
  { honeypots, resetOptions = false, signal }: IngestOptions,
  filter: string | undefined,
  logs: LogOptions | undefined,
  runner: StageRunner,
): Promise<Environment> {
  if (honeypots !== undefined) {
    const environment = readHoneypots(honeypots);
    if (feed !== null && !resetOptions && !sameHoneypots(feed.environment, environment)) {
      throw otherHoneypots(feed, honeypots);
    }
    return environment;
  }
  if (feed !== null && !feed.environment.inferred) return feed.environment;
  const folder = join(directory, censusFolder(filter, logs));
  return inferTogether(folder, filter, logs, feed, captures, known, runner, signal);
}

async function inferTogether(
  folder: string,
  filter: string | undefined,
  logs: LogOptions | undefined,
  feed: FeedStore | null,
  captures: readonly CaptureToRead[],
  known: KnownFiles,
  runner: StageRunner,
  signal: AbortSignal | undefined,
): Promise<Environment> {
  const counted = await readCensusOrigins(folder);
  known.addRead(counted);
  const has = new Set(counted.map(({ contentDigest }) => contentDigest));
  const isCounted = ({ origin }: CaptureToRead): boolean => has.has(known.digestOf(origin) ?? '');
  const given = captures.filter((capture) => !isCounted(capture));
  const givenDigests = new Set(given.flatMap(({ origin }) => known.digestOf(origin) ?? []));
  const earlier = (feed?.index.captures ?? []).filter(
    ({ contentDigest }) => !has.has(contentDigest) && !givenDigests.has(contentDigest),
  );
  const again = await findAgain(earlier, given.length > 0);
  const fresh = await runner.run(
    feedCensus,
    { captures: [...given, ...again], folder, filter, logs },
    signal,
  );
  known.addRead(fresh);
  for (const { contentDigest } of fresh) has.add(contentDigest);
  const wanted = new Set([
    ...fresh.map(({ contentDigest }) => contentDigest),
    ...captures.flatMap(({ origin }) => known.digestOf(origin) ?? []),
    ...[...(feed?.index.captures ?? []), ...(feed?.index.pruned ?? [])].map(
      ({ contentDigest }) => contentDigest,
    ),
  ]);
  return inferFromCensuses(
    folder,
    [...wanted].filter((contentDigest) => has.has(contentDigest)),
  );
}

export function sameHoneypots(a: Environment, b: Environment): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function otherHoneypots({ environment }: FeedStore, file: string): HoneysiftError {
  const before = environment.inferred ? 'inferred them' : 'was made with others';
  return new HoneysiftError(
    'ERR_USAGE',
    `${file} names other honeypots than the store, which ${before}. Leave --honeypots out to add to it as it is, or ` +
      'give --reset-options to make it anew with these',
  );
}

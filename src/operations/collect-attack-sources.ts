import type { AnalysisOptions } from './analysis-options.js';
import { addressCensus } from '../environment/address-census.js';
import { inferHoneypots } from '../environment/infer-honeypots.js';
import { readHoneypots } from '../environment/read-honeypots.js';
import { findFingerprints } from '../fingerprints/find-fingerprints.js';
import { readDatabase } from '../fingerprints/read-database.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { CaptureFacts } from '../model/capture.js';
import type { StoredPackets } from '../model/packet-part.js';
import type { Environment } from '../model/environment.js';
import type { SourceFingerprints } from '../model/source-fingerprints.js';
import type { StageRunner } from '../model/stage.js';
import { checkPacketFilter } from '../native/packet-filter.js';
import { firstDay } from '../packets/first-day.js';
import { checkLogOptions } from '../packets/logs/log-options.js';
import { withSpillFolder } from '../packets/spill-file.js';
import { type CollectedSources, collectSources, type DuplicateCapture } from '../sources/collect-sources.js';
import { newPartSpill } from '../sources/day-parts.js';
import { finalizeSources } from '../sources/finalize-sources.js';
import { type DaySpan, expectOwnDays, overlaps } from '../sources/settled-days.js';

/** What the captures say, before anything is made of it. */
export interface CollectedAttackSources {
  readonly environment: Environment;
  /** Sorted by path, each content once. */
  readonly captures: readonly CaptureFacts[];
  /** Captures that hold what another one holds; they are not counted again. */
  readonly duplicates: readonly DuplicateCapture[];
  readonly sources: AttackSources;
  /** Absent unless the packets were to be written. */
  readonly packets?: readonly StoredPackets[] | undefined;
  /** A row for each row of `sources`. */
  readonly fingerprints: SourceFingerprints;
}

export interface CollectOptions extends Pick<
  AnalysisOptions,
  'honeypots' | 'filter' | 'logs' | 'sources' | 'packetFolder' | 'p0fDb'
> {
  /**
   * Default true. False: no digests are computed, unless captures look so much alike that only digests can tell whether they
   * hold the same.
   */
  readonly digests?: boolean;
}

/**
 * The first stages: captures in, attack sources out.
 * @param captures capture files, already expanded; their order does not matter
 */
export async function collectAttackSources(
  captures: readonly string[],
  options: CollectOptions,
  runner: StageRunner,
  signal?: AbortSignal,
): Promise<CollectedAttackSources> {
  const { filter, digests = true } = options;
  if (filter !== undefined) checkPacketFilter(filter);
  const logs = checkLogOptions(options.logs);
  const database = readDatabase(options.p0fDb);
  const environment = await observeEnvironment(captures, { ...options, logs }, runner, signal);
  const { packetFolder: folder } = options;
  const input = { captures, environment, options: options.sources, filter, logs, packetFolder: folder };
  const { collected, sources } = await withSpillFolder(async (spillFolder) => {
    const collect = (
      withDigests: boolean,
      ownDays?: readonly (DaySpan | null)[],
    ): Promise<CollectedSources> => {
      const given = { ...input, digests: withDigests, spill: newPartSpill(spillFolder), ownDays };
      return runner.run(collectSources, given, signal);
    };
    const ownDays = options.sources?.mode === 'gap25h' ? undefined : await expectedOwnDays(captures);
    let found = await collect(digests, ownDays);
    const repeats = !digests && mayRepeat(found.captures);
    if (repeats || settledTooEarly(found)) found = await collect(digests || repeats);
    const { days, settled } = found;
    const given = { days, settled, environment, options: options.sources };
    return { collected: found, sources: await runner.run(finalizeSources, given, signal) };
  });
  const { captures: facts, duplicates } = collected;
  const packets = folder === undefined ? undefined : collected.packets.map((part) => ({ folder, part }));
  const fingerprints = findFingerprints({ parts: collected.probes, sources, environment, database });
  return { environment, captures: facts, duplicates, sources, packets, fingerprints };
}

async function expectedOwnDays(captures: readonly string[]): Promise<(DaySpan | null)[]> {
  if (captures.length === 1) return expectOwnDays([null]);
  const days: (number | null)[] = [];
  for (const path of captures) days.push(await firstDay(path));
  return expectOwnDays(days);
}

/** Captures overlap more than their beginnings told: days were settled without all their packets. */
function settledTooEarly({ settled, days }: CollectedSources): boolean {
  return overlaps(
    settled,
    days.map(({ day }) => day),
  );
}

/** Captures of the same content agree in all of this. */
function mayRepeat(captures: readonly CaptureFacts[]): boolean {
  const looks = captures.map(({ packets, bytes, firstNs, lastNs }) =>
    [packets, bytes, firstNs, lastNs].join(' '),
  );
  return new Set(looks).size < looks.length;
}

async function observeEnvironment(
  captures: readonly string[],
  { honeypots, filter, logs }: Pick<AnalysisOptions, 'honeypots' | 'filter' | 'logs'>,
  runner: StageRunner,
  signal: AbortSignal | undefined,
): Promise<Environment> {
  if (honeypots !== undefined) return readHoneypots(honeypots);
  return inferHoneypots(await runner.run(addressCensus, { captures, filter, logs }, signal));
}

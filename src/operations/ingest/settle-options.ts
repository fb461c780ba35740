import { HoneysiftError } from '../../errors.js';
import { checkLogOptions } from '../../packets/logs/log-options.js';
import { resolveSourceOptions, type SourceOptions } from '../../sources/source-options.js';
import type { FeedIndex } from '../../storage/feed/feed-index.js';
import { type AnalysisOptions, defaultAnalysisOptions } from '../analysis-options.js';
import { storedOptions } from '../pipeline.js';

/** Options of the analysis, all of them, without the honeypots file. */
export interface SettledOptions extends Omit<AnalysisOptions, 'honeypots' | 'sources' | 'packetFolder'> {
  readonly sources: SourceOptions;
  /** Whether the store has the packets themselves as well. */
  readonly packets: boolean;
}

export interface GivenOptions extends Partial<Omit<AnalysisOptions, 'honeypots' | 'packetFolder'>> {
  /** Stores the packets themselves as well (tables `packets` and `payloads`). Default false. */
  readonly packets?: boolean | undefined;
}

/** The options that a feed keeps. */
export function settledOptionsOf({ options }: FeedIndex): SettledOptions {
  return options as unknown as SettledOptions;
}

/**
 * The options of the store, or of a new one where `stored` is null, with those given in their place.
 * @throws HoneysiftError ERR_USAGE naming those that differ from the store's, unless `reset`
 */
export function settleOptions(
  stored: SettledOptions | null,
  given: GivenOptions,
  reset: boolean,
): SettledOptions {
  const base = stored ?? defaultAnalysisOptions;
  const { filter, logs, p0fDb, sources, minSupport, counts, items, sequence, distance, enrichment } = given;
  const settled: SettledOptions = {
    filter: filter ?? base.filter,
    logs: checkLogOptions(logs) ?? base.logs,
    p0fDb: p0fDb ?? base.p0fDb,
    sources: resolveSourceOptions({ ...base.sources, ...defined(sources) }),
    packets: given.packets ?? stored?.packets ?? false,
    minSupport: minSupport ?? base.minSupport,
    counts: counts ?? base.counts,
    items: items ?? base.items,
    sequence: sequence ?? base.sequence,
    distance: { ...base.distance, ...defined(distance) },
    // May change from day to day, as databases are renewed: no option that a store is made with.
    enrichment: enrichment === undefined ? base.enrichment : enrichment,
  };
  if (stored === null || reset) return settled;
  const changed = differences(stored, settled);
  if (changed.length === 0) return settled;
  throw new HoneysiftError(
    'ERR_USAGE',
    `The store was made with other options: ${changed.join(', ')}. Leave them out to add to it as it is, or give ` +
      '--reset-options to make it anew with these',
  );
}

/** In words: which options differ. */
export function differences(stored: SettledOptions, settled: SettledOptions): string[] {
  const before = { ...storedOptions(stored), ...numbers(stored) };
  const after = { ...storedOptions(settled), ...numbers(settled) };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const valueOf = (of: Readonly<Record<string, unknown>>, name: string): string =>
    name in of ? String(of[name]) : 'not set';
  return names
    .filter((name) => valueOf(before, name) !== valueOf(after, name))
    .map((name) => `${name} is ${valueOf(before, name)}, not ${valueOf(after, name)}`);
}

/** Those that the command line does not offer. */
function numbers({ sources, packets }: SettledOptions): Record<string, number | boolean> {
  return { packets, 'flood-sources': sources.floodSources, 'flood-window-ms': sources.floodWindowMs };
}

function defined<Given extends object>(given: Given | undefined): Partial<Given> {
  return Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<Given>;
}

import type { AnalysisOptions } from './analysis-options.js';
import { collectAttackSources, type CollectedAttackSources } from './collect-attack-sources.js';
import { coherenceStage } from '../distances/coherence-stage.js';
import {
  countClusterCauses,
  findClusters,
  sentSignatures,
  splitClusters,
  type SplittingInput,
  supportLevel,
} from './find-causes.js';
import { enrichSources } from '../enrichment/enrich-sources.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { Enrichment } from '../model/enrichment.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { Coherence } from '../model/phrase-distance.js';
import { noRootCauses, type RootCauses } from '../model/root-cause.js';
import type { StageRunner } from '../model/stage.js';
import { withFloodFollowers } from '../sequences/flood-followers.js';
import { type GroupOfRows, phraseGroups } from '../sequences/phrase-groups.js';
import { withPortSets } from '../sequences/port-sets.js';
import type { DuplicateCapture } from '../sources/collect-sources.js';
import { checkLogOptions } from '../packets/logs/log-options.js';
import { factsOnlyOption } from '../storage/facts-only.js';
import type { StoreContent } from '../storage/store-content.js';

/** Supports at which clusters are counted for Table 4 of the report, besides the one asked for: > 0%. */
const everyVector = 0;

/** Association rules stored of one ports sequence, the best supported; said so in src/storage/README.md. */
const maxRules = 1000;

/** What captures came to. */
export interface AnalyzedCaptures extends StoreContent {
  /** Captures that hold what another one holds; they are not counted again. */
  readonly duplicates: readonly DuplicateCapture[];
}

/**
 * The stages in order: captures in, everything a store holds out. Only this file knows the whole way.
 * @param captures capture files, already expanded; their order does not matter
 */
export async function runPipeline(
  captures: readonly string[],
  options: AnalysisOptions,
  runner: StageRunner,
  signal?: AbortSignal,
): Promise<AnalyzedCaptures> {
  const collected = await collectAttackSources(captures, options, runner, signal);
  const { duplicates } = collected;
  return { ...(await analyzeSources(collected, options, runner, signal)), duplicates };
}

/** What captures say, before anything is looked for in it. */
export function factsOf(
  collected: Omit<CollectedAttackSources, 'duplicates'>,
  options: AnalysisOptions,
): StoreContent {
  const { environment, captures, packets, fingerprints } = collected;
  return {
    environment,
    captures,
    packets,
    sources: sourcesOf(collected, options),
    fingerprints,
    isFactsOnly: true,
    sequenceClusters: [],
    clusterCoherence: new Map(),
    rootCauses: noRootCauses,
    rootCauseCoherence: new Map(),
    supportLevels: [],
    options: { ...contentOptions(collected, options), [factsOnlyOption]: true },
  };
}

/** The stages behind the attack sources, whether these come from captures or from the parts that a feed kept of them. */
export async function analyzeSources(
  collected: Omit<CollectedAttackSources, 'duplicates'>,
  options: AnalysisOptions,
  runner: StageRunner,
  signal?: AbortSignal,
): Promise<StoreContent> {
  const { environment } = collected;
  const sources = sourcesOf(collected, options);
  const signatures = sentSignatures(collected.fingerprints);
  const analysis: Analysis = { sources, signatures, environment, options, runner, signal };
  const enriching = enrich(analysis);
  // Awaited last: until then a failure must not count as unhandled.
  enriching.catch(() => undefined);
  try {
    const content = await findCauses(analysis, collected);
    return { ...content, enrichment: await enriching };
  } finally {
    // Nothing runs on when the analysis has failed.
    await Promise.allSettled([enriching]);
  }
}

function sourcesOf(
  { sources }: Pick<CollectedAttackSources, 'sources'>,
  { sequence }: AnalysisOptions,
): AttackSources {
  return sequence === 'set' ? withPortSets(sources) : sources;
}

async function findCauses(
  analysis: Analysis,
  collected: Omit<CollectedAttackSources, 'duplicates'>,
): Promise<StoreContent> {
  const { sources, environment, options } = analysis;
  const [sequenceClusters, vectorClusters] = await Promise.all([
    findClusters(analysis, options.minSupport, maxRules),
    findClusters(analysis, everyVector),
  ]);
  const { counted, ...rootCauses } = await splitClusters(analysis, sequenceClusters, vectorClusters);
  const clusters = sequenceClusters.flatMap((sequence) => sequence.clusters);
  const clusterCoherence = await measureCoherence(
    analysis,
    clusters.map(({ clusterId, rows }) => ({ key: clusterId, rows })),
  );
  const rootCauseCoherence = await measureRootCauses(
    analysis,
    sequenceClusters,
    rootCauses,
    clusterCoherence,
  );
  return {
    environment,
    captures: collected.captures,
    packets: collected.packets,
    sources,
    fingerprints: collected.fingerprints,
    ...withFloodFollowers(sources, sequenceClusters, rootCauses),
    clusterCoherence,
    rootCauseCoherence,
    supportLevels: [
      supportLevel(everyVector, vectorClusters, counted),
      supportLevel(options.minSupport, sequenceClusters, countClusterCauses(rootCauses)),
    ],
    options: contentOptions(collected, options),
  };
}

function contentOptions(
  { fingerprints: { database } }: Pick<CollectedAttackSources, 'fingerprints'>,
  options: AnalysisOptions,
): StoreContent['options'] {
  return { ...storedOptions(options), 'p0f-db': database.name, 'p0f-db-digest': database.digest };
}

/** Goes on beside the mining. */
async function enrich({
  sources,
  environment,
  options,
  runner,
  signal,
}: Analysis): Promise<Enrichment | undefined> {
  if (options.enrichment === null) return undefined;
  return runner.run(enrichSources, { sources, environment, options: options.enrichment }, signal);
}

/** What the later stages share. */
interface Analysis extends SplittingInput {
  readonly options: AnalysisOptions;
}

async function measureCoherence(
  { sources, options, runner, signal }: Analysis,
  groups: readonly GroupOfRows[],
): Promise<ReadonlyMap<string, Coherence>> {
  return runner.run(
    coherenceStage,
    { phrases: sources.phrases, groups: phraseGroups(sources, groups), options: options.distance },
    signal,
  );
}

/** A cluster that was not split is its own root cause: its distances need no second computation. */
async function measureRootCauses(
  analysis: Analysis,
  sequenceClusters: readonly SequenceClusters[],
  { rootCauses }: RootCauses,
  clusterCoherence: ReadonlyMap<string, Coherence>,
): Promise<ReadonlyMap<string, Coherence>> {
  const clusterSizes = new Map(
    sequenceClusters.flatMap(({ clusters }) =>
      clusters.map(({ clusterId, rows }) => [clusterId, rows.length] as const),
    ),
  );
  const known = new Map<string, Coherence>();
  const unknown: GroupOfRows[] = [];
  for (const { rootCauseId, clusterId, rows } of rootCauses) {
    const whole = clusterId !== null && clusterSizes.get(clusterId) === rows.length;
    const coherence = whole ? clusterCoherence.get(clusterId) : undefined;
    if (coherence) known.set(rootCauseId, { ...coherence, key: rootCauseId });
    else unknown.push({ key: rootCauseId, rows });
  }
  for (const [key, coherence] of await measureCoherence(analysis, unknown)) known.set(key, coherence);
  return known;
}

/** The options by the names of the command line, as a store keeps them. */
export function storedOptions(options: AnalysisOptions): StoreContent['options'] {
  const logs = checkLogOptions(options.logs);
  const { filter, p0fDb, sources, minSupport, counts, items, sequence, distance } = options;
  const named = {
    filter,
    'log-format': logs?.format,
    'log-mapping': logs?.mapping && JSON.stringify(logs.mapping),
    'p0f-db': p0fDb,
    'source-mode': sources.mode,
    unit: sources.unit,
    'phrase-order': sources.phraseOrder,
    rendering: sources.rendering,
    'phrase-bound': sources.phraseBound,
    'min-support': minSupport,
    counts,
    items: items.join(','),
    sequence,
    matching: distance.matching ?? 'stable',
    'distance-mode': distance.mode ?? 'both',
    'distance-costs': (distance.costs ?? [1, 1, 0]).join(','),
    'word-set': distance.set ?? 'A-Z a-z 0-9',
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

import { defaultAnalysisOptions } from './analysis-options.js';
import { collectAttackSources } from './collect-attack-sources.js';
import { explainQuality } from './explain-quality.js';
import { findClusters, sentSignatures, splitClusters } from './find-causes.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { RootCauses } from '../model/root-cause.js';
import type { StageRunner } from '../model/stage.js';
import { withFloodFollowers } from '../sequences/flood-followers.js';
import { measureQuality, type Quality } from '../simulation/quality.js';
import { readTruth } from '../simulation/read-truth.js';
import type { SimulateOptions, SimulationSummary } from '../simulation/simulate-options.js';
import { simulate } from '../simulation/simulate.js';
import { sourceId } from '../sources/source-id.js';
import { type RunOptions, withRunner } from './with-runner.js';

/** How well one labelled simulation was seen through. Both levels are judged by tool. */
export interface QualityRun {
  readonly simulation: SimulationSummary;
  readonly rootCauseCount: number;
  readonly familyCount: number;
  readonly rootCauses: Quality;
  readonly families: Quality;
  /** Wall-clock time from captures to root causes, without distances and store; seconds. */
  readonly analysisSeconds: number;
  /** Where the sources of the tools that families see least of went; only where asked for. */
  readonly explanation?: string | undefined;
}

export interface QualityRunOptions extends RunOptions {
  readonly isExplained?: boolean | undefined;
}

/** Simulates into `simulation.out`, analyzes what was written there, and compares with the truth. */
export async function runQuality(
  simulation: SimulateOptions,
  options: QualityRunOptions = {},
): Promise<QualityRun> {
  const summary = await simulate({ ...simulation, signal: options.signal });
  const startedAt = performance.now();
  const content = await withRunner(options, (runner) => findCausesOf(summary, runner, options.signal));
  const analysisSeconds = (performance.now() - startedAt) / 1000;
  const truth = await readTruth(summary.truthFile);
  const { rootCauses } = content;
  const families = measureQuality(truth, assignment(content, 'familyId'));
  return {
    simulation: summary,
    rootCauseCount: rootCauses.rootCauses.length,
    familyCount: rootCauses.families.length,
    rootCauses: measureQuality(truth, assignment(content, 'rootCauseId')),
    families,
    analysisSeconds,
    explanation: options.isExplained === true ? explainQuality(truth, content, families) : undefined,
  };
}

interface Analyzed {
  readonly sources: AttackSources;
  readonly rootCauses: RootCauses;
}

async function findCausesOf(
  { files, honeypotsFile }: SimulationSummary,
  runner: StageRunner,
  signal: AbortSignal | undefined,
): Promise<Analyzed> {
  const options = { ...defaultAnalysisOptions, honeypots: honeypotsFile, enrichment: null };
  const collect = { ...options, digests: false };
  const { sources, environment, fingerprints } = await collectAttackSources(files, collect, runner, signal);
  const input = { sources, environment, options, runner, signal };
  const sequenceClusters = await findClusters(input, options.minSupport);
  const signatures = sentSignatures(fingerprints);
  const found = await splitClusters({ ...input, signatures }, sequenceClusters);
  const { rootCauses } = withFloodFollowers(sources, sequenceClusters, found);
  return { sources, rootCauses };
}

/** `ip@day` -> the group it ended in, null for rare sources and backscatter. */
function assignment(
  { sources, rootCauses }: Analyzed,
  level: 'rootCauseId' | 'familyId',
): Map<string, string | null> {
  const groups = new Map<string, string | null>();
  for (let row = 0; row < sources.count; row += 1) groups.set(sourceId(sources, row), null);
  for (const cause of rootCauses.rootCauses) {
    for (const row of cause.rows) groups.set(sourceId(sources, row), cause[level]);
  }
  return groups;
}

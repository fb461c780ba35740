import { analyzeCaptures } from './analyze.js';
import type { RootCauses } from '../model/root-cause.js';
import { measureQuality, type Quality } from '../simulation/quality.js';
import { readTruth } from '../simulation/read-truth.js';
import type { SimulateOptions, SimulationSummary } from '../simulation/simulate-options.js';
import { simulate } from '../simulation/simulate.js';
import { sourceId } from '../sources/source-id.js';
import type { StoreContent } from '../storage/store-content.js';
import type { RunOptions } from './with-runner.js';

/** How well one labelled simulation was seen through. Both levels are judged by tool. */
export interface QualityRun {
  readonly simulation: SimulationSummary;
  readonly rootCauseCount: number;
  readonly familyCount: number;
  readonly rootCauses: Quality;
  readonly families: Quality;
  /** Wall-clock time of the analysis, seconds. */
  readonly analysisSeconds: number;
}

/** Simulates into `simulation.out`, analyzes what was written there, and compares with the truth. */
export async function runQuality(simulation: SimulateOptions, options: RunOptions = {}): Promise<QualityRun> {
  const summary = await simulate({ ...simulation, signal: options.signal });
  const startedAt = performance.now();
  const content = await analyzeCaptures(summary.files, { ...options, honeypots: summary.honeypotsFile });
  const analysisSeconds = (performance.now() - startedAt) / 1000;
  const truth = await readTruth(summary.truthFile);
  const { rootCauses } = content;
  return {
    simulation: summary,
    rootCauseCount: rootCauses.rootCauses.length,
    familyCount: rootCauses.families.length,
    rootCauses: measureQuality(truth, assignment(content, 'rootCauseId')),
    families: measureQuality(truth, assignment(content, 'familyId')),
    analysisSeconds,
  };
}

/** `ip@day` -> the group it ended in, null for rare sources and backscatter. */
function assignment(
  { sources, rootCauses }: Pick<StoreContent, 'sources'> & { readonly rootCauses: RootCauses },
  level: 'rootCauseId' | 'familyId',
): Map<string, string | null> {
  const groups = new Map<string, string | null>();
  for (let row = 0; row < sources.count; row += 1) groups.set(sourceId(sources, row), null);
  for (const cause of rootCauses.rootCauses) {
    for (const row of cause.rows) groups.set(sourceId(sources, row), cause[level]);
  }
  return groups;
}

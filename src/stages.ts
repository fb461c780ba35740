import { findRootCauses } from './causes/find-root-causes.js';
import { mineClustersStage } from './clusters/mine-clusters.js';
import { minePrefixStage } from './clusters/mine-prefix.js';
import { sortItemsetsStage } from './clusters/sort-itemsets.js';
import { coherenceStage } from './distances/coherence-stage.js';
import { enrichSources } from './enrichment/enrich-sources.js';
import { addressCensus } from './environment/address-census.js';
import type { RunContext } from './model/stage.js';
import { captureInfo } from './packets/capture-info.js';
import { collectSources } from './sources/collect-sources.js';
import { finalizeSources } from './sources/finalize-sources.js';
import { feedCensus } from './storage/feed/census-stage.js';
import { feedCollect } from './storage/feed/collect-stage.js';
import { feedFinalize } from './storage/feed/finalize-stage.js';

/** What a worker needs of a stage. The pool sends only tasks that the stage of that name planned. */
export interface RunnableStage {
  readonly name: string;
  run(task: unknown, context: RunContext): unknown;
}

const stages = [
  captureInfo,
  addressCensus,
  collectSources,
  finalizeSources,
  feedCensus,
  feedCollect,
  feedFinalize,
  enrichSources,
  mineClustersStage,
  minePrefixStage,
  sortItemsetsStage,
  coherenceStage,
  findRootCauses,
] as const;

/** Every stage, under the name by which a worker finds it. */
export const stagesByName: ReadonlyMap<string, RunnableStage> = new Map(
  stages.map((stage) => [stage.name, stage as unknown as RunnableStage]),
);

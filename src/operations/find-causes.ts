import type { AnalysisOptions } from './analysis-options.js';
import type { FoundCauses } from '../causes/cause-task.js';
import { findRootCauses } from '../causes/find-root-causes.js';
import { itemChoice } from '../clusters/item-choice.js';
import { mineClustersStage } from '../clusters/mine-clusters.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { Environment } from '../model/environment.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { RootCauses } from '../model/root-cause.js';
import type { SentSignatures, SourceFingerprints } from '../model/source-fingerprints.js';
import type { StageRunner } from '../model/stage.js';
import { groupSequences } from '../sequences/group-sequences.js';
import { comparedHoneypots } from '../sources/honeypot-targets.js';
import type { SupportLevel } from '../storage/store-content.js';

/** Attack sources and what decides how they are clustered. */
export interface MiningInput {
  readonly sources: AttackSources;
  readonly environment: Environment;
  readonly options: Pick<AnalysisOptions, 'counts' | 'items' | 'sources'>;
  readonly runner: StageRunner;
  readonly signal?: AbortSignal | undefined;
}

/** What root causes are told by besides. */
export interface SplittingInput extends MiningInput {
  readonly signatures: SentSignatures;
}

export function sentSignatures({ signature, rawSignatures }: SourceFingerprints): SentSignatures {
  return { signature, texts: rawSignatures.map(({ text }) => text) };
}

/** Itemsets and exclusive clusters of every ports sequence; of a flood, one source stands for all. */
export async function findClusters(
  input: MiningInput,
  minSupport: number,
  maxRules = 0,
): Promise<readonly SequenceClusters[]> {
  const { sources, options, runner, signal } = input;
  const groups = groupSequences(sources).map(({ portsSequence, eventRows }) => ({
    portsSequence,
    rows: eventRows,
  }));
  return runner.run(
    mineClustersStage,
    {
      sources,
      honeypotNames: honeypotNames(input),
      groups,
      options: { minSupport, counts: options.counts, maxRules },
      ...itemChoice(options.items),
    },
    signal,
  );
}

/** The root causes that clusters split into; of `countedClusters`, clusters of the same sources, only their number. */
export async function splitClusters(
  input: SplittingInput,
  sequenceClusters: readonly SequenceClusters[],
  countedClusters?: readonly SequenceClusters[],
): Promise<FoundCauses> {
  const { sources, signatures, options, runner, signal } = input;
  return runner.run(
    findRootCauses,
    {
      sources,
      signatures,
      honeypotNames: honeypotNames(input),
      sequenceClusters,
      countedClusters,
      options: { counts: options.counts },
    },
    signal,
  );
}

/** A row of Table 4 of the report. */
export function supportLevel(
  minSupport: number,
  sequenceClusters: readonly SequenceClusters[],
  rootCauses: number,
): SupportLevel {
  const itemsetClusters = sequenceClusters.reduce((sum, { clusters }) => sum + clusters.length, 0);
  return { minSupport, itemsetClusters, rootCauses };
}

/** AR + LD counts what the clusters split into, not the groups of sources that no itemset covers. */
export function countClusterCauses({ rootCauses }: RootCauses): number {
  return rootCauses.filter(({ clusterId }) => clusterId !== null).length;
}

function honeypotNames({ environment, options }: MiningInput): string[] {
  return comparedHoneypots(environment, options.sources.unit ?? 'all').honeypots.map(({ name }) => name);
}

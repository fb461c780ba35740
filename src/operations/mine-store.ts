import { defaultItems, type ItemName } from '../clusters/item-choice.js';
import type { PacketCounts } from '../clusters/item-columns.js';
import { HoneysiftError } from '../errors.js';
import {
  countClusterCauses,
  findClusters,
  type MiningInput,
  splitClusters,
  type SplittingInput,
} from './find-causes.js';
import type { FrequentItemset, ItemCut, SequenceClusters } from '../model/itemset-cluster.js';
import { noRootCauses } from '../model/root-cause.js';
import { withFloodFollowers } from '../sequences/flood-followers.js';
import { type SequenceKind, withPortSets } from '../sequences/port-sets.js';
import type { SourceUnit } from '../sources/source-options.js';
import { sourceId } from '../sources/source-id.js';
import { openStore } from '../storage/open-store.js';
import { readSignatures } from '../storage/read-signatures.js';
import { readSources } from '../storage/read-sources.js';
import type { Store } from '../storage/store.js';
import { type RunOptions, withRunner } from './with-runner.js';

export interface MineStoreOptions extends RunOptions {
  /** Minimum supports, 0..1; a result each, in this order. */
  readonly minSupport: readonly number[];
  /** Default: as in the analysis that made the store. */
  readonly counts?: PacketCounts | undefined;
  /** Default: as in the analysis that made the store. */
  readonly items?: readonly ItemName[] | undefined;
  /** Default: as in the analysis that made the store. One made with sets of ports cannot be mined in order. */
  readonly sequence?: SequenceKind | undefined;
  /** Whether to split the clusters into root causes as well, for Table 4 of the report; default false. */
  readonly rootCauses?: boolean | undefined;
  /** Ports sequences told in full, those with the most attack sources; default 11, as in Table 2 of the report. */
  readonly top?: number | undefined;
  /** Itemsets and clusters told of each of them; default 8. */
  readonly shown?: number | undefined;
}

export interface MinedCluster {
  readonly clusterId: string;
  readonly items: readonly string[];
  /** Share of the sequence that holds the itemset, 0..1; of a flood one source counts. */
  readonly support: number;
  /** The same as a count. */
  readonly supportCount: number;
  /** Attack sources that belong to this cluster alone. */
  readonly sources: number;
}

/** A row of Table 2 of the report. */
export interface MinedSequence {
  readonly portsSequence: string;
  readonly sources: number;
  readonly frequentItemsets: number;
  /** False when `frequentItemsets` is a lower bound. */
  readonly frequentExact: boolean;
  readonly clusters: number;
  /** Sources that some cluster took. */
  readonly clustered: number;
  /** The best supported closed itemsets: support descending, length descending. */
  readonly topItemsets: readonly FrequentItemset[];
  /** False where closed itemsets were too many, so that only whole vectors could become clusters. */
  readonly candidatesComplete: boolean;
  /** The largest clusters. */
  readonly topClusters: readonly MinedCluster[];
  /** Histograms and intervals of the attributes that were generalised. */
  readonly cuts: readonly ItemCut[];
}

/** A row of Table 4 of the report, and what it is made of. */
export interface MinedLevel {
  readonly minSupport: number;
  readonly portsSequences: number;
  /** Attack sources that are not backscatter. */
  readonly sources: number;
  readonly frequentItemsets: number;
  readonly frequentExact: boolean;
  readonly clusters: number;
  readonly clustered: number;
  /** Root causes within the clusters; null where they were not asked for. */
  readonly rootCauses: number | null;
  readonly sequences: readonly MinedSequence[];
}

/**
 * Mines the attack sources of a store anew, at other supports or with other items: what `analyze` would find with them.
 * The store is not changed.
 * @throws HoneysiftError ERR_STORE, ERR_ARGUMENT, ERR_CANCELLED
 */
export async function mineStore(dir: string, options: MineStoreOptions): Promise<MinedLevel[]> {
  const store = await openStore(dir);
  try {
    const readAsSets = needsPortSets(store, dir, options.sequence);
    const read = await readSources(store, { signal: options.signal, phrases: options.rootCauses });
    const sources = readAsSets ? withPortSets(read) : read;
    const { environment } = store.manifest;
    const { signal } = options;
    // Only root causes are told by them.
    const ids =
      options.rootCauses === true ? Array.from(sources.day, (_, row) => sourceId(sources, row)) : [];
    const signatures = await readSignatures(store, ids, { signal });
    return await withRunner(options, async (runner) => {
      const input = {
        sources,
        signatures,
        environment,
        runner,
        signal,
        options: storedChoice(store, options),
      };
      const levels: MinedLevel[] = [];
      for (const minSupport of options.minSupport) levels.push(await mineLevel(input, minSupport, options));
      return levels;
    });
  } finally {
    await store.close();
  }
}

/** The options of the analysis that a store keeps, with others in their place where these are given. */
export function storedChoice(
  { manifest }: Store,
  given: Pick<MineStoreOptions, 'counts' | 'items'> = {},
): MiningInput['options'] {
  const { counts = 'raw', items, unit = 'all' } = manifest.options;
  return {
    counts: given.counts ?? (counts as PacketCounts),
    items: given.items ?? (typeof items === 'string' ? (items.split(',') as ItemName[]) : defaultItems),
    sources: { unit: unit as SourceUnit },
  };
}

/** Whether sequences that the store has in order are wanted as sets. */
function needsPortSets({ manifest }: Store, dir: string, wanted: SequenceKind | undefined): boolean {
  const stored = manifest.options['sequence'] ?? 'ordered';
  if (wanted === 'ordered' && stored === 'set') {
    throw new HoneysiftError(
      'ERR_ARGUMENT',
      `The store ${dir} was made with sets of ports, which do not tell their order; analyze the captures anew ` +
        'with sequence "ordered"',
    );
  }
  return wanted === 'set' && stored !== 'set';
}

async function mineLevel(
  input: SplittingInput,
  minSupport: number,
  { top = 11, shown = 8, rootCauses = false }: MineStoreOptions,
): Promise<MinedLevel> {
  const mined = await findClusters(input, minSupport);
  const causes = rootCauses ? await splitClusters(input, mined) : noRootCauses;
  const { sequenceClusters } = withFloodFollowers(input.sources, mined, noRootCauses);
  const sequences = sequenceClusters
    .map((sequence) => minedSequence(sequence, shown))
    .sort((a, b) => b.sources - a.sources || (a.portsSequence < b.portsSequence ? -1 : 1));
  const sum = (of: (sequence: MinedSequence) => number): number =>
    sequences.reduce((total, sequence) => total + of(sequence), 0);
  return {
    minSupport,
    portsSequences: sequences.length,
    sources: sum(({ sources }) => sources),
    frequentItemsets: sum(({ frequentItemsets }) => frequentItemsets),
    frequentExact: sequences.every(({ frequentExact }) => frequentExact),
    clusters: sum(({ clusters }) => clusters),
    clustered: sum(({ clustered }) => clustered),
    rootCauses: rootCauses ? countClusterCauses(causes) : null,
    sequences: sequences.slice(0, top),
  };
}

function minedSequence(sequence: SequenceClusters, shown: number): MinedSequence {
  const { portsSequence, itemsets, clusters, unclustered, frequentCount, frequentCountExact } = sequence;
  const { candidatesComplete, cuts = [] } = sequence;
  const clustered = clusters.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    portsSequence,
    sources: clustered + unclustered.length,
    frequentItemsets: frequentCount,
    frequentExact: frequentCountExact,
    clusters: clusters.length,
    clustered,
    candidatesComplete,
    cuts,
    topItemsets: itemsets
      .filter(({ closed }) => closed)
      .sort((a, b) => b.supportCount - a.supportCount || b.items.length - a.items.length)
      .slice(0, shown),
    topClusters: clusters
      .map(({ clusterId, items, support, rows }) => ({
        clusterId,
        items,
        support,
        supportCount: Math.round(support * sequence.sources),
        sources: rows.length,
      }))
      .sort((a, b) => b.sources - a.sources || (a.clusterId < b.clusterId ? -1 : 1))
      .slice(0, shown),
  };
}

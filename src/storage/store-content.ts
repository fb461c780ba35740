import type { AttackSources } from '../model/attack-sources.js';
import type { CaptureFacts } from '../model/capture.js';
import type { Enrichment } from '../model/enrichment.js';
import type { Environment } from '../model/environment.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { StoredPackets } from '../model/packet-part.js';
import type { LineageRecord } from '../model/lineage.js';
import type { Coherence } from '../model/phrase-distance.js';
import type { SourceFingerprints } from '../model/source-fingerprints.js';
import type { RootCauseCoherence, RootCauses } from '../model/root-cause.js';

/** How many clusters and root causes one minimum support gives. */
export interface SupportLevel {
  /** 0..1. */
  readonly minSupport: number;
  readonly itemsetClusters: number;
  readonly rootCauses: number;
}

export type OptionValue = string | number | boolean;

/**
 * All that a store is made of. The order of `captures`, `sequenceClusters`, `rootCauses` and `supportLevels`, and of
 * the keys of `options`, does not matter: the same content gives the same bytes.
 */
export interface StoreContent {
  readonly environment: Environment;
  readonly captures: readonly CaptureFacts[];
  /** Of distinct captures, in any order; without them there are no tables of packets. */
  readonly packets?: readonly StoredPackets[] | undefined;
  /** First day, `YYYY-MM-DD`, whose packets are stored; without it all are. */
  readonly packetsFrom?: string | undefined;
  readonly sources: AttackSources;
  /** A row for each row of `sources`; without, the tables of fingerprints are empty. */
  readonly fingerprints?: SourceFingerprints | undefined;
  /** Whether clusters and root causes were not looked for: attack sources then end nowhere. */
  readonly isFactsOnly?: boolean | undefined;
  readonly sequenceClusters: readonly SequenceClusters[];
  /** Cluster id -> coherence of its sources; `medoidPhrase` is a phrase of `sources`. */
  readonly clusterCoherence: ReadonlyMap<string, Coherence>;
  readonly rootCauses: RootCauses;
  readonly rootCauseCoherence: RootCauseCoherence;
  /** In step with `sources`; absent where it was not asked for. */
  readonly enrichment?: Enrichment | undefined;
  readonly supportLevels: readonly SupportLevel[];
  /** What became of the root causes of earlier publications; none where there were none. */
  readonly lineage?: readonly LineageRecord[] | undefined;
  /** Options of the analysis; no wall-clock times, no machine names: they are part of the store's bytes. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

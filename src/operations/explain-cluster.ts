import { type ClusterExplanation, explainClusterOf } from '../clusters/explain-cluster.js';
import { itemChoice } from '../clusters/item-choice.js';
import { HoneysiftError, invalidArgument } from '../errors.js';
import { storedChoice } from './mine-store.js';
import { groupSequences } from '../sequences/group-sequences.js';
import { comparedHoneypots } from '../sources/honeypot-targets.js';
import { openStore } from '../storage/open-store.js';
import type { QueryValue } from '../storage/query-value.js';
import { readSources } from '../storage/read-sources.js';
import type { Store } from '../storage/store.js';
import { cellText } from '../storage/value-text.js';

export interface ExplainClusterOptions {
  /** Attack sources listed by name; default 10. */
  readonly top?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An attack source of a cluster. */
export interface ClusterMember {
  readonly sourceId: string;
  readonly targets: number;
  readonly packets: number;
  readonly firstSeen: string;
}

/** A cluster that explains itself. */
export interface ExplainedCluster extends ClusterExplanation {
  readonly clusterId: string;
  readonly portsSequence: string;
  /** Minimum support of the analysis, 0..1. */
  readonly minSupport: number;
  /** Attack sources of the cluster, those of floods included. */
  readonly sources: number;
  readonly rootCauses: number;
  /** The first of them by day, then id. */
  readonly members: readonly ClusterMember[];
}

/**
 * Tells why the attack sources of one itemset cluster of a store stand together, and why the others do not.
 * @throws HoneysiftError ERR_ARGUMENT for an id that the store does not know, ERR_STORE
 */
export async function explainCluster(
  dir: string,
  clusterId: string,
  { top = 10, signal }: ExplainClusterOptions = {},
): Promise<ExplainedCluster> {
  const store = await openStore(dir);
  try {
    const { rows } = await store.query(
      `SELECT ports_sequence, sources, root_causes, min_support
       FROM clusters JOIN (SELECT ports_sequence, min_support FROM ports_sequences) USING (ports_sequence)
       WHERE cluster_id = $id`,
      { signal, parameters: { id: clusterId } },
    );
    const [portsSequence, sources, rootCauses, minSupport] = rows[0] ?? [];
    if (typeof portsSequence !== 'string') {
      throw invalidArgument('cluster', 'a cluster_id of the store (see the table clusters)', clusterId);
    }
    const explanation = await explainFrom(store, clusterId, portsSequence, Number(minSupport), signal);
    if (explanation === null) {
      throw new HoneysiftError(
        'ERR_STORE',
        `The attack sources of ${dir} no longer make the cluster ${clusterId}: run "honeysift analyze" again`,
      );
    }
    return {
      clusterId,
      portsSequence,
      minSupport: Number(minSupport),
      sources: Number(sources),
      rootCauses: Number(rootCauses),
      ...explanation,
      members: await firstMembers(store, clusterId, top, signal),
    };
  } finally {
    await store.close();
  }
}

async function explainFrom(
  store: Store,
  clusterId: string,
  portsSequence: string,
  minSupport: number,
  signal: AbortSignal | undefined,
): Promise<ClusterExplanation | null> {
  const sources = await readSources(store, { signal, portsSequence, phrases: false });
  const choice = storedChoice(store);
  const compared = comparedHoneypots(store.manifest.environment, choice.sources.unit ?? 'all');
  const sequence = groupSequences(sources).find((other) => other.portsSequence === portsSequence);
  if (!sequence) return null;
  return explainClusterOf({
    sources,
    group: { portsSequence, rows: sequence.eventRows },
    honeypotNames: compared.honeypots.map(({ name }) => name),
    items: { ...itemChoice(choice.items), counts: choice.counts },
    minSupport,
    clusterId,
  });
}

async function firstMembers(
  store: Store,
  clusterId: string,
  top: number,
  signal: AbortSignal | undefined,
): Promise<ClusterMember[]> {
  const { rows } = await store.query(
    `SELECT source_id, targets, packets, first_seen FROM attack_sources
     WHERE cluster_id = $id ORDER BY day, source_id LIMIT $top`,
    { signal, parameters: { id: clusterId, top } },
  );
  return rows.map(([sourceId, targets, packets, firstSeen]: readonly QueryValue[]) => ({
    sourceId: cellText(sourceId ?? null),
    targets: Number(targets),
    packets: Number(packets),
    firstSeen: cellText(firstSeen ?? null),
  }));
}

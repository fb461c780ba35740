import { clusters } from '../schema/clusters.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { PhraseIds } from '../phrase-ids.js';
import type { SourceLinks } from '../source-links.js';
import type { StoreContent } from '../store-content.js';
import type { WriteUnit } from '../write-unit.js';
import { coherenceFacts, groupFacts, itemsetText } from './group-facts.js';
import { recordUnit } from './record-unit.js';

/** The table clusters. */
export function clusterUnit(
  content: StoreContent,
  links: SourceLinks,
  ids: PhraseIds,
  unit: TimeUnit,
): WriteUnit {
  const parts = new Map<string, number>();
  for (const { clusterId } of links.rootCauses) {
    if (clusterId !== null) parts.set(clusterId, (parts.get(clusterId) ?? 0) + 1);
  }
  const records = links.clusters.map((cluster) => {
    const { sources, events, packets } = groupFacts(content.sources, cluster.rows);
    return {
      cluster_id: cluster.clusterId,
      ports_sequence: cluster.portsSequence,
      itemset: itemsetText(cluster.items),
      support: cluster.support,
      sources,
      events,
      packets,
      ...coherenceFacts(content.clusterCoherence.get(cluster.clusterId), ids),
      root_causes: parts.get(cluster.clusterId) ?? 0,
    };
  });
  return recordUnit(clusters, records, unit);
}

import { maybeNumber, numberOf, onlyRow, rowsOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { ClusterCount, CoherenceTable } from './report-model.js';
import type { SourceTables } from './report-source.js';
import { compareText } from '../model/compare-text.js';

/** What Table 4 of RR-04-104 prints. */
const reference = new Map([
  [0, { itemsetClusters: 491, rootCauses: 753 }],
  [0.01, { itemsetClusters: 92, rootCauses: 152 }],
]);

/** Table 3 (the `limit` largest clusters) and Table 4. */
export function coherenceQueries(tables: SourceTables, limit: number): FigureQueries {
  return {
    coherence: `SELECT cluster_id, ports_sequence, itemset, support, sources, mean_distance, sd_pairs, sd_sources,
      distinct_phrases, root_causes FROM clusters ORDER BY sources DESC, cluster_id LIMIT ${limit}`,
    coherence_totals: `SELECT count(*) AS clusters, count(*) FILTER (mean_distance = 0) AS coherent,
      count(*) FILTER (root_causes > 1) AS split FROM clusters`,
    ...(tables.has('support_levels') && {
      support_levels: 'SELECT min_support, itemset_clusters, root_causes FROM support_levels',
    }),
  };
}

export function buildCoherenceTable(figures: FigureRows): CoherenceTable {
  const totals = onlyRow(figures, 'coherence_totals');
  return {
    clusters: numberOf(totals, 'clusters'),
    coherent: numberOf(totals, 'coherent'),
    split: numberOf(totals, 'split'),
    rows: rowsOf(figures, 'coherence')
      .map((row) => ({
        clusterId: textOf(row, 'cluster_id'),
        portsSequence: textOf(row, 'ports_sequence'),
        itemset: textOf(row, 'itemset'),
        sources: numberOf(row, 'sources'),
        support: numberOf(row, 'support'),
        meanDistance: maybeNumber(row, 'mean_distance'),
        sdPairs: maybeNumber(row, 'sd_pairs'),
        sdSources: maybeNumber(row, 'sd_sources'),
        distinctPhrases: maybeNumber(row, 'distinct_phrases'),
        rootCauses: maybeNumber(row, 'root_causes'),
      }))
      .sort((a, b) => b.sources - a.sources || compareText(a.clusterId, b.clusterId)),
  };
}

export function buildClusterCounts(figures: FigureRows): ClusterCount[] {
  return (figures.get('support_levels') ?? [])
    .map((row) => {
      const minSupport = numberOf(row, 'min_support');
      return {
        minSupport,
        itemsetClusters: numberOf(row, 'itemset_clusters'),
        rootCauses: numberOf(row, 'root_causes'),
        reference: reference.get(minSupport) ?? null,
      };
    })
    .sort((a, b) => a.minSupport - b.minSupport);
}

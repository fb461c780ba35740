import { numberOf, onlyRow, rowsOf, shareOf, textOf } from './figures.js';
import type { FigureQueries, FigureRow, FigureRows } from './figures.js';
import type { ItemsetTable, SequenceItemsets } from './report-model.js';
import { compareText } from '../model/compare-text.js';

const shownItemsets = 8;
const shownClusters = 5;

/** Table 2: the `top` ports sequences by sources, with their frequent itemsets and exclusive clusters. */
export function itemsetTableQueries(top: number): FigureQueries {
  const listed = `SELECT ports_sequence FROM ports_sequences ORDER BY sources DESC, ports_sequence LIMIT ${top}`;
  return {
    itemset_sequences: `SELECT ports_sequence, sources, frequent_itemsets, frequent_exact, closed_itemsets, clusters, unclustered
      FROM ports_sequences ORDER BY sources DESC, ports_sequence LIMIT ${top}`,
    closed_itemsets: `SELECT ports_sequence, itemset, length, support, support_count, place FROM (
      SELECT *, row_number() OVER (PARTITION BY ports_sequence ORDER BY support_count DESC, length DESC, itemset) AS place
      FROM itemsets WHERE closed AND ports_sequence IN (${listed})) WHERE place <= ${shownItemsets}`,
    top_clusters: `SELECT ports_sequence, cluster_id, itemset, support, sources, place FROM (
      SELECT *, row_number() OVER (PARTITION BY ports_sequence ORDER BY sources DESC, cluster_id) AS place
      FROM clusters WHERE ports_sequence IN (${listed})) WHERE place <= ${shownClusters}`,
    cluster_totals: `SELECT (SELECT count(*) FROM clusters) AS clusters,
      (SELECT count(*) FROM ports_sequences) AS sequences,
      (SELECT sum(sources)::DOUBLE FROM clusters) AS clustered,
      (SELECT sum(sources)::DOUBLE FROM clusters WHERE ports_sequence IN (${listed})) AS listed,
      (SELECT sum(sources)::DOUBLE FROM ports_sequences) AS sources`,
  };
}

export function buildItemsetTable(figures: FigureRows): ItemsetTable {
  const totals = onlyRow(figures, 'cluster_totals');
  const sources = numberOf(totals, 'sources');
  return {
    clusters: numberOf(totals, 'clusters'),
    sequences: numberOf(totals, 'sequences'),
    listedCoverage: shareOf(numberOf(totals, 'listed'), sources),
    coverage: shareOf(numberOf(totals, 'clustered'), sources),
    rows: rowsOf(figures, 'itemset_sequences')
      .map((row) => sequenceItemsets(row, figures))
      .sort((a, b) => b.sources - a.sources || compareText(a.portsSequence, b.portsSequence)),
  };
}

function sequenceItemsets(row: FigureRow, figures: FigureRows): SequenceItemsets {
  const portsSequence = textOf(row, 'ports_sequence');
  const sources = numberOf(row, 'sources');
  const unclustered = numberOf(row, 'unclustered');
  const inPlace = (name: string) =>
    rowsOf(figures, name)
      .filter((other) => textOf(other, 'ports_sequence') === portsSequence)
      .sort((a, b) => numberOf(a, 'place') - numberOf(b, 'place'));
  return {
    portsSequence,
    sources,
    frequentItemsets: numberOf(row, 'frequent_itemsets'),
    frequentExact: row['frequent_exact'] !== false,
    closedItemsets: numberOf(row, 'closed_itemsets'),
    exclusiveClusters: numberOf(row, 'clusters'),
    coverage: shareOf(sources - unclustered, sources),
    unclustered,
    itemsets: inPlace('closed_itemsets').map((itemset) => ({
      itemset: textOf(itemset, 'itemset'),
      support: numberOf(itemset, 'support'),
      count: numberOf(itemset, 'support_count'),
    })),
    topClusters: inPlace('top_clusters').map((cluster) => ({
      clusterId: textOf(cluster, 'cluster_id'),
      itemset: textOf(cluster, 'itemset'),
      support: numberOf(cluster, 'support'),
      sources: numberOf(cluster, 'sources'),
      share: shareOf(numberOf(cluster, 'sources'), sources) ?? 0,
    })),
  };
}

import { formatCount, formatDecimal, formatMany, formatShare } from '../format-values.js';
import { frequentText } from '../picture-lines.js';
import type { ClusterCoherence, Report, SequenceItemsets } from '../report-model.js';
import { coherenceScatter } from './cause-charts.js';
import { dataTable } from './data-table.js';
import type { Column } from './data-table.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import type { ChartMaker } from './plot-chart.js';
import { section } from './section.js';
import type { Section } from './section.js';

const openClusters = 25;

/** Table 2. */
export function itemsetsSection(report: Report): Section {
  const { itemsets } = report;
  return section(
    'itemsets',
    'Table 2. Frequent itemsets and exclusive clusters',
    'Table 2: itemsets',
    html`<p>
        The ${formatCount(itemsets.rows.length)} largest of
        ${formatMany(itemsets.sequences, 'ports sequence')}. Their clusters cover
        ${formatShare(itemsets.listedCoverage)} of the attack sources that sent requests; all
        ${formatMany(itemsets.clusters, 'cluster')} together cover ${formatShare(itemsets.coverage)}.
      </p>
      <div class="scroll">
        <table class="grouped">
          <thead>
            <tr>
              <th scope="col">Ports sequence</th>
              <th scope="col" class="num">Sources</th>
              <th scope="col">Largest exclusive clusters</th>
              <th scope="col" class="num" title="share of the sequence's sources that hold the itemset">
                Support
              </th>
              <th
                scope="col"
                class="num"
                title="share of the sequence's sources that are in this cluster alone"
              >
                Exclusive
              </th>
              <th scope="col" class="num">Frequent<br />itemsets</th>
              <th scope="col" class="num">Exclusive<br />clusters</th>
              <th scope="col" class="num">Covered</th>
              <th scope="col" class="num">Left over</th>
            </tr>
          </thead>
          ${itemsets.rows.map(sequenceGroup)}
        </table>
      </div>
      <p class="quiet small">
        Support counts every source that holds the itemset, and itemsets overlap; a source is in one exclusive
        cluster at most.
      </p>
      <details>
        <summary>Closed frequent itemsets by support</summary>
        ${itemsetLists(itemsets.rows)}
      </details>`,
  );
}

function sequenceGroup(row: SequenceItemsets): Markup {
  const [first, ...rest] = row.topClusters;
  const height = Math.max(1, row.topClusters.length);
  const cluster = (entry: typeof first) =>
    entry === undefined
      ? html`<td class="quiet">none above the minimum support</td>
          <td></td>
          <td></td>`
      : html`<td class="seq">${entry.itemset}</td>
          <td class="num">${formatShare(entry.support)}</td>
          <td class="num">${formatShare(entry.share)}</td>`;
  return html`<tbody>
    <tr>
      <td rowspan="${height}" class="seq">${row.portsSequence}</td>
      <td rowspan="${height}" class="num">${formatCount(row.sources)}</td>
      ${cluster(first)}
      <td rowspan="${height}" class="num">${frequentText(row)}</td>
      <td rowspan="${height}" class="num">${formatCount(row.exclusiveClusters)}</td>
      <td rowspan="${height}" class="num">${formatShare(row.coverage)}</td>
      <td rowspan="${height}" class="num">${formatCount(row.unclustered)}</td>
    </tr>
    ${rest.map(
      (entry) =>
        html`<tr>
          ${cluster(entry)}
        </tr>`,
    )}
  </tbody> `;
}

function itemsetLists(rows: readonly SequenceItemsets[]): Markup {
  return dataTable(
    rows.flatMap((row) => row.itemsets.map((itemset) => ({ ...itemset, portsSequence: row.portsSequence }))),
    [
      { title: 'Ports sequence', cell: (row) => html`<span class="seq">${row.portsSequence}</span>` },
      { title: 'Itemset', cell: (row) => html`<span class="seq">${row.itemset}</span>` },
      { title: 'Sources', numeric: true, cell: (row) => formatCount(row.count) },
      { title: 'Support', numeric: true, cell: (row) => formatShare(row.support) },
    ],
  );
}

/** Table 3 and its chart. */
export function coherenceSection(report: Report, charts: ChartMaker): Section {
  const { coherence } = report;
  const rest = coherence.rows.slice(openClusters);
  return section(
    'coherence',
    'Table 3. Coherence of clusters',
    'Table 3: coherence',
    html`<p>
      ${formatCount(coherence.coherent)} of ${formatMany(coherence.clusters, 'cluster')} have a phrase
      distance of 0: all their phrases are the same. ${formatCount(coherence.split)} held more than one root
      cause and were split.
    </p>`,
    coherenceScatter(charts, report),
    dataTable(coherence.rows.slice(0, openClusters), coherenceColumns),
    rest.length > 0 &&
      html`<details>
        <summary>${formatMany(rest.length, 'smaller cluster')}</summary>
        ${dataTable(rest, coherenceColumns)}
      </details>`,
    coherence.clusters > coherence.rows.length &&
      html`<p class="quiet small">
        ${formatCount(coherence.clusters - coherence.rows.length)} more are in the store's table
        <code>clusters</code>.
      </p>`,
  );
}

const coherenceColumns: readonly Column<ClusterCoherence>[] = [
  {
    title: 'Ports sequence',
    cell: (row) => html`<span class="seq">${row.portsSequence}</span>`,
    sort: (row) => row.portsSequence,
  },
  { title: 'Itemset', cell: (row) => html`<span class="seq">${row.itemset}</span>` },
  { title: 'Sources', numeric: true, cell: (row) => formatCount(row.sources), sort: (row) => row.sources },
  {
    title: 'D_C',
    numeric: true,
    hint: 'mean phrase distance over all pairs',
    cell: (row) => formatDecimal(row.meanDistance),
    sort: (row) => row.meanDistance,
  },
  {
    title: 'SD, pairs',
    numeric: true,
    hint: 'standard deviation of the distance over all pairs',
    cell: (row) => formatDecimal(row.sdPairs),
    sort: (row) => row.sdPairs,
  },
  {
    title: 'SD, d_i',
    numeric: true,
    hint: "standard deviation of the sources' mean distances",
    cell: (row) => formatDecimal(row.sdSources),
    sort: (row) => row.sdSources,
  },
  {
    title: 'Phrases',
    numeric: true,
    hint: 'distinct phrases',
    cell: (row) => formatCount(row.distinctPhrases),
    sort: (row) => row.distinctPhrases,
  },
  {
    title: 'Root causes',
    numeric: true,
    cell: (row) => formatCount(row.rootCauses),
    sort: (row) => row.rootCauses,
  },
];

/** Table 4; null when the store did not count at several supports. */
export function countsSection(report: Report): Section | null {
  if (report.clusterCounts.length === 0) return null;
  return section(
    'counts',
    'Table 4. Number of clusters',
    'Table 4: cluster counts',
    html`<p>
      By association rules alone (AR), and after splitting by phrase distance (AR + LD). At a support above 0%
      every vector of counts is a cluster: a pessimistic number of attack tools. The last two columns are what
      RR-04-104 printed for its own data.
    </p>`,
    dataTable(
      report.clusterCounts,
      [
        { title: 'Support', cell: (row) => `> ${formatDecimal(row.minSupport * 100)}%` },
        { title: 'AR', numeric: true, cell: (row) => formatCount(row.itemsetClusters) },
        { title: 'AR + LD', numeric: true, cell: (row) => formatCount(row.rootCauses) },
        {
          title: 'RR-04-104: AR',
          numeric: true,
          cell: (row) =>
            html`<span class="quiet">${formatCount(row.reference?.itemsetClusters ?? null)}</span>`,
        },
        {
          title: 'RR-04-104: AR + LD',
          numeric: true,
          cell: (row) => html`<span class="quiet">${formatCount(row.reference?.rootCauses ?? null)}</span>`,
        },
      ],
      { className: 'narrow' },
    ),
  );
}

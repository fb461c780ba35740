import { formatCount, formatDecimal, formatMany, formatShare } from '../format-values.js';
import { excerpt, visibleText } from '../hostile-text.js';
import type { Report } from '../report-model.js';
import { below, countAxis, logAxis } from './axes.js';
import { figure } from './figure.js';
import { anchorOf, html } from './markup.js';
import type { Markup } from './markup.js';
import type { ChartMaker } from './plot-chart.js';
import { sparsePeriods } from './time-axis.js';

const stripRows = 24;

/** How much of everything the k largest root causes explain. */
export function coverageCurve(charts: ChartMaker, report: Report): Markup | null {
  const { coverage } = report.rootCauses;
  const last = coverage.at(-1);
  if (last === undefined) return null;
  const { Plot } = charts;
  const points = coverage
    .map((share, index) => ({ k: index + 1, share }))
    .filter(({ k }) => k <= 100 || k === coverage.length || k % Math.ceil(k / 100) === 0);
  const marked = [1, 10, 100, 1000]
    .filter((k) => k < coverage.length * 0.4)
    .concat(coverage.length)
    .map((k) => ({ k, share: coverage[k - 1] ?? 0 }));
  const rankAxis =
    coverage.length > 20
      ? logAxis(coverage.length)
      : { ...countAxis(coverage.length), domain: [1, coverage.length], grid: false };
  const text = {
    x: 'k',
    y: 'share',
    text: (point: { share: number }) => formatShare(point.share),
    fontWeight: 600,
  };
  const svg = charts.draw('Share of attack sources explained by the largest root causes', {
    width: 450,
    height: 280,
    marginLeft: 48,
    marginRight: 28,
    marginTop: 28,
    marginBottom: 44,
    x: { label: 'k largest root causes', ...below, ...rankAxis },
    y: {
      label: 'share of attack sources',
      domain: [0, 1],
      grid: true,
      labelArrow: 'none',
      tickFormat: (value: number) => `${Math.round(value * 100)}%`,
      ticks: 5,
    },
    marks: [
      Plot.areaY(points, { x: 'k', y: 'share', fill: 'var(--bar)', fillOpacity: 0.12 }),
      Plot.lineY(points, { x: 'k', y: 'share', stroke: 'var(--bar)', strokeWidth: 2 }),
      Plot.dot(marked, { x: 'k', y: 'share', r: 3.5, fill: 'var(--bar)' }),
      // Under the curve, where nothing else is; the last one must not leave the chart.
      Plot.text(marked.slice(0, -1), { ...text, dx: 6, dy: 10, textAnchor: 'start' }),
      Plot.text(marked.slice(-1), { ...text, dy: 14, textAnchor: 'end' }),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    'What the largest root causes explain',
    svg,
    `Of the attack sources that sent requests; the ${formatMany(coverage.length, 'root cause')} together explain ${formatShare(last)}, the rest is rare.`,
    'half',
  );
}

/** Distance against size of every cluster listed. */
export function coherenceScatter(charts: ChartMaker, report: Report): Markup | null {
  const { Plot } = charts;
  const rows = report.coherence.rows
    .filter((row) => row.meanDistance !== null && row.sources > 0)
    .map((row) => ({
      sources: row.sources,
      distance: row.meanDistance ?? 0,
      split: (row.rootCauses ?? 1) > 1,
      label: excerpt(visibleText(row.portsSequence), 16),
      title: visibleText(
        `${row.portsSequence}, ${row.itemset}: ${formatMany(row.sources, 'source')}, D_C ${formatDecimal(row.meanDistance)}, ${formatMany(row.rootCauses ?? 1, 'root cause')}`,
      ),
    }));
  if (rows.length === 0) return null;
  const highest = Math.max(...rows.map((row) => row.distance));
  const largest = Math.max(...rows.map((row) => row.sources));
  const labelled = clearLabels(rows.filter((row) => row.distance > 0 && row.sources >= 30)).slice(0, 8);
  const svg = charts.draw('Cluster coherence', {
    width: 940,
    height: 340,
    marginLeft: 52,
    marginRight: 60,
    marginBottom: 44,
    x: { label: 'attack sources in the cluster', ...below, ...logAxis(largest) },
    y: {
      type: 'symlog',
      domain: [0, Math.max(1, highest * 1.3)],
      label: 'D_C, mean phrase distance',
      grid: true,
      labelArrow: 'none',
      ticks: [0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000].filter(
        (tick) => tick <= Math.max(1, highest * 1.3),
      ),
      tickFormat: ',d',
    },
    marks: [
      Plot.dot(rows, {
        x: 'sources',
        y: 'distance',
        r: 4.5,
        fill: (row: { split: boolean }) => (row.split ? 'var(--s4)' : 'var(--bar)'),
        symbol: (row: { split: boolean }) => (row.split ? 'diamond' : 'circle'),
        fillOpacity: 0.65,
        title: 'title',
      }),
      Plot.text(labelled, {
        x: 'sources',
        y: 'distance',
        text: 'label',
        dx: 8,
        textAnchor: 'start',
        fontSize: 11,
      }),
    ],
    symbol: { legend: false },
  });
  return figure(
    'Cluster coherence',
    svg,
    html`Every cluster by size and mean phrase distance. A distance of 0 means all its phrases are the same;
      <span class="dot accent"></span>one root cause, <span class="dot warn"></span>split into several
      (diamonds).`,
  );
}

interface ScatterPoint {
  readonly sources: number;
  readonly distance: number;
  readonly label: string;
}

/** Those points whose label would not run into one already kept; nearness is in the chart's own logarithmic scales. */
function clearLabels<Point extends ScatterPoint>(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const runsInto = kept.some((other) => {
      const across = Math.abs(Math.log10(point.sources / other.sources)) * 200;
      const along = Math.abs(Math.log10((1 + point.distance) / (1 + other.distance))) * 100;
      return along < 16 && across < 24 + 7 * Math.max(point.label.length, other.label.length);
    });
    if (!runsInto) kept.push(point);
  }
  return kept;
}

/** When the largest root causes were active. */
export function timelineStrip(charts: ChartMaker, report: Report): Markup | null {
  const { rootCauses } = report;
  const rows = rootCauses.rows.slice(0, stripRows);
  if (rows.length === 0) return null;
  const { Plot } = charts;
  const name = (row: (typeof rows)[number]) =>
    `${row.rank}  ${excerpt(visibleText(row.tool ?? row.portsSequence), 20)}`;
  const names = new Map(rows.map((row) => [row.rootCauseId, name(row)]));
  const cells = rows.flatMap((row) =>
    row.activity.flatMap((count, index) => {
      const period = rootCauses.periods[index];
      return count === 0 || period === undefined
        ? []
        : [
            {
              id: row.rootCauseId,
              period,
              count,
              href: `#${anchorOf(row.rootCauseId)}`,
              title: visibleText(`${name(row)}, ${period}: ${formatMany(count, 'source')}`),
            },
          ];
    }),
  );
  const svg = charts.draw('Activity of the largest root causes', {
    width: 940,
    height: 60 + rows.length * 22,
    marginLeft: 168,
    marginTop: 8,
    marginBottom: 34,
    x: {
      type: 'band',
      domain: rootCauses.periods,
      label: null,
      ticks: sparsePeriods(rootCauses.periods, 12),
      padding: 0.06,
      tickSize: 3,
    },
    y: {
      type: 'band',
      domain: rows.map((row) => row.rootCauseId),
      label: null,
      tickSize: 0,
      padding: 0.12,
      tickFormat: (id: string) => names.get(id) ?? '',
    },
    opacity: { type: 'sqrt', domain: [0, Math.max(1, ...cells.map((cell) => cell.count))], range: [0.1, 1] },
    marks: [
      Plot.cell(cells, {
        x: 'period',
        y: 'id',
        fill: 'var(--bar)',
        fillOpacity: 'count',
        title: 'title',
        href: 'href',
        rx: 2,
      }),
    ],
  });
  return figure(
    'When the largest root causes were active',
    svg,
    `The ${formatCount(rows.length)} largest root causes by ${rootCauses.bucket}; the darker, the more attack sources (square-root scale). Each cell leads to its root cause.`,
  );
}

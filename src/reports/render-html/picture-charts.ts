import { formatCount, formatMany, formatShare } from '../format-values.js';
import { shortName, visibleText } from '../hostile-text.js';
import type { Report } from '../report-model.js';
import { below, countAxis, tickText } from './axes.js';
import { figure } from './figure.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import type { ChartMaker } from './plot-chart.js';

const shownHoneypots = 24;
/** Above this, T is drawn on a number line rather than value by value. */
const mostTargetBands = 16;

/** How many honeypots attack sources target. */
export function targetDistribution(charts: ChartMaker, report: Report): Markup {
  const { Plot } = charts;
  const { targets, allHoneypots } = report.bigPicture;
  const banded = targets.length <= mostTargetBands;
  const rows = targets.map((row) => ({
    targets: row.targets,
    band: String(row.targets),
    requesters: row.requesters,
    sources: row.sources,
    label: formatShare(row.share),
    title: `T = ${row.targets}: ${formatCount(row.sources)} sources (${formatShare(row.share)}), ${formatCount(row.sources - row.requesters)} of them backscatter`,
  }));
  const highest = Math.max(1, ...rows.map((row) => row.sources));
  const domain = rows.map((row) => row.band).reverse();
  const place = banded
    ? { x: 'band' }
    : {
        x1: (row: { targets: number }) => row.targets - 0.5,
        x2: (row: { targets: number }) => row.targets + 0.5,
      };
  const bar = banded ? Plot.barY : Plot.rectY;
  const svg = charts.draw('Honeypots targeted by attack sources', {
    width: 450,
    height: 280,
    marginLeft: 56,
    marginTop: 28,
    marginBottom: 44,
    x: { label: 'T, honeypots targeted', ...below, ...(banded && { domain, padding: 0.35 }) },
    y: {
      label: banded ? 'attack sources' : 'attack sources (square-root scale)',
      ...countAxis(highest, tickText),
      type: banded ? 'linear' : 'sqrt',
    },
    marks: [
      bar(rows, { ...place, y1: 0, y2: 'requesters', fill: 'var(--bar)', title: 'title' }),
      bar(rows, { ...place, y1: 'requesters', y2: 'sources', fill: 'var(--rest)', title: 'title' }),
      ...(banded ? [Plot.text(rows, { x: 'band', y: 'sources', text: 'label', dy: -9 })] : []),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    'How many honeypots a source targets',
    svg,
    html`Of ${formatMany(allHoneypots, 'honeypot')}. Shares are of all attack sources; backscatter is
      <span class="dot"></span>grey.`,
    'half',
  );
}

/** Sources that targeted each honeypot. */
export function honeypotBars(charts: ChartMaker, report: Report): Markup {
  const { Plot } = charts;
  const { honeypots } = report.header;
  const listed =
    honeypots.length <= shownHoneypots
      ? honeypots
      : [...honeypots].sort((a, b) => b.sources - a.sources).slice(0, shownHoneypots);
  const rows = listed.map((honeypot, index) => ({
    // Two long names may share their beginning; the band needs to tell them apart, the reader sees the label.
    band: String(index),
    name: shortName(visibleText(honeypot.name), 18),
    sources: honeypot.sources,
    label: formatCount(honeypot.sources),
    title: visibleText(
      `${honeypot.name}: ${formatCount(honeypot.sources)} sources, ${formatCount(honeypot.packets)} packets`,
    ),
  }));
  const highest = Math.max(1, ...rows.map((row) => row.sources));
  const longest = Math.max(4, ...rows.map((row) => row.name.length));
  const svg = charts.draw('Attack sources per honeypot', {
    width: 450,
    height: Math.max(160, Math.min(280, 90 + rows.length * 50), 60 + rows.length * 20),
    marginLeft: 18 + longest * 7,
    marginRight: 56,
    marginTop: 10,
    marginBottom: 44,
    x: { label: 'attack sources', ...countAxis(highest, tickText), ...below },
    y: {
      label: null,
      domain: rows.map((row) => row.band),
      tickFormat: (band: string) => rows[Number(band)]?.name ?? '',
      tickSize: 0,
      padding: 0.3,
    },
    marks: [
      Plot.barX(rows, { y: 'band', x: 'sources', fill: 'var(--bar)', title: 'title' }),
      Plot.text(rows, { y: 'band', x: 'sources', text: 'label', textAnchor: 'start', dx: 5 }),
      Plot.ruleX([0]),
    ],
  });
  return figure(
    'Sources per honeypot',
    svg,
    honeypots.length <= shownHoneypots
      ? 'In environment order; one source may target several.'
      : `The ${shownHoneypots} most targeted of ${formatCount(honeypots.length)}; one source may target several.`,
    'half',
  );
}

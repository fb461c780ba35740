import { formatCount, formatShare } from '../format-values.js';
import type { ActivitySeries, Report } from '../report-model.js';
import { countAxis } from './axes.js';
import { figure, legendOf, seriesColor } from './figure.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import type { ChartMaker } from './plot-chart.js';
import { periodAxis, periodBounds } from './time-axis.js';

const width = 940;

/** Activity stacked by ports sequence, per month or, in short captures, per day. */
export function stackedActivity(charts: ChartMaker, report: Report): Markup {
  const monthly = report.rootCauses.bucket === 'month';
  const series = monthly ? report.activity.monthly : report.activity.daily;
  const { Plot } = charts;
  const bars = stackBars(series);
  const hasOthers = series.counts.at(-1)?.some((count) => count > 0) === true;
  const svg = charts.draw('Attack sources by ports sequence', {
    width,
    height: 330,
    marginLeft: 52,
    x: periodAxis(series.periods, monthly ? 18 : 12),
    y: {
      label: `attack sources per ${monthly ? 'month' : 'day'}`,
      ...countAxis(Math.max(1, ...bars.map((bar) => bar.high))),
    },
    marks: [
      Plot.rectY(bars, {
        x1: 'start',
        x2: 'end',
        y1: 'low',
        y2: 'high',
        fill: 'color',
        title: 'title',
        insetLeft: monthly ? 1 : 0.5,
        insetRight: monthly ? 1 : 0.5,
      }),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    `Attack sources per ${monthly ? 'month' : 'day'}`,
    svg,
    hasOthers
      ? `The ${series.sequences.length} ports sequences with most sources, in order of size from below; all others above them.`
      : 'All ports sequences, in order of size from below.',
    'full',
    legendOf(series.sequences, hasOthers ? 'all others' : null),
  );
}

interface Bar {
  readonly start: Date;
  readonly end: Date;
  readonly low: number;
  readonly high: number;
  readonly color: string;
  readonly title: string;
}

function stackBars(series: ActivitySeries): Bar[] {
  const bars: Bar[] = [];
  series.periods.forEach((period, column) => {
    const { start, end } = periodBounds(period);
    const total = series.counts.reduce((sum, counts) => sum + (counts[column] ?? 0), 0);
    let low = 0;
    series.counts.forEach((counts, index) => {
      const count = counts[column] ?? 0;
      if (count === 0) return;
      bars.push({
        start,
        end,
        low,
        high: low + count,
        color: seriesColor(index, series.sequences.length),
        title: `${period}: ${series.sequences[index] ?? 'all others'}, ${formatCount(count)} of ${formatCount(total)} sources (${formatShare(count / total)})`,
      });
      low += count;
    });
  });
  return bars;
}

const meanDays = 28;

/** All sources per day with their moving mean; nothing for captures too short to need it. */
export function dailyActivity(charts: ChartMaker, report: Report): Markup | null {
  const { daily } = report.activity;
  if (daily.periods.length < 2 * meanDays) return null;
  const { Plot } = charts;
  const points = daily.periods.map((day, index) => ({
    day: new Date(day),
    count: daily.counts.reduce((sum, counts) => sum + (counts[index] ?? 0), 0),
  }));
  const busiest = points.reduce((best, point) => (point.count > best.count ? point : best));
  const means = points.map((point, index) => {
    const near = points.slice(Math.max(0, index - meanDays / 2), index + meanDays / 2);
    return { day: point.day, count: near.reduce((sum, other) => sum + other.count, 0) / near.length };
  });
  const svg = charts.draw('Attack sources per day', {
    width,
    height: 200,
    marginLeft: 52,
    x: { type: 'utc', label: null },
    y: {
      label: 'attack sources per day',
      ...countAxis(busiest.count),
    },
    marks: [
      Plot.areaY(points, { x: 'day', y: 'count', fill: 'var(--bar)', fillOpacity: 0.28, curve: 'step' }),
      Plot.lineY(means, { x: 'day', y: 'count', stroke: 'var(--bar)', strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    'Attack sources per day',
    svg,
    `The line is the mean over ${meanDays} days. Busiest day: ${busiest.day.toISOString().slice(0, 10)} with ${formatCount(busiest.count)} sources.`,
  );
}

/** Root causes by the month in which they were first seen. */
export function newRootCauses(charts: ChartMaker, report: Report): Markup | null {
  const months = report.activity.newRootCauses;
  if (report.rootCauses.bucket === 'day') return null;
  const { Plot } = charts;
  const bars = months.map((month) => ({
    ...periodBounds(month.month),
    count: month.count,
    title: `${month.month}: ${formatCount(month.count)} new, ${formatCount(month.total)} so far`,
  }));
  const svg = charts.draw('New root causes per month', {
    width: 450,
    height: 280,
    marginLeft: 44,
    x: periodAxis(
      months.map((month) => month.month),
      7,
    ),
    y: { label: 'new root causes per month', ...countAxis(Math.max(...bars.map((bar) => bar.count))) },
    marks: [
      Plot.rectY(bars, {
        x1: 'start',
        x2: 'end',
        y: 'count',
        fill: 'var(--bar)',
        title: 'title',
        insetLeft: 1,
        insetRight: 1,
      }),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    'New root causes',
    svg,
    html`Root causes by the month of their first attack source; in the first month everything is new.`,
    'half',
  );
}

import { monthsOf } from './calendar.js';
import { maybeText, numberOf, rowsOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { Activity, ActivitySeries } from './report-model.js';
import { compareText } from '../model/compare-text.js';

/** Events per day of the `top` ports sequences of the whole period, and new root causes per month. */
export function activityQueries(top: number): FigureQueries {
  const listed = `SELECT ports_sequence FROM sequences ORDER BY sources DESC, ports_sequence LIMIT ${top}`;
  return {
    busiest: `SELECT ports_sequence, sources FROM sequences ORDER BY sources DESC, ports_sequence LIMIT ${top}`,
    activity: `SELECT strftime(day, '%Y-%m-%d') AS day, listed.ports_sequence AS ports_sequence, count(*) AS sources
      FROM requesters r LEFT JOIN (${listed}) listed ON r.ports_sequence = listed.ports_sequence GROUP BY ALL`,
    new_causes: `SELECT strftime(CAST(first_day AS DATE), '%Y-%m') AS month, count(*) AS n FROM root_causes
      WHERE first_day IS NOT NULL GROUP BY ALL`,
  };
}

export function buildActivity(figures: FigureRows, days: readonly string[]): Activity {
  const sequences = [...rowsOf(figures, 'busiest')]
    .sort(
      (a, b) =>
        numberOf(b, 'sources') - numberOf(a, 'sources') ||
        compareText(textOf(a, 'ports_sequence'), textOf(b, 'ports_sequence')),
    )
    .map((row) => textOf(row, 'ports_sequence'));
  const series = new Map(sequences.map((sequence, index) => [sequence, index]));
  const dayIndex = new Map(days.map((day, index) => [day, index]));
  const daily = [...sequences, null].map(() => new Array<number>(days.length).fill(0));
  for (const row of rowsOf(figures, 'activity')) {
    const sequence = maybeText(row, 'ports_sequence');
    const counts = daily[sequence === null ? sequences.length : (series.get(sequence) ?? sequences.length)];
    const index = dayIndex.get(textOf(row, 'day'));
    if (counts !== undefined && index !== undefined) counts[index] = numberOf(row, 'sources');
  }
  const dailySeries = { periods: days, sequences, counts: daily };
  return {
    daily: dailySeries,
    monthly: byMonth(dailySeries),
    newRootCauses: newCauses(figures, monthsOf(days)),
  };
}

function byMonth(daily: ActivitySeries): ActivitySeries {
  const months = monthsOf(daily.periods);
  const monthIndex = new Map(months.map((month, index) => [month, index]));
  const columns = daily.periods.map((day) => monthIndex.get(day.slice(0, 7)) ?? 0);
  const counts = daily.counts.map((series) => {
    const sums = new Array<number>(months.length).fill(0);
    series.forEach((count, index) => {
      const month = columns[index] ?? 0;
      sums[month] = (sums[month] ?? 0) + count;
    });
    return sums;
  });
  return { periods: months, sequences: daily.sequences, counts };
}

function newCauses(figures: FigureRows, months: readonly string[]): Activity['newRootCauses'] {
  const counts = new Map(
    rowsOf(figures, 'new_causes').map((row) => [textOf(row, 'month'), numberOf(row, 'n')]),
  );
  let total = 0;
  return months.map((month) => {
    const count = counts.get(month) ?? 0;
    total += count;
    return { month, count, total };
  });
}

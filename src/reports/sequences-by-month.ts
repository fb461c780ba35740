import { numberOf, rowsOf, shareOf, textOf } from './figures.js';
import type { FigureQueries, FigureRow, FigureRows } from './figures.js';
import type { MonthOfSequences, SequencesByMonth } from './report-model.js';
import { compareText } from '../model/compare-text.js';

/** Table 1: the `top` ports sequences of every month. */
export function sequencesByMonthQueries(top: number): FigureQueries {
  return {
    month_sequences: `SELECT month, ports_sequence, sources, total, sequences FROM (
      SELECT strftime(day, '%Y-%m') AS month, ports_sequence, count(*) AS sources,
        sum(count(*)) OVER (PARTITION BY month)::DOUBLE AS total, count(*) OVER (PARTITION BY month) AS sequences,
        row_number() OVER (PARTITION BY month ORDER BY count(*) DESC, ports_sequence) AS place
      FROM requesters GROUP BY month, ports_sequence) WHERE place <= ${top}`,
  };
}

export function buildSequencesByMonth(figures: FigureRows, top: number): SequencesByMonth {
  const months = new Map<string, FigureRow[]>();
  for (const row of rowsOf(figures, 'month_sequences')) {
    const month = textOf(row, 'month');
    const rows = months.get(month);
    if (rows === undefined) months.set(month, [row]);
    else rows.push(row);
  }
  return {
    top,
    months: [...months.keys()].sort(compareText).map((month) => monthOf(month, months.get(month) ?? [])),
  };
}

function monthOf(month: string, figureRows: readonly FigureRow[]): MonthOfSequences {
  const total = figureRows[0] === undefined ? 0 : numberOf(figureRows[0], 'total');
  const sequences = figureRows[0] === undefined ? 0 : numberOf(figureRows[0], 'sequences');
  const rows = figureRows
    .map((row) => ({
      portsSequence: textOf(row, 'ports_sequence'),
      sources: numberOf(row, 'sources'),
      share: shareOf(numberOf(row, 'sources'), total) ?? 0,
    }))
    .sort((a, b) => b.sources - a.sources || compareText(a.portsSequence, b.portsSequence));
  const others = total - rows.reduce((sum, row) => sum + row.sources, 0);
  return {
    month,
    sources: total,
    rows,
    others: { sequences: sequences - rows.length, sources: others, share: shareOf(others, total) ?? 0 },
  };
}

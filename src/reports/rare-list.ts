import { maybeNumber, numberOf, onlyRow, rowsOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { RareSection } from './report-model.js';
import { compareText } from '../model/compare-text.js';

const excerptLimit = 300;

/** The `limit` newest attack sources that no root cause explains. */
export function rareQueries(limit: number): FigureQueries {
  return {
    rare: `SELECT r.*, strftime(r.day, '%Y-%m-%d') AS date, left(p.phrase, ${excerptLimit}) AS excerpt,
      coalesce(p.bytes, 0) AS phrase_bytes FROM (
        SELECT s.source_id, s.ip, s.day, s.ports_sequence, s.targets, s.packets, s.duration_s, s.phrase_id, m.outlier
        FROM memberships m JOIN sources s USING (source_id) WHERE m.status = 'rare'
        ORDER BY s.day DESC, s.source_id LIMIT ${limit}) r
      LEFT JOIN phrases p USING (phrase_id)`,
    rare_totals: `SELECT count(*) FILTER (status = 'rare') AS total, count(*) FILTER (outlier) AS outliers
      FROM memberships`,
  };
}

export function buildRare(figures: FigureRows): RareSection {
  const totals = onlyRow(figures, 'rare_totals');
  return {
    total: numberOf(totals, 'total'),
    outliers: numberOf(totals, 'outliers'),
    rows: rowsOf(figures, 'rare')
      .map((row) => ({
        sourceId: textOf(row, 'source_id'),
        ip: textOf(row, 'ip'),
        day: textOf(row, 'date'),
        portsSequence: textOf(row, 'ports_sequence'),
        targets: numberOf(row, 'targets'),
        packets: numberOf(row, 'packets'),
        durationSeconds: maybeNumber(row, 'duration_s'),
        outlier: row['outlier'] === true,
        excerpt: textOf(row, 'excerpt'),
        phraseBytes: numberOf(row, 'phrase_bytes'),
      }))
      .sort((a, b) => compareText(b.day, a.day) || compareText(a.sourceId, b.sourceId)),
  };
}

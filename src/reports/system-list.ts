import { compareText } from '../model/compare-text.js';
import { maybeText, numberOf, onlyRow, rowsOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { SystemSection } from './origin-model.js';
import type { SourceTables } from './report-source.js';

const shownSystems = 25;

/** The commonest operating systems and tools of events; nothing of a store that has no fingerprints. */
export function systemQueries(tables: SourceTables): FigureQueries {
  if (!tables.has('fingerprints') || !tables.has('fingerprint_coverage')) return {};
  return {
    systems: `SELECT coalesce(os, tool) AS name, CASE WHEN tool IS NULL THEN any_value(os_class) ELSE 'tool' END AS kind,
        count(*) AS events, count(*) FILTER (os_match = 'exact') AS exact
      FROM fingerprints JOIN events USING (source_id) WHERE raw_signature IS NOT NULL GROUP BY os, tool`,
    system_database: 'SELECT "database", database_signatures FROM fingerprint_coverage',
    system_events: 'SELECT count(*) AS n FROM events',
  };
}

export function buildSystems(figures: FigureRows): SystemSection | null {
  if (!figures.has('systems')) return null;
  const counted = rowsOf(figures, 'systems').map((row) => ({
    name: maybeText(row, 'name'),
    kind: maybeText(row, 'kind'),
    events: numberOf(row, 'events'),
    exact: numberOf(row, 'exact'),
  }));
  const sum = (rows: readonly { readonly events: number }[]): number =>
    rows.reduce((total, { events }) => total + events, 0);
  const read = sum(counted);
  if (read === 0) return null;
  const database = onlyRow(figures, 'system_database');
  const rows = counted
    .map((row) => ({ ...row, share: row.events / read }))
    .sort((a, b) => b.events - a.events || compareText(a.name ?? '', b.name ?? ''));
  return {
    database: textOf(database, 'database'),
    signatures: numberOf(database, 'database_signatures'),
    events: numberOf(onlyRow(figures, 'system_events'), 'n'),
    read,
    known: sum(counted.filter(({ name }) => name !== null)),
    exact: counted.reduce((total, { exact }) => total + exact, 0),
    rows: rows.slice(0, shownSystems),
    total: rows.length,
  };
}

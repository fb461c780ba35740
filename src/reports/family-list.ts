import { listOf, maybeText, numberOf, onlyRow, rowsOf, shareOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import { periodOfDay } from './relations.js';
import type { FamilySection } from './report-model.js';
import { activityOf } from './root-cause-list.js';
import { compareText } from '../model/compare-text.js';

const shownMembers = 20;

/** The `limit` largest tool families. */
export function familyQueries(limit: number): FigureQueries {
  const ranked = `SELECT * FROM families ORDER BY events DESC, family_id LIMIT ${limit}`;
  return {
    families: `SELECT family_id, ports_sequences, f.root_causes AS root_causes, sources, events,
      strftime(CAST(first_day AS DATE), '%Y-%m-%d') AS first_day,
      strftime(CAST(last_day AS DATE), '%Y-%m-%d') AS last_day, reason, members, tools
      FROM (${ranked}) f LEFT JOIN (
        SELECT family_id, list(root_cause_id ORDER BY sources DESC, root_cause_id)[:${shownMembers}] AS members,
          list_sort(list(DISTINCT tool) FILTER (tool IS NOT NULL)) AS tools FROM root_causes GROUP BY family_id)
      USING (family_id)`,
    family_activity: `SELECT family_id, ${periodOfDay} AS period, count(*) AS n FROM caused
      WHERE family_id IN (SELECT family_id FROM (${ranked})) GROUP BY ALL`,
    family_totals: 'SELECT count(*) AS total FROM families',
  };
}

export function buildFamilies(
  figures: FigureRows,
  events: number,
  periods: readonly string[],
): FamilySection {
  const activity = activityOf(rowsOf(figures, 'family_activity'), 'family_id', periods);
  const rows = [...rowsOf(figures, 'families')].sort(
    (a, b) =>
      numberOf(b, 'events') - numberOf(a, 'events') ||
      compareText(textOf(a, 'family_id'), textOf(b, 'family_id')),
  );
  return {
    total: numberOf(onlyRow(figures, 'family_totals'), 'total'),
    rows: rows.map((row, index) => ({
      rank: index + 1,
      familyId: textOf(row, 'family_id'),
      portsSequences: listOf(row, 'ports_sequences'),
      tools: listOf(row, 'tools'),
      rootCauses: numberOf(row, 'root_causes'),
      members: listOf(row, 'members'),
      sources: numberOf(row, 'sources'),
      events: numberOf(row, 'events'),
      share: shareOf(numberOf(row, 'events'), events),
      firstDay: maybeText(row, 'first_day'),
      lastDay: maybeText(row, 'last_day'),
      reason: textOf(row, 'reason'),
      activity: activity(textOf(row, 'family_id')),
    })),
  };
}

import { maybeNumber, maybeText, numberOf, onlyRow, rowsOf, shareOf, textOf } from './figures.js';
import type { FigureQueries, FigureRow, FigureRows } from './figures.js';
import { periodOfDay } from './relations.js';
import type { RootCauseFacts, RootCauseSection } from './report-model.js';
import { readTemplate } from './template-fields.js';
import { compareText } from '../model/compare-text.js';

/** Root causes whose template and medoid are kept at length; the rest get a few lines. */
const fullTemplates = 60;
const fullTemplateLimit = 4_000;
const shortTemplateLimit = 400;
const medoidLimit = 600;

/** The `limit` largest root causes and how far they go towards explaining everything. */
export function rootCauseQueries(limit: number): FigureQueries {
  const ranked = 'SELECT * FROM root_causes ORDER BY events DESC, root_cause_id';
  return {
    root_causes: `SELECT root_cause_id, family_id, cluster_id, ports_sequence, itemset, sources, template,
      template_fields, mean_distance, sd_pairs, sd_sources, distinct_phrases,
      strftime(CAST(first_day AS DATE), '%Y-%m-%d') AS first_day,
      strftime(CAST(last_day AS DATE), '%Y-%m-%d') AS last_day, tool, reason, events FROM (${ranked} LIMIT ${limit})`,
    medoids: `SELECT root_cause_id, left(phrase, ${medoidLimit}) AS phrase
      FROM (${ranked} LIMIT ${Math.min(limit, fullTemplates)}) r
      JOIN phrases p ON p.phrase_id = r.medoid_phrase_id`,
    cause_activity: `SELECT root_cause_id, ${periodOfDay} AS period, count(*) AS n FROM caused
      WHERE root_cause_id IN (SELECT root_cause_id FROM (${ranked} LIMIT ${limit})) GROUP BY ALL`,
    cause_totals: `SELECT (SELECT count(*) FROM root_causes) AS total,
      (SELECT sum(events)::DOUBLE FROM root_causes) AS explained, (SELECT count(*) FROM requesters) AS events,
      (SELECT list(events ORDER BY events DESC) FROM root_causes) AS sizes`,
  };
}

/** Counts of each row id per period, from rows with columns `key`, `period` and `n`. */
export function activityOf(
  rows: readonly FigureRow[],
  key: string,
  periods: readonly string[],
): (id: string) => number[] {
  const index = new Map(periods.map((period, position) => [period, position]));
  const counts = new Map<string, number[]>();
  for (const row of rows) {
    const id = textOf(row, key);
    let series = counts.get(id);
    if (series === undefined) counts.set(id, (series = new Array<number>(periods.length).fill(0)));
    const position = index.get(textOf(row, 'period'));
    if (position !== undefined) series[position] = numberOf(row, 'n');
  }
  return (id) => counts.get(id) ?? new Array<number>(periods.length).fill(0);
}

export function buildRootCauses(
  figures: FigureRows,
  bucket: 'day' | 'month',
  periods: readonly string[],
): RootCauseSection {
  const totals = onlyRow(figures, 'cause_totals');
  const events = numberOf(totals, 'events');
  const sizes = Array.isArray(totals['sizes']) ? totals['sizes'].map(Number) : [];
  let reached = 0;
  // A flood in two root causes is an event in both, but one event of all.
  const coverage = sizes.map((size) => Math.min(1, (reached += size) / events));
  const medoids = new Map(
    rowsOf(figures, 'medoids').map((row) => [textOf(row, 'root_cause_id'), textOf(row, 'phrase')]),
  );
  const activity = activityOf(rowsOf(figures, 'cause_activity'), 'root_cause_id', periods);
  const rows = [...rowsOf(figures, 'root_causes')]
    .sort(
      (a, b) =>
        numberOf(b, 'events') - numberOf(a, 'events') ||
        compareText(textOf(a, 'root_cause_id'), textOf(b, 'root_cause_id')),
    )
    .map((row, index) => rootCauseFacts(row, index + 1, events, medoids, activity));
  return {
    total: numberOf(totals, 'total'),
    explained: Math.min(events, numberOf(totals, 'explained')),
    events,
    coverage,
    bucket,
    periods,
    rows,
  };
}

function rootCauseFacts(
  row: FigureRow,
  rank: number,
  allEvents: number,
  medoids: ReadonlyMap<string, string>,
  activity: (id: string) => number[],
): RootCauseFacts {
  const rootCauseId = textOf(row, 'root_cause_id');
  const template = readTemplate(
    maybeText(row, 'template_fields'),
    textOf(row, 'template'),
    rank <= fullTemplates ? fullTemplateLimit : shortTemplateLimit,
  );
  return {
    rank,
    rootCauseId,
    familyId: maybeText(row, 'family_id'),
    clusterId: maybeText(row, 'cluster_id'),
    portsSequence: textOf(row, 'ports_sequence'),
    itemset: textOf(row, 'itemset'),
    tool: maybeText(row, 'tool'),
    reason: textOf(row, 'reason'),
    sources: numberOf(row, 'sources'),
    events: numberOf(row, 'events'),
    share: shareOf(numberOf(row, 'events'), allEvents),
    firstDay: maybeText(row, 'first_day'),
    lastDay: maybeText(row, 'last_day'),
    meanDistance: maybeNumber(row, 'mean_distance'),
    sdPairs: maybeNumber(row, 'sd_pairs'),
    sdSources: maybeNumber(row, 'sd_sources'),
    distinctPhrases: maybeNumber(row, 'distinct_phrases'),
    template: template.fields,
    templateCut: template.cut,
    medoid: medoids.get(rootCauseId) ?? null,
    activity: activity(rootCauseId),
  };
}

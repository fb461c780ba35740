import { activityQueries, buildActivity } from './activity.js';
import { bigPictureQueries, buildBigPicture } from './big-picture.js';
import { daysBetween, monthsOf } from './calendar.js';
import { buildClusterCounts, buildCoherenceTable, coherenceQueries } from './coherence-table.js';
import { buildFamilies, familyQueries } from './family-list.js';
import { readFigures } from './figures.js';
import { buildHeader, headerQueries } from './header.js';
import { headline, readingHints } from './headline.js';
import { buildItemsetTable, itemsetTableQueries } from './itemset-table.js';
import { buildRare, rareQueries } from './rare-list.js';
import { buildOrigins, originQueries } from './origin-list.js';
import { relations, shortPeriodDays } from './relations.js';
import type { Report } from './report-model.js';
import { listTables, requireTables } from './report-source.js';
import type { ReportSource } from './report-source.js';
import { buildRootCauses, rootCauseQueries } from './root-cause-list.js';
import { buildSequencesByMonth, sequencesByMonthQueries } from './sequences-by-month.js';
import { buildSystems, systemQueries } from './system-list.js';

export interface ReportOptions {
  /** Ports sequences per month in Table 1, and in the activity chart. Default 8, as in RR-04-104. */
  readonly monthlySequences?: number | undefined;
  /** Ports sequences in Table 2. Default 11, as in RR-04-104. */
  readonly itemsetSequences?: number | undefined;
  /** Clusters in Table 3. Default 500. */
  readonly clusters?: number | undefined;
  /** Root causes listed. Default 1,000. */
  readonly rootCauses?: number | undefined;
  /** Families listed. Default 500. */
  readonly families?: number | undefined;
  /** Rare sources listed. Default 50. */
  readonly rare?: number | undefined;
}

const requiredTables = [
  'captures',
  'honeypots',
  'attack_sources',
  'source_targets',
  'phrases',
  'ports_sequences',
  'itemsets',
  'clusters',
  'root_causes',
  'families',
  'memberships',
] as const;

/**
 * The report of a store: every table and figure of RR-04-104 for this data, as plain JSON. The same store gives the
 * same report. Two queries, whatever the number of day partitions. Throws ERR_STORE when a table is missing.
 */
export async function buildReport(source: ReportSource, options: ReportOptions = {}): Promise<Report> {
  const tables = await listTables(source);
  requireTables(tables, requiredTables);
  const top = bound(options.monthlySequences, 8);
  const figures = await readFigures(source, relations(tables), {
    ...headerQueries(tables),
    ...bigPictureQueries(tables),
    ...sequencesByMonthQueries(top),
    ...itemsetTableQueries(bound(options.itemsetSequences, 11)),
    ...coherenceQueries(tables, bound(options.clusters, 500)),
    ...activityQueries(top),
    ...rootCauseQueries(bound(options.rootCauses, 1000)),
    ...familyQueries(bound(options.families, 500)),
    ...rareQueries(bound(options.rare, 50)),
    ...systemQueries(tables),
    ...originQueries(tables),
  });
  const header = buildHeader(figures, source.facts ?? {});
  const { firstDay, lastDay } = header.period;
  const days = firstDay === null || lastDay === null ? [] : daysBetween(firstDay, lastDay);
  const bucket = days.length <= shortPeriodDays ? 'day' : 'month';
  const periods = bucket === 'day' ? days : monthsOf(days);
  const rootCauses = buildRootCauses(figures, bucket, periods);
  const facts = {
    header,
    bigPicture: buildBigPicture(figures, header),
    sequencesByMonth: buildSequencesByMonth(figures, top),
    itemsets: buildItemsetTable(figures),
    coherence: buildCoherenceTable(figures),
    clusterCounts: buildClusterCounts(figures),
    activity: buildActivity(figures, days),
    rootCauses,
    families: buildFamilies(figures, rootCauses.events, periods),
    rare: buildRare(figures),
    systems: buildSystems(figures),
    origins: buildOrigins(figures),
  };
  return { version: 1, headline: headline(facts), reading: readingHints(facts), ...facts };
}

/** A whole number of rows, so that nothing else can reach the SQL. */
function bound(given: number | undefined, fallback: number): number {
  return given === undefined || !Number.isFinite(given) ? fallback : Math.max(0, Math.floor(given));
}

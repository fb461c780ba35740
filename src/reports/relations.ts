import type { SourceTables } from './report-source.js';

/** Days up to which activity is shown per day rather than per month. */
export const shortPeriodDays = 62;

/**
 * The relations that figures are written over, as the body of a WITH clause:
 * sources (attack sources), events (a flood counts once), requesters (events that sent requests: no backscatter),
 * sequences (their ports sequences), targets (per honeypot, of events), caused (sources of root causes, a flood once in
 * each), period.
 */
export function relations(tables: SourceTables): string {
  const targetTime = tables.get('source_targets')?.has('first_seen') === true ? 'first_seen' : 'NULL';
  return `
sources AS MATERIALIZED (
  SELECT source_id, CAST(day AS DATE) AS day, ip, ports_sequence, targets, packets, duration_s, backscatter, flood_id,
    phrase_id, phrase_cut, root_cause_id, family_id
  FROM attack_sources),
events AS MATERIALIZED (
  SELECT * FROM sources WHERE flood_id IS NULL
    OR source_id IN (SELECT min(source_id) FROM sources WHERE flood_id IS NOT NULL GROUP BY flood_id)),
requesters AS (SELECT * FROM events WHERE NOT backscatter AND ports_sequence <> ''),
sequences AS MATERIALIZED (
  SELECT ports_sequence, count(*) AS sources, string_split(ports_sequence, ',') AS ports FROM requesters GROUP BY ALL),
targets AS (
  SELECT t.source_id, t.honeypot, t.packets, ${targetTime} AS first_seen, e.targets
  FROM source_targets t JOIN events e USING (source_id)),
caused AS MATERIALIZED (
  SELECT root_cause_id, family_id, day FROM sources WHERE root_cause_id IS NOT NULL AND (flood_id IS NULL
    OR source_id IN (SELECT min(source_id) FROM sources WHERE flood_id IS NOT NULL GROUP BY flood_id, root_cause_id))),
period AS MATERIALIZED (
  SELECT min(day) AS first_day, max(day) AS last_day, count(DISTINCT day) AS active_days FROM sources)`;
}

/** SQL for the period a day falls in: its month, or itself when the whole is short. */
export const periodOfDay = `CASE WHEN (SELECT last_day - first_day FROM period) < ${shortPeriodDays}
  THEN strftime(day, '%Y-%m-%d') ELSE strftime(day, '%Y-%m') END`;

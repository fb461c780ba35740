import { type CannedQuery, limitInput, type QueryInput } from './canned-query.js';

const sequence: QueryInput = { name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' };

/** Where attack sources come from and how they went about; every figure with its coverage. */
export const enrichmentQueries: readonly CannedQuery[] = [
  {
    name: 'enrichment-coverage',
    group: 'enrichment',
    sentence: 'Who said what of attack sources, of when the data are, and the share they could say.',
    inputs: [],
    sql: `
      SELECT column_name, provider, data_date, asked, answered,
        CASE WHEN asked > 0 THEN answered / asked END AS coverage, credit
      FROM enrichment_providers ORDER BY column_name, provider`,
  },
  {
    name: 'countries',
    group: 'enrichment',
    sentence: 'Countries by attack sources, as both providers see them, with the share of each.',
    inputs: [limitInput],
    sql: `
      WITH registry AS (
        SELECT coalesce(country_registry, '??') AS country, count(*) AS sources FROM enrichment GROUP BY ALL
      ), measured AS (
        SELECT coalesce(country_measured, '??') AS country, count(*) AS sources FROM enrichment GROUP BY ALL
      )
      SELECT country, coalesce(r.sources, 0) AS by_registry, coalesce(m.sources, 0) AS by_measurement,
        coalesce(r.sources, 0) / (SELECT count(*) FROM enrichment) AS registry_share,
        coalesce(m.sources, 0) / (SELECT count(*) FROM enrichment) AS measured_share
      FROM registry r FULL JOIN measured m USING (country)
      ORDER BY by_registry DESC, by_measurement DESC, country LIMIT $limit`,
  },
  {
    name: 'country-disagreement',
    group: 'enrichment',
    sentence:
      'Pairs of countries on which the two providers disagree, and how many attack sources that concerns.',
    inputs: [limitInput],
    sql: `
      SELECT coalesce(country_registry, '??') AS registry, coalesce(country_measured, '??') AS measured,
        count(*) AS sources, count(DISTINCT regexp_extract(source_id, '^[^@]*')) AS addresses
      FROM enrichment WHERE country_registry IS DISTINCT FROM country_measured
      GROUP BY ALL ORDER BY sources DESC, registry, measured LIMIT $limit`,
  },
  {
    name: 'countries-of-sequence',
    group: 'enrichment',
    sentence:
      'Countries (registry view) of the attack sources of one ports sequence, beside their share of all.',
    inputs: [sequence, limitInput],
    sql: `
      WITH located AS (
        SELECT coalesce(country_registry, '??') AS country, ports_sequence = $sequence AS wanted
        FROM enrichment JOIN attack_sources USING (source_id, day)
      ), totals AS (SELECT count(*) AS everyone, count(*) FILTER (wanted) AS chosen FROM located)
      SELECT country, count(*) FILTER (wanted) AS sources,
        count(*) FILTER (wanted) / any_value(chosen) AS share,
        count(*) / any_value(everyone) AS share_of_all
      FROM located, totals GROUP BY country HAVING count(*) FILTER (wanted) > 0
      ORDER BY sources DESC, country LIMIT $limit`,
  },
  {
    name: 'countries-by-month',
    group: 'enrichment',
    sentence: 'Per month, the commonest countries (registry view) of attack sources.',
    inputs: [{ name: 'top', type: 'number', sentence: 'How many countries a month.', fallback: 5 }],
    sql: `
      SELECT month, country, sources, sources / sum(sources) OVER (PARTITION BY month) AS share
      FROM (
        SELECT month, coalesce(country_registry, '??') AS country, count(*) AS sources
        FROM enrichment GROUP BY ALL
      )
      QUALIFY row_number() OVER (PARTITION BY month ORDER BY sources DESC, country) <= $top
      ORDER BY month, sources DESC, country`,
  },
  {
    name: 'countries-of-root-causes',
    group: 'enrichment',
    sentence:
      'The largest root causes, and the country (registry view) most of their attack sources come from.',
    inputs: [limitInput],
    sql: `
      WITH counted AS (
        SELECT root_cause_id, coalesce(country_registry, '??') AS country, count(*) AS sources
        FROM enrichment JOIN memberships USING (source_id, day) WHERE root_cause_id IS NOT NULL GROUP BY ALL
      )
      SELECT root_cause_id, sum(sources) AS sources, count(*) AS countries,
        arg_max(country, (sources, country)) AS commonest, max(sources) / sum(sources) AS share
      FROM counted GROUP BY root_cause_id ORDER BY sources DESC, root_cause_id LIMIT $limit`,
  },
  {
    name: 'autonomous-systems',
    group: 'enrichment',
    sentence: 'Autonomous systems by the attack sources in them.',
    inputs: [limitInput],
    sql: `
      SELECT as_number, any_value(as_name) AS as_name, count(*) AS sources,
        count(DISTINCT regexp_extract(source_id, '^[^@]*')) AS addresses,
        min(day) AS first_day, max(day) AS last_day
      FROM enrichment GROUP BY as_number ORDER BY sources DESC, as_number LIMIT $limit`,
  },
  {
    name: 'blacklisted',
    group: 'enrichment',
    sentence: 'Attack sources per blacklist, and how many of them ended in a root cause.',
    inputs: [],
    sql: `
      SELECT blacklist, count(*) AS sources, count(root_cause_id) AS in_root_causes, min(day) AS first_day,
        max(day) AS last_day
      FROM (SELECT source_id, day, unnest(blacklists) AS blacklist FROM enrichment)
        JOIN memberships USING (source_id, day)
      GROUP BY blacklist ORDER BY sources DESC, blacklist`,
  },
  {
    name: 'working-time',
    group: 'enrichment',
    sentence: 'Attack sources per local hour in their country, on working days and on others.',
    inputs: [],
    sql: `
      SELECT source_local_hour AS hour, count(*) FILTER (source_working_day) AS on_working_days,
        count(*) FILTER (NOT source_working_day) AS on_other_days
      FROM enrichment WHERE source_local_hour IS NOT NULL GROUP BY hour ORDER BY hour`,
  },
  {
    name: 'attack-behaviour',
    group: 'enrichment',
    sentence: 'How attack sources of the commonest ports sequences choose source ports and visit honeypots.',
    inputs: [limitInput],
    sql: `
      SELECT ports_sequence, count(*) AS sources,
        count(*) FILTER (source_port_behaviour = 'fixed') AS fixed_port,
        count(*) FILTER (source_port_behaviour = 'incremental') AS incremental_ports,
        count(*) FILTER (source_port_behaviour = 'random') AS random_ports,
        count(*) FILTER (honeypot_order = 'sequence') AS in_sequence,
        count(*) FILTER (honeypot_order = 'parallel') AS in_parallel,
        count(*) FILTER (honeypot_order = 'mixed') AS mixed
      FROM enrichment JOIN attack_sources USING (source_id, day)
      GROUP BY ports_sequence ORDER BY sources DESC, ports_sequence LIMIT $limit`,
  },
];

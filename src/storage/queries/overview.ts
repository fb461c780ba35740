import type { CannedQuery } from './canned-query.js';

/** The big picture: the figures of the report's section 2.3. */
export const overviewQueries: readonly CannedQuery[] = [
  {
    name: 'big-picture',
    group: 'overview',
    sentence:
      'Packets, attack sources, addresses, ports, ports sequences, clusters, root causes and families.',
    inputs: [],
    sql: `
      SELECT
        (SELECT sum(packets) FROM captures) AS captured_packets,
        (SELECT sum(inbound + outbound + internal) FROM captures) AS honeypot_packets,
        count(*) AS attack_sources,
        count(*) FILTER (backscatter) AS backscatter,
        count(DISTINCT ip) AS addresses,
        (SELECT count(DISTINCT port) FROM (SELECT unnest(string_split(ports_sequence, ',')) AS port FROM ports_sequences)) AS ports,
        (SELECT count(*) FROM ports_sequences) AS ports_sequences,
        (SELECT count(*) FROM clusters) AS itemset_clusters,
        (SELECT count(*) FROM root_causes) AS root_causes,
        (SELECT count(*) FROM families) AS families,
        min(day) AS first_day,
        max(day) AS last_day
      FROM attack_sources`,
  },
  {
    name: 'short-attacks',
    group: 'overview',
    sentence: 'Share of attack sources that were active for less than so many seconds.',
    inputs: [{ name: 'seconds', type: 'number', sentence: 'The bound, seconds.', fallback: 30 }],
    sql: `
      SELECT count(*) AS sources, count(*) FILTER (duration_s < $seconds) AS short,
        count(*) FILTER (duration_s < $seconds) / count(*) AS share
      FROM attack_sources WHERE NOT backscatter`,
  },
  {
    name: 'honeypots-targeted',
    group: 'overview',
    sentence: 'Share of attack sources by the number of honeypots they targeted.',
    inputs: [],
    sql: `
      SELECT targets, count(*) AS sources, count(*) / sum(count(*)) OVER () AS share
      FROM attack_sources WHERE NOT backscatter GROUP BY targets ORDER BY targets DESC`,
  },
  {
    name: 'days-per-address',
    group: 'overview',
    sentence: 'Share of addresses by the number of days on which they were seen.',
    inputs: [],
    sql: `
      SELECT days, count(*) AS addresses, count(*) / sum(count(*)) OVER () AS share
      FROM (SELECT ip, count(DISTINCT day) AS days FROM attack_sources GROUP BY ip) GROUP BY days ORDER BY days`,
  },
  {
    name: 'activity-by-month',
    group: 'overview',
    sentence: 'Attack sources, packets, sequences and root causes per month.',
    inputs: [],
    sql: `
      SELECT month, count(*) AS sources, count(*) FILTER (backscatter) AS backscatter, sum(packets) AS packets,
        count(DISTINCT ports_sequence) FILTER (NOT backscatter) AS ports_sequences, count(DISTINCT root_cause_id) AS root_causes
      FROM attack_sources GROUP BY month ORDER BY month`,
  },
  {
    name: 'activity-by-week',
    group: 'overview',
    sentence: 'Attack sources and packets per week; a week starts on Monday.',
    inputs: [],
    sql: `
      SELECT CAST(date_trunc('week', day) AS DATE) AS week, count(*) AS sources, sum(packets) AS packets
      FROM attack_sources GROUP BY week ORDER BY week`,
  },
  {
    name: 'activity-by-hour',
    group: 'overview',
    sentence: 'Attack sources by the hour of the day (UTC) of their first packet.',
    inputs: [],
    sql: `
      SELECT hour(first_seen) AS hour, count(*) AS sources FROM attack_sources
      WHERE NOT backscatter GROUP BY hour ORDER BY hour`,
  },
  {
    name: 'where-sources-ended',
    group: 'overview',
    sentence: 'Attack sources in root causes, rare ones and backscatter, with outliers.',
    inputs: [],
    sql: `
      SELECT status, count(*) AS sources, count(*) / sum(count(*)) OVER () AS share, count(*) FILTER (outlier) AS outliers
      FROM memberships GROUP BY status ORDER BY sources DESC`,
  },
];

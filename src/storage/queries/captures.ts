import type { CannedQuery } from './canned-query.js';

export const captureQueries: readonly CannedQuery[] = [
  {
    name: 'captures',
    group: 'captures',
    sentence: 'The captures, in order of time.',
    inputs: [],
    sql: `
      SELECT path, format, packets, filtered_out, bytes, inbound, outbound, internal, foreign_packets, other,
        mirai_packets, masscan_packets, zmap_packets, first_seen, last_seen, anomalies, damaged
      FROM captures ORDER BY first_seen NULLS LAST, path`,
  },
  {
    name: 'anomalies',
    group: 'captures',
    sentence: 'Anomalies over all captures.',
    inputs: [],
    sql: `
      SELECT anomaly, sum(count) AS count, count(*) AS captures FROM anomalies
      GROUP BY anomaly ORDER BY 2 DESC, anomaly`,
  },
  {
    name: 'losses',
    group: 'captures',
    sentence: 'Stretches of captures that could not be decoded.',
    inputs: [],
    sql: 'SELECT path, anomaly, "offset", bytes FROM losses ORDER BY path, "offset"',
  },
];

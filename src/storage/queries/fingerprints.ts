import { limitInput, type CannedQuery } from './canned-query.js';

export const fingerprintQueries: readonly CannedQuery[] = [
  {
    name: 'os-share',
    group: 'fingerprints',
    sentence: 'Attack sources and addresses by the operating system or tool their SYNs show.',
    inputs: [limitInput],
    sql: `
      SELECT coalesce(os, tool, 'unknown') AS os, coalesce(any_value(os_class), CASE WHEN count(tool) > 0 THEN 'tool' END) AS class,
        count(*) AS sources, count(DISTINCT ip) AS addresses, count(*) / sum(count(*)) OVER () AS share,
        count(*) FILTER (os_match = 'exact') AS exact, median(distance) AS median_distance
      FROM fingerprints JOIN (SELECT source_id, day, ip FROM attack_sources) USING (source_id, day)
      WHERE raw_signature IS NOT NULL GROUP BY 1 ORDER BY sources DESC, 1 LIMIT $limit`,
  },
  {
    name: 'os-by-month',
    group: 'fingerprints',
    sentence: 'Attack sources per month and class of operating system.',
    inputs: [],
    sql: `
      SELECT month, coalesce(os_class, CASE WHEN tool IS NULL THEN 'unknown' ELSE 'tool' END) AS class, count(*) AS sources,
        count(*) / sum(count(*)) OVER (PARTITION BY month) AS share
      FROM fingerprints WHERE raw_signature IS NOT NULL GROUP BY 1, 2 ORDER BY 1, sources DESC, 2`,
  },
  {
    name: 'os-by-sequence',
    group: 'fingerprints',
    sentence: 'Per ports sequence, the commonest operating systems and tools of its attack sources.',
    inputs: [
      limitInput,
      { name: 'top', type: 'number', sentence: 'How many systems a sequence.', fallback: 3 },
    ],
    sql: `
      WITH counted AS (
        SELECT ports_sequence, coalesce(os, tool, 'unknown') AS os, count(*) AS sources, sum(count(*)) OVER (PARTITION BY ports_sequence) AS of,
          row_number() OVER (PARTITION BY ports_sequence ORDER BY count(*) DESC, coalesce(os, tool, 'unknown')) AS place
        FROM fingerprints JOIN (SELECT source_id, day, ports_sequence FROM attack_sources) USING (source_id, day)
        WHERE raw_signature IS NOT NULL GROUP BY ports_sequence, coalesce(os, tool, 'unknown')
      )
      SELECT ports_sequence, place, os, sources, sources / of AS share FROM counted
      WHERE place <= $top ORDER BY of DESC, ports_sequence, place LIMIT $limit`,
  },
  {
    name: 'os-of-root-causes',
    group: 'fingerprints',
    sentence:
      'Root causes with the commonest system or tool of their attack sources, and how many they have.',
    inputs: [limitInput],
    sql: `
      SELECT root_cause_id, any_value(ports_sequence) AS ports_sequence, count(*) AS sources,
        mode(os ORDER BY os) AS commonest_os, count(DISTINCT os) AS systems, count(DISTINCT raw_signature) AS raw_signatures
      FROM (
        SELECT coalesce(os, tool, 'unknown') AS os, raw_signature, ports_sequence, root_cause_id
        FROM fingerprints JOIN (SELECT source_id, day, ports_sequence, root_cause_id FROM attack_sources) USING (source_id, day)
        WHERE raw_signature IS NOT NULL AND root_cause_id IS NOT NULL
      )
      GROUP BY root_cause_id ORDER BY sources DESC, root_cause_id LIMIT $limit`,
  },
  {
    name: 'marked-sources',
    group: 'fingerprints',
    sentence: 'Attack sources whose packets bear the mark of a scanner, by mark and ports sequence.',
    inputs: [limitInput],
    sql: `
      SELECT mark, ports_sequence, count(*) AS sources, sum(marked) AS packets, min(day) AS first_day, max(day) AS last_day
      FROM (
        SELECT source_id, day, unnest(['Mirai', 'masscan', 'ZMap']) AS mark, unnest([mirai_packets, masscan_packets, zmap_packets]) AS marked
        FROM fingerprints
      ) JOIN (SELECT source_id, day, ports_sequence FROM attack_sources) USING (source_id, day)
      WHERE marked > 0 GROUP BY mark, ports_sequence ORDER BY sources DESC, mark, ports_sequence LIMIT $limit`,
  },
  {
    name: 'unknown-signatures',
    group: 'fingerprints',
    sentence: 'The commonest raw signatures that the database has no name for: candidates for new ones.',
    inputs: [limitInput],
    sql: `
      SELECT raw_signature, count(*) AS sources, sum(signature_syns) AS syns FROM fingerprints
      WHERE raw_signature IS NOT NULL AND os_match IS NULL GROUP BY raw_signature ORDER BY sources DESC, raw_signature LIMIT $limit`,
  },
  {
    name: 'several-stacks',
    group: 'fingerprints',
    sentence: 'Attack sources whose SYNs show more than one system or tool.',
    inputs: [limitInput],
    sql: `
      SELECT source_id, labels, raw_signatures, syn_packets, coalesce(os, tool) AS commonest, raw_signature FROM fingerprints
      WHERE labels > 1 ORDER BY labels DESC, raw_signatures DESC, source_id LIMIT $limit`,
  },
  {
    name: 'links',
    group: 'fingerprints',
    sentence: 'Attack sources by the MTU of their link.',
    inputs: [limitInput],
    sql: `
      SELECT mtu, any_value(link) AS link, count(*) AS sources, count(*) / sum(count(*)) OVER () AS share FROM fingerprints
      WHERE mtu IS NOT NULL GROUP BY mtu ORDER BY sources DESC, mtu LIMIT $limit`,
  },
  {
    name: 'os-coverage',
    group: 'fingerprints',
    sentence: 'The signature database, and of how many attack sources it knew the system or tool.',
    inputs: [],
    sql: 'SELECT * FROM fingerprint_coverage',
  },
];

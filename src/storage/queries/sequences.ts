import { limitInput, type CannedQuery } from './canned-query.js';

export const sequenceQueries: readonly CannedQuery[] = [
  {
    name: 'top-sequences',
    group: 'sequences',
    sentence: 'The commonest ports sequences with their share of the attack sources.',
    inputs: [limitInput],
    sql: `
      SELECT ports_sequence, ports, sources, sources / sum(sources) OVER () AS share, clusters, unclustered, first_day, last_day
      FROM ports_sequences ORDER BY sources DESC, ports_sequence LIMIT $limit`,
  },
  {
    name: 'top-sequences-by-month',
    group: 'sequences',
    sentence:
      'Per month, the commonest ports sequences with their share, and all others together (Table 1 of the report).',
    inputs: [{ name: 'top', type: 'number', sentence: 'How many sequences a month.', fallback: 8 }],
    sql: `
      WITH counted AS (
        SELECT month, ports_sequence, count(*) AS sources,
          row_number() OVER (PARTITION BY month ORDER BY count(*) DESC, ports_sequence) AS place
        FROM attack_sources WHERE NOT backscatter GROUP BY month, ports_sequence
      )
      SELECT month, least(place, $top + 1) AS place,
        CASE WHEN min(place) <= $top THEN min(ports_sequence) ELSE 'others' END AS ports_sequence,
        count(*) AS sequences, sum(sources) AS sources,
        sum(sources) / sum(sum(sources)) OVER (PARTITION BY month) AS share
      FROM counted GROUP BY month, least(place, $top + 1) ORDER BY month, 2`,
  },
  {
    name: 'top-ports',
    group: 'sequences',
    sentence: 'Ports by the number of attack sources that targeted them.',
    inputs: [limitInput],
    sql: `
      SELECT port, sum(sources) AS sources, count(*) AS ports_sequences
      FROM (SELECT DISTINCT unnest(string_split(ports_sequence, ',')) AS port, ports_sequence, sources FROM ports_sequences)
      GROUP BY port ORDER BY sources DESC, port LIMIT $limit`,
  },
  {
    name: 'ports-per-sequence',
    group: 'sequences',
    sentence: 'Ports sequences and attack sources by the number of ports.',
    inputs: [],
    sql: `
      SELECT ports, count(*) AS ports_sequences, sum(sources) AS sources, sum(sources) / sum(sum(sources)) OVER () AS share
      FROM ports_sequences GROUP BY ports ORDER BY ports`,
  },
  {
    name: 'reordered-sequences',
    group: 'sequences',
    sentence: 'Sets of ports that were probed in more than one order.',
    inputs: [limitInput],
    sql: `
      SELECT list_sort(string_split(ports_sequence, ',')) AS ports, list(ports_sequence ORDER BY sources DESC, ports_sequence) AS orders,
        sum(sources) AS sources
      FROM ports_sequences GROUP BY 1 HAVING count(*) > 1 ORDER BY sources DESC, ports LIMIT $limit`,
  },
  {
    name: 'sets-of-ports',
    group: 'sequences',
    sentence:
      'How many sets of ports were probed in one order only, and the share of attack sources that follow the commonest order of their set: whether a set identifies its sequence, as the report says.',
    inputs: [],
    sql: `
      WITH port_sets AS (
        SELECT len(any_value(ports)) AS ports, count(*) AS orders, sum(sources) AS sources, max(sources) AS commonest
        FROM (SELECT sources, list_sort(string_split(ports_sequence, ',')) AS ports FROM ports_sequences)
        GROUP BY ports
      )
      SELECT CASE WHEN ports > 1 THEN 'several ports' ELSE 'one port' END AS of, count(*) AS port_sets,
        CAST(sum(orders) AS BIGINT) AS ports_sequences, count(*) FILTER (orders = 1) AS sets_of_one_order,
        count(*) FILTER (orders = 1) / count(*) AS share_of_sets, CAST(sum(sources) AS BIGINT) AS sources,
        sum(commonest) / sum(sources) AS share_of_sources
      FROM port_sets GROUP BY ports > 1 ORDER BY 1`,
  },
  {
    name: 'sequence-by-month',
    group: 'sequences',
    sentence: 'One ports sequence over the months.',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' }],
    sql: `
      SELECT month, count(*) AS sources, sum(packets) AS packets, count(DISTINCT root_cause_id) AS root_causes
      FROM attack_sources WHERE ports_sequence = $sequence AND NOT backscatter GROUP BY month ORDER BY month`,
  },
  {
    name: 'new-sequences',
    group: 'sequences',
    sentence: 'Ports sequences first seen in a window of days.',
    inputs: [
      { name: 'from', type: 'day', sentence: 'First day of the window.' },
      { name: 'to', type: 'day', sentence: 'Last day of the window.' },
    ],
    sql: `
      SELECT ports_sequence, first_day, last_day, sources FROM ports_sequences
      WHERE first_day BETWEEN CAST($from AS DATE) AND CAST($to AS DATE) ORDER BY sources DESC, ports_sequence`,
  },
];

import type { CannedQuery, QueryInput } from './canned-query.js';

const honeypotInput: QueryInput = { name: 'honeypot', type: 'text', sentence: 'Name of the honeypot.' };

export const honeypotQueries: readonly CannedQuery[] = [
  {
    name: 'honeypot-load',
    group: 'honeypots',
    sentence: 'Attack sources and packets per honeypot.',
    inputs: [],
    sql: `
      SELECT honeypot, any_value(os) AS os, any_value(country) AS country, count(source_id) AS sources,
        coalesce(sum(packets), 0) AS packets
      FROM honeypots LEFT JOIN source_targets USING (honeypot) GROUP BY honeypot, position ORDER BY position`,
  },
  {
    name: 'only-on-honeypot',
    group: 'honeypots',
    sentence: 'Ports sequences of attack sources that targeted one honeypot alone.',
    inputs: [honeypotInput],
    sql: `
      SELECT ports_sequence, count(*) AS sources, min(day) AS first_day, max(day) AS last_day
      FROM attack_sources JOIN (SELECT source_id, day, honeypot FROM source_targets) USING (source_id, day)
      WHERE honeypot = $honeypot AND targets = 1 AND NOT backscatter
      GROUP BY ports_sequence ORDER BY sources DESC, ports_sequence`,
  },
  {
    name: 'port-on-honeypot-by-day',
    group: 'honeypots',
    sentence:
      'Per day, attack sources that targeted one ports sequence on one honeypot alone, and how many had never been seen before (Figure 9 of the report).',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 1433.' }, honeypotInput],
    sql: `
      SELECT day, count(*) AS sources, count(*) FILTER (day = first_day) AS new_addresses
      FROM attack_sources
        JOIN (SELECT source_id, day, honeypot FROM source_targets) USING (source_id, day)
        JOIN (SELECT ip, min(day) AS first_day FROM attack_sources GROUP BY ip) USING (ip)
      WHERE ports_sequence = $sequence AND honeypot = $honeypot AND targets = 1 AND NOT backscatter
      GROUP BY day ORDER BY day`,
  },
  {
    name: 'attacks-on-open-ports',
    group: 'honeypots',
    sentence:
      'Attack sources per open port while it was open: those whose sequence holds it and that targeted the honeypot.',
    inputs: [],
    sql: `
      SELECT o.honeypot, o.port, o.from_day, o.to_day, count(s.source_id) AS sources
      FROM open_ports o
        LEFT JOIN source_targets t ON t.honeypot = o.honeypot
          AND t.day >= coalesce(o.from_day, t.day) AND t.day <= coalesce(o.to_day, t.day)
        LEFT JOIN attack_sources s ON s.source_id = t.source_id AND s.day = t.day
          AND list_contains(string_split(s.ports_sequence, ','), o.port)
      GROUP BY ALL ORDER BY o.honeypot, o.port, o.from_day`,
  },
];

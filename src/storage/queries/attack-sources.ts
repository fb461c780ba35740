import { limitInput, type CannedQuery } from './canned-query.js';

export const attackSourceQueries: readonly CannedQuery[] = [
  {
    name: 'address-history',
    group: 'attack sources',
    sentence: 'All that one address did.',
    inputs: [{ name: 'ip', type: 'text', sentence: 'The address.' }],
    sql: `
      SELECT day, first_seen, last_seen, ports_sequence, targets, packets, root_cause_id, backscatter, phrase
      FROM attack_sources JOIN phrases USING (phrase_id) WHERE ip = $ip ORDER BY first_seen`,
  },
  {
    name: 'returning-addresses',
    group: 'attack sources',
    sentence: 'Addresses seen on more than one day.',
    inputs: [limitInput],
    sql: `
      SELECT ip, count(DISTINCT day) AS days, min(day) AS first_day, max(day) AS last_day, sum(packets) AS packets,
        count(DISTINCT root_cause_id) AS root_causes
      FROM attack_sources GROUP BY ip HAVING days > 1 ORDER BY days DESC, ip LIMIT $limit`,
  },
  {
    name: 'longest-attacks',
    group: 'attack sources',
    sentence: 'Attack sources that were active for the longest time.',
    inputs: [limitInput],
    sql: `
      SELECT source_id, ports_sequence, duration_s, packets, mean_gap_s, root_cause_id FROM attack_sources
      WHERE NOT backscatter ORDER BY duration_s DESC, source_id LIMIT $limit`,
  },
  {
    name: 'largest-attacks',
    group: 'attack sources',
    sentence: 'Attack sources that sent the most packets.',
    inputs: [limitInput],
    sql: `
      SELECT source_id, ports_sequence, packets, canonical_packets, targets, duration_s, root_cause_id FROM attack_sources
      ORDER BY packets DESC, source_id LIMIT $limit`,
  },
  {
    name: 'floods',
    group: 'attack sources',
    sentence: 'Flood events: many spoofed sources, one event.',
    inputs: [],
    sql: `
      SELECT flood_id, count(*) AS sources, sum(packets) AS packets, any_value(ports_sequence) AS ports_sequence,
        min(first_seen) AS first_seen, max(last_seen) AS last_seen
      FROM attack_sources WHERE flood_id IS NOT NULL GROUP BY flood_id ORDER BY sources DESC, flood_id`,
  },
  {
    name: 'backscatter-by-month',
    group: 'attack sources',
    sentence: 'Attack sources that are backscatter, per month.',
    inputs: [],
    sql: `
      SELECT month, count(*) AS sources, sum(packets) AS packets FROM attack_sources
      WHERE backscatter GROUP BY month ORDER BY month`,
  },
  {
    name: 'loss-by-month',
    group: 'attack sources',
    sentence: 'Evidence of loss per month: retransmissions and holes per TCP segment sent.',
    inputs: [],
    sql: `
      SELECT month, sum(syn_packets + data_segments) AS segments, sum(retransmissions) AS retransmissions,
        sum(sequence_gaps) AS holes, sum(retransmissions) / nullif(sum(syn_packets + data_segments), 0) AS retransmission_rate,
        sum(sequence_gaps) / nullif(sum(data_segments), 0) AS loss_rate
      FROM attack_sources GROUP BY month ORDER BY month`,
  },
  {
    name: 'find-phrase',
    group: 'attack sources',
    sentence: 'Phrases that contain a text, and who sent them.',
    inputs: [
      { name: 'text', type: 'text', sentence: 'The text to look for, exactly as in the rendered phrase.' },
      limitInput,
    ],
    sql: `
      SELECT phrase_id, count(*) AS sources, count(DISTINCT root_cause_id) AS root_causes, min(day) AS first_day, any_value(phrase) AS phrase
      FROM attack_sources JOIN phrases USING (phrase_id)
      WHERE contains(phrase, $text) GROUP BY phrase_id ORDER BY 2 DESC, phrase_id LIMIT $limit`,
  },
  {
    name: 'top-phrases',
    group: 'attack sources',
    sentence: 'The commonest phrases that are not empty.',
    inputs: [limitInput],
    sql: 'SELECT phrase_id, sources, bytes, phrase FROM phrases WHERE bytes > 0 ORDER BY sources DESC, phrase_id LIMIT $limit',
  },
];

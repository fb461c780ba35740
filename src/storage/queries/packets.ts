import { limitInput, type CannedQuery } from './canned-query.js';

const limitOfPackets = { ...limitInput, sentence: 'How many packets at most.', fallback: 1000 };

export const packetQueries: readonly CannedQuery[] = [
  {
    name: 'packets-of-source',
    group: 'packets',
    sentence:
      'The packets between one attack source and the honeypots, in order of time, with their payloads.',
    inputs: [
      { name: 'source', type: 'text', sentence: 'The attack source, as in source_id.' },
      limitOfPackets,
    ],
    // By address and time, not by source_id: packets may name no source, and answers never do.
    sql: `
      WITH source AS (
        SELECT ip, day, CAST(last_seen AS DATE) AS last_day, CAST(first_seen AS TIMESTAMP) AS first_seen,
          CAST(last_seen AS TIMESTAMP) AS last_seen
        FROM attack_sources WHERE source_id = $source
      ),
      seen AS (
        SELECT p.* FROM packets p JOIN source s ON p.src_ip = s.ip AND p.day BETWEEN s.day AND s.last_day
          AND coalesce(p.time, s.first_seen) BETWEEN s.first_seen AND s.last_seen
        WHERE p.direction = 'inbound'
        UNION ALL
        SELECT p.* FROM packets p JOIN source s ON p.dst_ip = s.ip AND p.day BETWEEN s.day AND s.last_day
          AND coalesce(p.time, s.first_seen) BETWEEN s.first_seen AND s.last_seen + INTERVAL 1 MINUTE
        WHERE p.direction = 'outbound'
      )
      SELECT p.time, p.nanoseconds, p.direction, p.honeypot, p.protocol, p.src_port, p.dst_port, p.tcp_flags,
        p.payload_length, t.text, p.capture, p.packet, p.record_offset
      FROM seen p SEMI JOIN source_targets n ON n.source_id = $source AND n.honeypot = p.honeypot
        LEFT JOIN payloads t USING (payload_id)
      ORDER BY p.time, p.nanoseconds, p.capture, p.packet LIMIT $limit`,
  },
  {
    name: 'packets-of-day',
    group: 'packets',
    sentence: 'The packets of one day (UTC), in order of time.',
    inputs: [{ name: 'day', type: 'day', sentence: 'The day.' }, limitOfPackets],
    sql: `
      SELECT time, nanoseconds, direction, source_id, honeypot, src_ip, src_port, dst_ip, dst_port, protocol, tcp_flags,
        length, payload_length, payload_id, capture, packet, record_offset
      FROM packets WHERE day = CAST($day AS DATE) ORDER BY time, nanoseconds, capture, packet LIMIT $limit`,
  },
  {
    name: 'packets-by-day',
    group: 'packets',
    sentence: 'Packets and bytes per day (UTC) and direction.',
    inputs: [],
    sql: `
      SELECT day, direction, count(*) AS packets, CAST(sum(length) AS BIGINT) AS bytes
      FROM packets GROUP BY ALL ORDER BY day, direction`,
  },
  {
    name: 'packets-of-sequence',
    group: 'packets',
    sentence:
      'What the attack sources of one ports sequence sent: inbound packets by protocol, port and TCP flags.',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence.' }],
    sql: `
      SELECT protocol, dst_port, tcp_flags, count(*) AS packets, count(DISTINCT source_id) AS sources,
        CAST(sum(payload_length) AS BIGINT) AS payload_bytes
      FROM packets WHERE source_id IN (SELECT source_id FROM attack_sources WHERE ports_sequence = $sequence)
      GROUP BY ALL ORDER BY packets DESC, protocol, dst_port, tcp_flags`,
  },
  {
    name: 'top-payloads',
    group: 'packets',
    sentence: 'The payloads that attack sources sent most often.',
    inputs: [limitInput],
    sql: `
      SELECT p.payload_id, t.length, t.text, count(*) AS packets, count(DISTINCT p.src_ip) AS addresses,
        min(p.day) AS first_day, max(p.day) AS last_day
      FROM packets p JOIN payloads t USING (payload_id) WHERE p.direction = 'inbound'
      GROUP BY ALL ORDER BY packets DESC, payload_id LIMIT $limit`,
  },
  {
    name: 'payload-senders',
    group: 'packets',
    sentence: 'Who sent one payload, and where to.',
    inputs: [{ name: 'payload', type: 'text', sentence: 'Its payload_id.' }, limitInput],
    sql: `
      SELECT day, src_ip, honeypot, protocol, dst_port, count(*) AS packets, min(time) AS first_seen
      FROM packets WHERE payload_id = $payload AND direction = 'inbound'
      GROUP BY ALL ORDER BY first_seen, day, src_ip, honeypot, protocol, dst_port LIMIT $limit`,
  },
  {
    name: 'scanner-marks',
    group: 'packets',
    sentence: 'Probes that bear the header mark of a mass scanner, by ports.',
    inputs: [limitInput],
    sql: `
      SELECT mark, protocol, dst_port, count(*) AS packets, count(DISTINCT src_ip) AS addresses,
        min(day) AS first_day, max(day) AS last_day
      FROM (
        SELECT *, unnest(list_filter([
          CASE WHEN mirai_mark THEN 'Mirai' END, CASE WHEN masscan_mark THEN 'masscan' END,
          CASE WHEN zmap_mark THEN 'ZMap' END], name -> name IS NOT NULL)) AS mark
        FROM packets WHERE direction = 'inbound' AND (mirai_mark OR masscan_mark OR zmap_mark)
      )
      GROUP BY ALL ORDER BY packets DESC, mark, protocol, dst_port LIMIT $limit`,
  },
];

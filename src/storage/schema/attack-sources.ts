import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const attackSources: TableSchema = {
  name: 'attack_sources',
  sentence: 'One row per attack source: a source IP on a day (or until a gap of 25 h, see the options).',
  key: ['day', 'source_id'],
  monthly: true,
  columns: [
    column('source_id', 'VARCHAR', '`<ip>@<day>`.'),
    column('day', 'DATE', 'UTC day of the first inbound packet.'),
    column(
      'ip',
      'VARCHAR',
      'Address of the source, canonical text; IPv6 lower-case and compressed (RFC 5952).',
    ),
    column(
      'ports_sequence',
      'VARCHAR',
      'Targeted ports in order of first inbound packet: `80,8080`, `1434U`, `I`, `P47`.',
    ),
    column('targets', 'INTEGER', 'T: honeypots targeted.'),
    column('packets', 'BIGINT', 'N: inbound packets, as captured.'),
    column('canonical_packets', 'BIGINT', 'N without retransmissions.'),
    column('duration_s', 'DOUBLE', 'Last minus first inbound packet, seconds.'),
    nullableColumn('mean_gap_s', 'DOUBLE', 'duration_s / (N - 1), seconds; NULL when N = 1.'),
    column('first_seen', 'INSTANT', 'Time of the first inbound packet, UTC.'),
    column('last_seen', 'INSTANT', 'Time of the last inbound packet, UTC.'),
    column('backscatter', 'BOOLEAN', 'True when every inbound packet is backscatter.'),
    nullableColumn(
      'flood_id',
      'VARCHAR',
      'The flood event it belongs to, `flood-<first day>-<n>`; NULL when to none.',
    ),
    column('phrase_id', 'VARCHAR', 'Its phrase, in `phrases`.'),
    column('phrase_cut', 'BOOLEAN', 'True when the phrase was cut at its byte bound.'),
    column('syn_packets', 'BIGINT', 'Inbound TCP SYN packets.'),
    column('data_segments', 'BIGINT', 'Inbound TCP segments with data.'),
    column('retransmissions', 'BIGINT', 'How many of both were retransmissions.'),
    column('sequence_gaps', 'BIGINT', 'Holes in the inbound TCP sequence space: segments that were lost.'),
    nullableColumn('cluster_id', 'VARCHAR', 'Its itemset cluster; NULL when no frequent itemset covers it.'),
    nullableColumn('root_cause_id', 'VARCHAR', 'Its root cause; NULL when rare or backscatter.'),
    nullableColumn('family_id', 'VARCHAR', 'Its tool family; NULL when rare or backscatter.'),
  ],
};

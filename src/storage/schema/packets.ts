import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const packets: TableSchema = {
  name: 'packets',
  sentence:
    'One row per packet of every capture, whatever its direction. Only in stores whose packets were asked for.',
  key: ['capture', 'packet'],
  monthly: true,
  ofPackets: true,
  columns: [
    column('capture', 'VARCHAR', 'The capture: `content_digest` in `captures`.'),
    column(
      'packet',
      'BIGINT',
      'Number of the packet among those read of the capture, from 1: without a filter as in Wireshark.',
    ),
    column(
      'record_offset',
      'BIGINT',
      'Where its record begins in the capture, bytes, once that is decompressed; in pcapng its block.',
    ),
    column('day', 'DATE', 'UTC day; 1970-01-01 when the packet has no time.'),
    nullableColumn(
      'time',
      'TIMESTAMP',
      'When it was captured, UTC, to the microsecond; NULL when that is not known.',
    ),
    nullableColumn('nanoseconds', 'INTEGER', 'Nanoseconds to be added to `time`, 0..999.'),
    column(
      'direction',
      'VARCHAR',
      '`inbound`, `outbound`, `internal` (honeypot to honeypot), `foreign` (neither side is one), `other` (no IP).',
    ),
    nullableColumn(
      'source_id',
      'VARCHAR',
      'Of inbound packets, the attack source; NULL in stores where sources last until a gap of 25 h, see below.',
    ),
    nullableColumn(
      'honeypot',
      'VARCHAR',
      'Name of the honeypot, of internal packets the one they go to; NULL when there is none.',
    ),
    nullableColumn('src_ip', 'VARCHAR', 'Sender, canonical text as in `attack_sources`; NULL without IP.'),
    nullableColumn('dst_ip', 'VARCHAR', 'Receiver.'),
    nullableColumn(
      'protocol',
      'INTEGER',
      'Protocol number of IP (IPv6: of the last header): 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6.',
    ),
    nullableColumn('src_port', 'INTEGER', 'Port of the sender; NULL without ports, as in later fragments.'),
    nullableColumn('dst_port', 'INTEGER', 'Port of the receiver.'),
    nullableColumn(
      'tcp_flags',
      'INTEGER',
      'TCP flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128.',
    ),
    nullableColumn('tcp_seq', 'BIGINT', 'TCP sequence number, as sent.'),
    nullableColumn('tcp_ack', 'BIGINT', 'TCP acknowledgement number, as sent.'),
    nullableColumn('tcp_window', 'INTEGER', 'TCP window, not scaled.'),
    nullableColumn('icmp_type', 'INTEGER', 'Type of ICMP or ICMPv6.'),
    nullableColumn('icmp_code', 'INTEGER', 'Code of ICMP or ICMPv6.'),
    nullableColumn(
      'ip_id',
      'INTEGER',
      'IPv4 identification; of IPv6 fragments the lower 16 bits, else NULL.',
    ),
    nullableColumn('ttl', 'INTEGER', 'IPv4 time to live, IPv6 hop limit.'),
    column('length', 'BIGINT', 'Bytes on the wire, link layer included.'),
    column('captured_length', 'BIGINT', 'Bytes the capture holds of it.'),
    column('payload_length', 'BIGINT', 'Bytes of payload by its headers; of fragments, see below.'),
    column('payload_captured', 'BIGINT', 'How many of these the capture holds.'),
    column('fragment', 'BOOLEAN', 'True of fragments of an IP packet.'),
    column('later_fragment', 'BOOLEAN', 'True of fragments that are not the first.'),
    column(
      'reassembled',
      'BOOLEAN',
      'True of the fragment that completed its IP packet: ports and payload are those of the whole.',
    ),
    column(
      'mirai_mark',
      'BOOLEAN',
      'True with the header mark of Mirai; src/packets/README.md has the rule.',
    ),
    column('masscan_mark', 'BOOLEAN', 'True with the header mark of masscan.'),
    column('zmap_mark', 'BOOLEAN', 'True with the header mark of ZMap.'),
    nullableColumn('payload_id', 'VARCHAR', 'Its payload, in `payloads`; NULL when none was captured.'),
  ],
};

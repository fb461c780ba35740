import { column, nullableColumn, undigestedColumn, type TableSchema } from './table-schema.js';

export const captures: TableSchema = {
  name: 'captures',
  sentence: 'One row per capture that was read.',
  key: ['content_digest'],
  monthly: false,
  columns: [
    undigestedColumn(
      'path',
      'VARCHAR',
      'The capture, as it was named on the command line or by the program.',
    ),
    undigestedColumn('digest', 'VARCHAR', 'SHA-256 of the file as stored (before decompression), hex.'),
    column(
      'content_digest',
      'VARCHAR',
      'SHA-256 of what it decompresses to, hex: by it a capture is known. As `digest` where it is not compressed or its compressed stream is broken.',
    ),
    undigestedColumn('format', 'VARCHAR', '`pcap` or `pcapng`, with `+gz` and the like when compressed.'),
    undigestedColumn('file_bytes', 'BIGINT', 'Size of the file as stored, bytes.'),
    column('packets', 'BIGINT', 'Packets in the capture, whatever their direction.'),
    column('filtered_out', 'BIGINT', 'Packets that the filter left out; in none of the other counts.'),
    column('bytes', 'BIGINT', 'Sum of the original lengths of the packets, bytes.'),
    column('inbound', 'BIGINT', 'Packets to a honeypot from elsewhere.'),
    column('outbound', 'BIGINT', 'Packets from a honeypot to elsewhere.'),
    column('internal', 'BIGINT', 'Packets from honeypot to honeypot; counted, not analysed.'),
    column('foreign_packets', 'BIGINT', 'IP packets with no honeypot on either side; counted, not analysed.'),
    column('other', 'BIGINT', 'Packets without an IP layer.'),
    column(
      'mirai_packets',
      'BIGINT',
      'Packets with the header mark of Mirai, whatever their direction; src/packets/README.md has the rule.',
    ),
    column('masscan_packets', 'BIGINT', 'Packets with the header mark of masscan, whatever their direction.'),
    column('zmap_packets', 'BIGINT', 'Packets with the header mark of ZMap, whatever their direction.'),
    nullableColumn(
      'first_seen',
      'INSTANT',
      'Time of the earliest packet, UTC; NULL when no packet has a time.',
    ),
    nullableColumn('last_seen', 'INSTANT', 'Time of the latest packet, UTC; NULL when no packet has a time.'),
    column('anomalies', 'BIGINT', 'How many anomalies were met, of all kinds; see `anomalies`.'),
    column('damaged', 'BOOLEAN', 'True when bytes could not be read as packets; see `losses`.'),
  ],
};

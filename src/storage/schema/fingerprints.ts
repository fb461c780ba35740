import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const fingerprints: TableSchema = {
  name: 'fingerprints',
  sentence:
    'One row per attack source that sent a TCP SYN or a packet with a scanner mark: the TCP/IP stack its SYNs show (p0f v3) and the marks. `fingerprint_coverage` names the signature database.',
  key: ['day', 'source_id'],
  monthly: true,
  columns: [
    column('source_id', 'VARCHAR', 'The attack source.'),
    column('day', 'DATE', 'Its day.'),
    nullableColumn(
      'os',
      'VARCHAR',
      'Operating system by `raw_signature`, name and version; NULL when the database has none, or a tool.',
    ),
    nullableColumn('os_class', 'VARCHAR', 'Its class, e.g. `win`, `unix`; NULL with `os`.'),
    nullableColumn(
      'tool',
      'VARCHAR',
      'Tool that crafts SYNs of its own, by `raw_signature`, e.g. `NMap SYN scan`; NULL when it is none that the database has.',
    ),
    nullableColumn(
      'os_match',
      'VARCHAR',
      'How well the signature of the database fits: `exact`; `generic` (a catch-all); `fuzzy`, `generic fuzzy` (but for TTL or harmless quirks); NULL without one.',
    ),
    nullableColumn(
      'raw_signature',
      'VARCHAR',
      "What most of its SYNs show, in p0f's notation ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass; NULL when no SYN could be read.",
    ),
    column('syn_packets', 'BIGINT', 'Inbound TCP SYNs without ACK, FIN and RST.'),
    column(
      'unread_syns',
      'BIGINT',
      'Those among them without all their headers (fragments, snapped or damaged packets): they have no signature.',
    ),
    column('signature_syns', 'BIGINT', 'SYNs that show `raw_signature`.'),
    column('raw_signatures', 'BIGINT', 'Distinct raw signatures of its SYNs.'),
    column(
      'labels',
      'BIGINT',
      'Distinct systems and tools among them; more than one hints at several stacks behind one address.',
    ),
    nullableColumn(
      'distance',
      'INTEGER',
      'Hops from the source: initial TTL of the match (else the next of 32, 64, 128, 255) less the TTL seen; NULL without `raw_signature`.',
    ),
    nullableColumn(
      'mtu',
      'INTEGER',
      "MTU of the source's link, from the segment size, bytes; NULL when its SYNs do not say.",
    ),
    nullableColumn('link', 'VARCHAR', 'Kind of link that has this MTU; NULL when the database has none.'),
    column('mirai_packets', 'BIGINT', "Inbound packets with Mirai's header mark."),
    column('masscan_packets', 'BIGINT', "Inbound packets with masscan's header mark."),
    column('zmap_packets', 'BIGINT', "Inbound packets with ZMap's header mark."),
  ],
};

import { column, type TableSchema } from './table-schema.js';

export const sourceTargets: TableSchema = {
  name: 'source_targets',
  sentence: 'One row per attack source and honeypot it targeted; what is absent is 0.',
  key: ['day', 'source_id', 'honeypot'],
  monthly: true,
  columns: [
    column('source_id', 'VARCHAR', 'The attack source.'),
    column('day', 'DATE', 'Its day.'),
    column('honeypot', 'VARCHAR', 'Name of the honeypot.'),
    column('packets', 'BIGINT', 'n_i: packets sent to this honeypot, as captured.'),
    column('canonical_packets', 'BIGINT', 'n_i without retransmissions.'),
    column('first_seen', 'INSTANT', 'First packet it sent to this honeypot.'),
    column('last_seen', 'INSTANT', 'Last packet it sent to this honeypot.'),
  ],
};

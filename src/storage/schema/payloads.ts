import { column, type TableSchema } from './table-schema.js';

export const payloads: TableSchema = {
  name: 'payloads',
  sentence: 'One row per distinct payload that was captured. Only in stores whose packets were asked for.',
  key: ['payload_id'],
  monthly: false,
  ofPackets: true,
  columns: [
    column('payload_id', 'VARCHAR', 'The first 32 hex digits of the SHA-256 of its bytes.'),
    column('length', 'BIGINT', 'Its length, bytes.'),
    column('payload', 'BLOB', 'Its bytes.'),
    column('text', 'VARCHAR', 'Its rendering as in phrases, up to 1,024 bytes.'),
    column('text_cut', 'BOOLEAN', 'True when `text` stands for a part of it alone.'),
    column('packets', 'BIGINT', 'Packets that carry it, whatever their direction.'),
  ],
};

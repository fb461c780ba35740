import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const losses: TableSchema = {
  name: 'losses',
  sentence: 'One row per stretch of a capture that could not be decoded.',
  key: ['path', 'offset', 'anomaly'],
  monthly: false,
  columns: [
    column('path', 'VARCHAR', 'The capture, as in `captures`.'),
    column('anomaly', 'VARCHAR', 'Name of what was wrong.'),
    column('offset', 'BIGINT', 'Where the stretch starts in the uncompressed stream, bytes.'),
    nullableColumn('bytes', 'BIGINT', 'Bytes skipped; NULL when unknown, because the stream broke off.'),
  ],
};

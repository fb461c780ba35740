import { column, nullableColumn, undigestedColumn, type TableSchema } from './table-schema.js';

export const losses: TableSchema = {
  name: 'losses',
  sentence: 'One row per stretch of a capture that could not be decoded.',
  key: ['content_digest', 'offset', 'anomaly'],
  monthly: false,
  columns: [
    undigestedColumn('path', 'VARCHAR', 'The capture, as in `captures`.'),
    column('content_digest', 'VARCHAR', 'The same, by its content.'),
    column('anomaly', 'VARCHAR', 'Name of what was wrong.'),
    column('offset', 'BIGINT', 'Where the stretch starts in the uncompressed stream, bytes.'),
    nullableColumn('bytes', 'BIGINT', 'Bytes skipped; NULL when unknown, because the stream broke off.'),
  ],
};

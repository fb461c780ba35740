import { column, undigestedColumn, type TableSchema } from './table-schema.js';

export const anomalies: TableSchema = {
  name: 'anomalies',
  sentence: 'One row per capture and kind of anomaly met in it.',
  key: ['content_digest', 'anomaly'],
  monthly: false,
  columns: [
    undigestedColumn('path', 'VARCHAR', 'The capture, as in `captures`.'),
    column('content_digest', 'VARCHAR', 'The same, by its content.'),
    column('anomaly', 'VARCHAR', 'Name of the anomaly, e.g. `truncated_ipv4_header`.'),
    column('count', 'BIGINT', 'How often it was met.'),
  ],
};

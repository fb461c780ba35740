import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const memberships: TableSchema = {
  name: 'memberships',
  sentence: 'One row per attack source, each exactly once: where it ended.',
  key: ['day', 'source_id'],
  monthly: true,
  columns: [
    column('source_id', 'VARCHAR', 'The attack source.'),
    column('day', 'DATE', 'Its day.'),
    nullableColumn('cluster_id', 'VARCHAR', 'Its itemset cluster; NULL when no frequent itemset covers it.'),
    nullableColumn('root_cause_id', 'VARCHAR', 'Its root cause; NULL when rare or backscatter.'),
    nullableColumn('family_id', 'VARCHAR', 'Its tool family; NULL when rare or backscatter.'),
    column('status', 'VARCHAR', '`root_cause`, `rare` or `backscatter`.'),
    column(
      'outlier',
      'BOOLEAN',
      'True when it was taken out of its cluster before the distance was computed again.',
    ),
  ],
};

import { column, type TableSchema } from './table-schema.js';

export const supportLevels: TableSchema = {
  name: 'support_levels',
  sentence: 'One row per minimum support tried: how many clusters and root causes it gives.',
  key: ['min_support'],
  monthly: false,
  columns: [
    column('min_support', 'DOUBLE', 'Minimum support, 0..1.'),
    column('itemset_clusters', 'BIGINT', 'Exclusive itemset clusters at this support.'),
    column('root_causes', 'BIGINT', 'Root causes at this support.'),
  ],
};

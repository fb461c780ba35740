import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const portsSequences: TableSchema = {
  name: 'ports_sequences',
  sentence: 'One row per ports sequence, over its attack sources that are not backscatter.',
  key: ['ports_sequence'],
  monthly: false,
  columns: [
    column('ports_sequence', 'VARCHAR', 'The sequence.'),
    column('sources', 'BIGINT', 'Attack sources.'),
    column('ports', 'INTEGER', 'Distinct ports in it.'),
    column('first_day', 'DATE', 'First day it was seen.'),
    column('last_day', 'DATE', 'Last day it was seen.'),
    column('frequent_itemsets', 'BIGINT', 'Frequent itemsets at the minimum support.'),
    column('frequent_exact', 'BOOLEAN', 'False when `frequent_itemsets` is a lower bound.'),
    column('closed_itemsets', 'BIGINT', 'Closed ones among the itemsets listed in `itemsets`.'),
    nullableColumn(
      'itemsets_listed',
      'VARCHAR',
      'What `itemsets` lists: `frequent`, `closed` or `partial`; NULL when not mined.',
    ),
    nullableColumn('min_support', 'DOUBLE', 'Minimum support, 0..1; NULL when the sequence was not mined.'),
    column('clusters', 'BIGINT', 'Exclusive itemset clusters.'),
    column('unclustered', 'BIGINT', 'Attack sources that no cluster took.'),
  ],
};

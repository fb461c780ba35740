import { column, type TableSchema } from './table-schema.js';

export const itemsets: TableSchema = {
  name: 'itemsets',
  sentence:
    'One row per ports sequence and frequent itemset of it (the closed ones alone where there are too many).',
  key: ['ports_sequence', 'length', 'itemset'],
  monthly: false,
  columns: [
    column('ports_sequence', 'VARCHAR', 'The sequence.'),
    column('itemset', 'VARCHAR', 'Its items: `T=3 & N=9 & n_web=3`.'),
    column('length', 'INTEGER', 'Number of items.'),
    column('support_count', 'BIGINT', 'Attack sources of the sequence that hold all items.'),
    column('support', 'DOUBLE', 'Their share of the sequence, 0..1.'),
    column('closed', 'BOOLEAN', 'True when no larger itemset has the same support.'),
    column('maximal', 'BOOLEAN', 'True when no larger itemset is frequent.'),
  ],
};

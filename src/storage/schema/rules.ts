import { column, type TableSchema } from './table-schema.js';

export const rules: TableSchema = {
  name: 'rules',
  sentence:
    'One row per ports sequence and association rule of it: at most 1,000 a sequence, the best supported, and none where not all frequent itemsets are listed.',
  key: ['ports_sequence', 'antecedent', 'consequent'],
  monthly: false,
  columns: [
    column('ports_sequence', 'VARCHAR', 'The sequence.'),
    column('antecedent', 'VARCHAR', 'Attack sources that have these items: `n_web=3 & n_db=3` ...'),
    column('consequent', 'VARCHAR', '... mostly have this one too: `N=6`.'),
    column('support_count', 'BIGINT', 'Attack sources of the sequence that have all of them, at least 2.'),
    column('support', 'DOUBLE', 'Their share of the sequence, 0..1.'),
    column('confidence', 'DOUBLE', 'Their share of those that have the antecedent, 0.8..1.'),
    column(
      'lift',
      'DOUBLE',
      'Confidence over the share of the sequence that has the consequent; 1 when both are independent.',
    ),
  ],
};

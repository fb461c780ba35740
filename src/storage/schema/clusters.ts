import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const clusters: TableSchema = {
  name: 'clusters',
  sentence: 'One row per exclusive itemset cluster.',
  key: ['cluster_id'],
  monthly: false,
  columns: [
    column('cluster_id', 'VARCHAR', 'Digest of ports sequence and itemset.'),
    column('ports_sequence', 'VARCHAR', 'Its ports sequence.'),
    column('itemset', 'VARCHAR', 'Its itemset, as in `itemsets`.'),
    column('support', 'DOUBLE', 'Share of the sequence that holds the itemset, 0..1.'),
    column('sources', 'BIGINT', 'Attack sources that belong to this cluster alone.'),
    column('events', 'BIGINT', 'The same with each flood counted once.'),
    column('packets', 'BIGINT', 'Packets they sent.'),
    nullableColumn(
      'mean_distance',
      'DOUBLE',
      'D_C: mean phrase distance over all ordered pairs; NULL when not measured.',
    ),
    nullableColumn('sd_pairs', 'DOUBLE', 'Standard deviation over all pairs; NULL when not measured.'),
    nullableColumn(
      'sd_sources',
      'DOUBLE',
      'Standard deviation of the mean distances of the sources; NULL when not measured.',
    ),
    nullableColumn('distinct_phrases', 'BIGINT', 'Distinct phrases; NULL when not measured.'),
    nullableColumn('medoid_phrase_id', 'VARCHAR', 'Phrase nearest to all others; NULL when not measured.'),
    column('root_causes', 'BIGINT', 'Root causes the cluster was split into.'),
  ],
};

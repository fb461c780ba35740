import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const rootCauses: TableSchema = {
  name: 'root_causes',
  sentence: 'One row per root cause: one configuration of one attack tool.',
  key: ['root_cause_id'],
  monthly: false,
  columns: [
    column('root_cause_id', 'VARCHAR', 'Digest of what defines it; the same from store to store.'),
    column('family_id', 'VARCHAR', 'The tool family it belongs to.'),
    nullableColumn(
      'cluster_id',
      'VARCHAR',
      'The itemset cluster it comes from; NULL when grouped by phrase alone.',
    ),
    column('ports_sequence', 'VARCHAR', 'Its ports sequence.'),
    nullableColumn('itemset', 'VARCHAR', 'Its itemset; NULL when it has none.'),
    column('sources', 'BIGINT', 'Attack sources.'),
    column('events', 'BIGINT', 'The same with each flood counted once.'),
    column('packets', 'BIGINT', 'Packets they sent.'),
    column(
      'template',
      'VARCHAR',
      'Its phrase: fixed text as it is, variable fields as `{a-z0-9:3-8}` (characters : lengths).',
    ),
    column('template_fields', 'VARCHAR', 'The same as JSON: an array of fixed and variable fields.'),
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
    nullableColumn('first_day', 'DATE', 'First day it was seen.'),
    nullableColumn('last_day', 'DATE', 'Last day it was seen.'),
    nullableColumn('tool', 'VARCHAR', 'Name of the tool; NULL until an analyst names it.'),
    column('reason', 'VARCHAR', 'Why these attack sources stand together, or apart from the rest.'),
  ],
};

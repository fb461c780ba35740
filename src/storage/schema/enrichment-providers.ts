import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const enrichmentProviders: TableSchema = {
  name: 'enrichment_providers',
  sentence:
    'One row per provider of enrichment and column it fills: the coverage of every figure made of that column.',
  key: ['column_name', 'provider'],
  monthly: false,
  columns: [
    column('column_name', 'VARCHAR', 'The column of `enrichment`.'),
    column('provider', 'VARCHAR', 'Who said it: a database, a list, the captures themselves.'),
    nullableColumn('data_date', 'DATE', 'Of when the data are; NULL when they do not say.'),
    nullableColumn('credit', 'VARCHAR', "Whom to credit, as the data's licence asks; NULL when nobody."),
    column('asked', 'BIGINT', 'Attack sources asked about.'),
    column('answered', 'BIGINT', 'Those with an answer; for a blacklist, those it holds.'),
  ],
};

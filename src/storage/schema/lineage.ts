import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const lineage: TableSchema = {
  name: 'lineage',
  sentence:
    'What became of root causes and families from one publication of a store to the next: one row per former and present one that share sources, and per one that is gone or new. Rows `same` are kept of the last publication only. Empty in what `analyze` writes.',
  key: ['publication', 'level', 'former_id', 'id'],
  monthly: false,
  history: true,
  columns: [
    column('publication', 'INTEGER', 'How often the store had been published then, from 1.'),
    nullableColumn('published_through', 'DATE', 'Last day it then held; NULL when it held no attack source.'),
    column('level', 'VARCHAR', '`root_cause` or `family`.'),
    column('kind', 'VARCHAR', '`same`, `grown`, `split`, `merged`, `gone` or `new`; src/causes/README.md.'),
    nullableColumn('former_id', 'VARCHAR', 'The one before; NULL when new.'),
    nullableColumn('id', 'VARCHAR', 'The one afterwards; NULL when gone.'),
    column('former_sources', 'BIGINT', 'Sources of the one before that the store still holds.'),
    column('sources', 'BIGINT', 'Sources of the one afterwards.'),
    column('shared', 'BIGINT', 'Sources of both.'),
    column('parts', 'INTEGER', 'How many the one before went to.'),
    column('formers', 'INTEGER', 'How many the one afterwards comes from.'),
    column(
      'heir',
      'BOOLEAN',
      'True where the one afterwards carries the one before on: it took most of its sources.',
    ),
  ],
};

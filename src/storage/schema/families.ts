import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const families: TableSchema = {
  name: 'families',
  sentence: 'One row per tool family: root causes that are one tool in other configurations or under loss.',
  key: ['family_id'],
  monthly: false,
  columns: [
    column('family_id', 'VARCHAR', 'Digest of what defines it.'),
    column('ports_sequences', 'VARCHAR[]', 'Ports sequences of its root causes.'),
    column('root_causes', 'BIGINT', 'Root causes.'),
    column('sources', 'BIGINT', 'Attack sources.'),
    column('events', 'BIGINT', 'The same with each flood counted once.'),
    column('packets', 'BIGINT', 'Packets they sent.'),
    nullableColumn('first_day', 'DATE', 'First day it was seen.'),
    nullableColumn('last_day', 'DATE', 'Last day it was seen.'),
    column('reason', 'VARCHAR', 'Why its root causes were united.'),
  ],
};

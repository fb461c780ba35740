import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const honeypots: TableSchema = {
  name: 'honeypots',
  sentence: 'One row per monitored machine.',
  key: ['position'],
  monthly: false,
  columns: [
    column('honeypot', 'VARCHAR', 'Its name.'),
    column('position', 'INTEGER', 'Its place in the environment order, from 1.'),
    column('ips', 'VARCHAR[]', 'Its addresses.'),
    nullableColumn('os', 'VARCHAR', 'Its operating system; NULL when not given.'),
    nullableColumn('platform', 'VARCHAR', 'The platform it belongs to; NULL when not given.'),
    nullableColumn('country', 'VARCHAR', 'Where it stands; NULL when not given.'),
    column(
      'inferred',
      'BOOLEAN',
      'True when no honeypots file was given and the machine was inferred from traffic.',
    ),
  ],
};

import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const openPorts: TableSchema = {
  name: 'open_ports',
  sentence: 'One row per port that was open on a honeypot, and the days it was.',
  key: ['honeypot', 'port', 'from_day', 'to_day'],
  monthly: false,
  columns: [
    column('honeypot', 'VARCHAR', 'Name of the honeypot.'),
    column('port', 'VARCHAR', 'The port in the notation of ports sequences: `445`, `1434U`.'),
    nullableColumn('from_day', 'DATE', 'First day on which it was open; NULL when open from the beginning.'),
    nullableColumn('to_day', 'DATE', 'Last day on which it was open; NULL when open to the end.'),
  ],
};

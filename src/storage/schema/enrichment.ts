import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const enrichment: TableSchema = {
  name: 'enrichment',
  sentence:
    'One row per attack source: what is known of it from elsewhere, and how it went about. Without rows where enrichment was not asked for. `enrichment_providers` says who said it, of when the data are, and how much of it they could say.',
  key: ['day', 'source_id'],
  monthly: true,
  columns: [
    column('source_id', 'VARCHAR', 'The attack source.'),
    column('day', 'DATE', 'Its day.'),
    nullableColumn(
      'country_registry',
      'VARCHAR',
      "Country (ISO 3166-1) by the registries' view; NULL when not known.",
    ),
    nullableColumn('country_measured', 'VARCHAR', 'Country as measured; NULL when not known.'),
    nullableColumn('as_number', 'BIGINT', 'Autonomous system, first provider; NULL when not known.'),
    nullableColumn('as_name', 'VARCHAR', 'Its name; NULL when not known.'),
    nullableColumn(
      'as_number_second',
      'BIGINT',
      'Autonomous system, second provider; NULL when there is none or it does not know.',
    ),
    nullableColumn('as_name_second', 'VARCHAR', 'Its name; NULL when not known.'),
    column('blacklists', 'VARCHAR[]', 'Names of the lists that hold the address.'),
    nullableColumn(
      'source_time_zone',
      'VARCHAR',
      'Time zone of the source: of its country (registry, else measured), the first of several; NULL when not known. The columns `source_*` below are NULL with it.',
    ),
    nullableColumn(
      'source_local_hour',
      'INTEGER',
      'Hour there, 0 to 23, of the first inbound packet; NULL when not known.',
    ),
    nullableColumn(
      'source_working_day',
      'BOOLEAN',
      'True when it was neither weekend nor public holiday there; NULL when not known.',
    ),
    nullableColumn(
      'source_working_hour',
      'BOOLEAN',
      'True on a working day from 8 to 18 h there; NULL when not known.',
    ),
    nullableColumn(
      'source_holiday',
      'VARCHAR',
      'Name of the public holiday there; NULL when there was none.',
    ),
    nullableColumn(
      'honeypot_time_zone',
      'VARCHAR',
      'The same at the honeypot contacted first; NULL when its country is not given. The columns `honeypot_*` below are NULL with it.',
    ),
    nullableColumn('honeypot_local_hour', 'INTEGER', 'Hour at the honeypot; NULL when not known.'),
    nullableColumn('honeypot_working_day', 'BOOLEAN', 'Working day at the honeypot; NULL when not known.'),
    nullableColumn('honeypot_working_hour', 'BOOLEAN', 'Working hour at the honeypot; NULL when not known.'),
    nullableColumn(
      'honeypot_holiday',
      'VARCHAR',
      'Name of the public holiday at the honeypot; NULL when there was none.',
    ),
    nullableColumn(
      'source_port_behaviour',
      'VARCHAR',
      '`fixed`: all flows from one source port; `incremental`: at least 90% from a port 1 to 64 above that of the flow before; else `random`. NULL for fewer than two flows with ports.',
    ),
    column(
      'honeypot_order',
      'VARCHAR',
      '`one` honeypot; several in `sequence` (from first to last packet, none overlaps another), in `parallel` (all overlap at one moment), or `mixed`.',
    ),
  ],
};

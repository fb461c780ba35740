import { column, nullableColumn, type TableSchema } from './table-schema.js';

export const itemCuts: TableSchema = {
  name: 'item_cuts',
  sentence:
    'One row per ports sequence, generalised attribute (`duration`, `gap`, `N~`) and bin of its histogram; empty unless such items were chosen.',
  key: ['ports_sequence', 'attribute', 'bin'],
  monthly: false,
  columns: [
    column('ports_sequence', 'VARCHAR', 'The sequence.'),
    column('attribute', 'VARCHAR', 'The attribute.'),
    column('bin', 'INTEGER', 'Number of the bin, from 1; 0 stands for attack sources without a value.'),
    nullableColumn(
      'bin_from',
      'DOUBLE',
      'Least value of the bin (seconds; for `N~` packets); NULL where there is no value.',
    ),
    nullableColumn('bin_to', 'DOUBLE', 'First value above it; NULL where there is no value.'),
    column('sources', 'BIGINT', 'Attack sources whose value is in the bin, each flood counted once.'),
    nullableColumn(
      'item',
      'VARCHAR',
      'Their item, e.g. `duration=[1,20)`: the interval of the peak; NULL where all values make one peak.',
    ),
  ],
};

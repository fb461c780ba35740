import { column, type TableSchema } from './table-schema.js';

export const phrases: TableSchema = {
  name: 'phrases',
  sentence: 'One row per distinct phrase.',
  key: ['phrase_id'],
  monthly: false,
  columns: [
    column('phrase_id', 'VARCHAR', '`P` and the first 16 hex digits of the SHA-256 of the rendered phrase.'),
    column('phrase', 'VARCHAR', 'The rendered phrase: payloads as text, joined by `||`.'),
    column('bytes', 'BIGINT', 'Its length, bytes.'),
    column('sources', 'BIGINT', 'Attack sources that sent it, backscatter included.'),
  ],
};

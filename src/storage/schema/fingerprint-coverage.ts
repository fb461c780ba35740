import { column, type TableSchema } from './table-schema.js';

export const fingerprintCoverage: TableSchema = {
  name: 'fingerprint_coverage',
  sentence:
    'One row: the signature database that was asked, and of how many attack sources it knew the stack.',
  key: ['database'],
  monthly: false,
  columns: [
    column('database', 'VARCHAR', 'The p0f signature file, as it was named, or `built-in`.'),
    column('digest', 'VARCHAR', 'SHA-256 of its text, hex.'),
    column('database_signatures', 'BIGINT', 'SYN signatures in it.'),
    column('database_links', 'BIGINT', 'MTUs in it.'),
    column('sources', 'BIGINT', 'Attack sources.'),
    column('with_syn', 'BIGINT', 'Attack sources that sent a TCP SYN.'),
    column('with_signature', 'BIGINT', 'Attack sources with a SYN that could be read.'),
    column('with_os', 'BIGINT', 'Attack sources with an operating system.'),
    column('with_exact_os', 'BIGINT', 'Those among them whose match is `exact`.'),
    column('with_tool', 'BIGINT', 'Attack sources with a tool instead.'),
    column('with_mark', 'BIGINT', 'Attack sources with a scanner mark.'),
  ],
};

import { Command, Option } from 'commander';

import { HoneysiftError } from '../../errors.js';
import {
  type ExportedRows,
  exportRows,
  type RowFormat,
  rowFormats,
} from '../../storage/export/export-rows.js';
import { exportStix } from '../../storage/export/stix/export-stix.js';
import { withInterrupt } from '../interrupt.js';
import { keyValue } from '../options.js';

interface ExportCommandOptions {
  store: string;
  table?: string;
  query?: string;
  input: Record<string, string>;
  sql?: string;
  format: RowFormat | 'stix';
  rootCause: string[];
  out: string;
  force: boolean;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('Write a table, a canned query or read-only SQL of a store to a file for other programs')
    .requiredOption('--store <dir>', 'folder that analyze or ingest wrote')
    .option('--table <name>', 'a whole table (their columns: src/storage/README.md)')
    .option('--query <name>', 'a canned query ("honeysift query --list" lists them)')
    .option('--input <name=value>', 'an input of the canned query; may be repeated', keyValue, {})
    .option('--sql <select>', 'a statement that reads, in DuckDB dialect')
    .addOption(
      new Option('--format <format>', 'form of the file')
        .choices([...rowFormats, 'stix'])
        .makeOptionMandatory(),
    )
    .option(
      '--root-cause <id...>',
      'with --format stix: which root causes the STIX 2.1 bundle holds; default: all',
      (id: string, ids: string[]) => [...ids, id],
      [],
    )
    .option('--out <file>', '- is standard output', '-')
    .option('--force', 'replace the file if it exists', false)
    .action(async (options: ExportCommandOptions) => {
      const { format, force } = options;
      if (options.out === '-' && process.stdout.isTTY && (format === 'parquet' || format === 'arrow')) {
        throw new HoneysiftError('ERR_USAGE', `${format} is no text for a terminal: name a file with --out`);
      }
      const out = options.out === '-' ? process.stdout : options.out;
      if (format === 'stix') {
        if (options.table !== undefined || options.query !== undefined || options.sql !== undefined) {
          throw new HoneysiftError(
            'ERR_USAGE',
            'A STIX bundle is of root causes: choose them with --root-cause',
          );
        }
        const rootCauses = options.rootCause.length === 0 ? undefined : options.rootCause;
        await withInterrupt((signal) => exportStix(options.store, { rootCauses, out, force, signal }));
        return;
      }
      if (options.rootCause.length > 0) {
        throw new HoneysiftError('ERR_USAGE', '--root-cause belongs to --format stix');
      }
      const rows = exportedRows(options);
      await withInterrupt((signal) => exportRows(options.store, rows, { format, out, force, signal }));
    });
}

function exportedRows({ table, query, sql, input }: ExportCommandOptions): ExportedRows {
  const given = [table, query, sql].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new HoneysiftError('ERR_USAGE', 'export needs one of --table NAME, --query NAME and --sql SELECT');
  }
  if (query !== undefined) return { query, inputs: input };
  if (Object.keys(input).length > 0) {
    throw new HoneysiftError('ERR_USAGE', '--input belongs to --query: tables and SQL have no inputs');
  }
  return sql !== undefined ? { sql } : { table: table ?? '' };
}

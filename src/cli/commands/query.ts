import { Command, Option } from 'commander';

import { openStore } from '../../storage/open-store.js';
import { formatResult, type ResultFormat } from '../../storage/format-result.js';
import { withInterrupt } from '../interrupt.js';

export function queryCommand(): Command {
  return new Command('query')
    .description('Ask a store a question in SQL (DuckDB dialect, read-only)')
    .argument('<sql>', 'a SELECT statement over the tables of src/storage/README.md')
    .requiredOption('--store <dir>', 'folder that analyze wrote')
    .addOption(
      new Option('--format <format>', 'form of the answer')
        .choices(['table', 'csv', 'json'])
        .default('table'),
    )
    .action(async (sql: string, options: { store: string; format: ResultFormat }) => {
      const store = await openStore(options.store);
      try {
        const result = await withInterrupt((signal) => store.query(sql, { signal }));
        process.stdout.write(formatResult(result, options.format));
      } finally {
        await store.close();
      }
    });
}

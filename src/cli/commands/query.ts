import { Command, Option } from 'commander';

import { HoneysiftError } from '../../errors.js';
import { formatResult, type ResultFormat, resultFormats } from '../../storage/format-result.js';
import { openStore } from '../../storage/open-store.js';
import { cannedQueries, findCannedQuery } from '../../storage/queries/canned-queries.js';
import { runCannedQuery } from '../../storage/queries/run-canned-query.js';
import type { QueryResult, Store } from '../../storage/store.js';
import { withInterrupt } from '../interrupt.js';
import { keyValue } from '../options.js';

interface QueryCommandOptions {
  store?: string;
  format: ResultFormat;
  list: boolean;
  set: Record<string, string>;
}

export function queryCommand(): Command {
  return new Command('query')
    .description('Ask a store a question: a canned query by name, or SQL (DuckDB dialect, read-only)')
    .argument('[question]', 'name of a canned query, or a SELECT over the tables of src/storage/README.md')
    .option('--store <dir>', 'folder that analyze wrote')
    .addOption(new Option('--format <format>', 'form of the answer').choices(resultFormats).default('table'))
    .option('--set <name=value>', 'an input of a canned query; may be repeated', keyValue, {})
    .option('--list', 'list the canned queries', false)
    .action(async (question: string | undefined, options: QueryCommandOptions) => {
      if (options.list) {
        process.stdout.write(listText());
        return;
      }
      if (question === undefined || options.store === undefined) {
        throw new HoneysiftError('ERR_USAGE', 'query needs a question and --store DIR, or --list');
      }
      const store = await openStore(options.store);
      try {
        const result = await withInterrupt((signal) => ask(store, question, options.set, signal));
        process.stdout.write(formatResult(result, options.format));
      } finally {
        await store.close();
      }
    });
}

function ask(
  store: Store,
  question: string,
  inputs: Record<string, string>,
  signal: AbortSignal,
): Promise<QueryResult> {
  return findCannedQuery(question)
    ? runCannedQuery(store, question, inputs, signal)
    : store.query(question, { signal, parameters: inputs });
}

function listText(): string {
  const groups = new Map<string, string[]>();
  for (const { name, group, sentence, inputs } of cannedQueries) {
    const given = inputs.map((input) => ` --set ${input.name}=...`).join('');
    const lines = groups.get(group) ?? [];
    lines.push(`  ${name}${given}\n      ${sentence}\n`);
    groups.set(group, lines);
  }
  return [...groups].map(([group, lines]) => `${group}\n${lines.join('')}`).join('\n');
}

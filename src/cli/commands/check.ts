import { Command } from 'commander';

import { checkStore, type StoreCheck } from '../../storage/check-store.js';
import { exitCode } from '../exit-codes.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { terminalSafe } from '../terminal-safe.js';

export function checkCommand(): Command {
  return new Command('check')
    .description('Read every file of a store and say what is not as it was written, and how to repair it')
    .requiredOption('--store <dir>', 'folder that ingest or analyze wrote')
    .option('--json', 'print what was found as JSON', false)
    .action(async ({ store, json }: { store: string; json: boolean }) => {
      const check = await withInterrupt((signal) => checkStore(store, signal));
      process.stdout.write(json ? `${jsonText(check)}\n` : checkText(check));
      if (check.problems.length > 0) process.exitCode = exitCode.failure;
    });
}

function checkText({ files, problems, leftovers }: StoreCheck): string {
  const lines = [
    ...problems.map(({ file, table, capture, problem, repair }) => {
      const of = [table === null ? '' : `table ${table}`, capture === null ? '' : `capture ${capture}`];
      const named = of.filter((part) => part !== '').join(', ');
      return `${file}${named === '' ? '' : ` (${named})`} ${problem}\n  repair: ${repair}`;
    }),
    ...(leftovers.length > 0
      ? [`${leftovers.length} files of runs that were broken off; the next run uses or removes them`]
      : []),
    problems.length === 0 ? `${files} files, all as they were written` : `${problems.length} problems`,
  ];
  return lines.map((line) => line.split('\n').map(terminalSafe).join('\n') + '\n').join('');
}

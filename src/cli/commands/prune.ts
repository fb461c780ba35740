import { Command } from 'commander';

import { prune, type PruneResult } from '../../operations/ingest/prune.js';
import { lineageLine } from '../ingest-text.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { defaultWorkers, positiveInteger } from '../options.js';
import { createProgressDisplay } from '../progress.js';
import { terminalSafe } from '../terminal-safe.js';

interface PruneCommandOptions {
  store: string;
  before: string;
  workers: number;
  json: boolean;
  quiet: boolean;
}

export function pruneCommand(): Command {
  return new Command('prune')
    .description('Drop old days from a store that ingest keeps; their captures are not taken in again')
    .requiredOption('--store <dir>', 'folder of the store')
    .requiredOption('--before <day>', 'first day that is kept, YYYY-MM-DD')
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--json', 'print what was done as JSON', false)
    .option('--quiet', 'no progress', false)
    .action(async ({ store, before, workers, json, quiet }: PruneCommandOptions) => {
      const display = createProgressDisplay(quiet);
      let result: PruneResult;
      try {
        result = await withInterrupt((signal) =>
          prune({ store, before, workers, signal, onProgress: display.onProgress }),
        );
      } finally {
        display.stop();
      }
      const { pruned, cut, published, publication, lineage } = result;
      const told = { published, publication, lineage, pruned, cut };
      process.stdout.write(json ? `${jsonText(told)}\n` : pruneText(result));
    });
}

function pruneText({ lineage, pruned, cut, published, publication, manifest }: PruneResult): string {
  const lines = published
    ? [
        ...pruned.map((path) => `dropped: ${path}`),
        ...cut.map(({ path, droppedDays }) => `cut: ${droppedDays} days of ${path}`),
        `publication ${publication}: ${manifest.tables['attack_sources']?.rows ?? 0} attack sources are left`,
        ...(lineage === null ? [] : [lineageLine(lineage)]),
      ]
    : ['nothing to drop: the store is as it was'];
  return lines.map((line) => `${terminalSafe(line)}\n`).join('');
}

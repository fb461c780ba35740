import { Command, Option } from 'commander';

import type { ItemName } from '../../clusters/item-choice.js';
import { type MinedLevel, mineStore } from '../../operations/mine-store.js';
import type { SequenceKind } from '../../sequences/port-sets.js';
import { withInterrupt } from '../interrupt.js';
import { itemsOption } from '../items-option.js';
import { jsonText } from '../json-text.js';
import { minedText } from '../mined-text.js';
import { defaultWorkers, positiveInteger, share } from '../options.js';
import { createProgressDisplay } from '../progress.js';

interface MineCommandOptions {
  store: string;
  minSupport: number[];
  counts?: 'raw' | 'canonical';
  items?: ItemName[];
  sequence?: SequenceKind;
  rootCauses: boolean;
  top: number;
  workers: number;
  json: boolean;
  quiet: boolean;
}

export function mineCommand(): Command {
  return new Command('mine')
    .description('Mine the attack sources of a store at other supports (Tables 2 and 4 of the report)')
    .requiredOption('--store <dir>', 'folder that analyze wrote; it is not changed')
    .option('--min-support <list>', 'minimum supports, separated by commas: 0,1%,5%', shares, [0.01])
    .addOption(
      new Option('--counts <kind>', 'packets that count; default as in the analysis').choices([
        'raw',
        'canonical',
      ]),
    )
    .addOption(itemsOption().default(undefined, 'as in the analysis'))
    .addOption(
      new Option(
        '--sequence <kind>',
        'ports sequences: ordered, or as sets of ports; default as in the analysis',
      ).choices(['ordered', 'set']),
    )
    .option('--root-causes', 'split the clusters into root causes too (Table 4)', false)
    .option('--top <n>', 'ports sequences told in full', positiveInteger, 11)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--json', 'print everything as JSON', false)
    .option('--quiet', 'no progress', false)
    .action(async (options: MineCommandOptions) => {
      const levels = await mineWithProgress(options);
      process.stdout.write(options.json ? `${jsonText(levels)}\n` : minedText(levels));
    });
}

async function mineWithProgress({
  store,
  quiet,
  json: _,
  ...options
}: MineCommandOptions): Promise<MinedLevel[]> {
  const display = createProgressDisplay(quiet);
  try {
    return await withInterrupt((signal) =>
      mineStore(store, { ...options, signal, onProgress: display.onProgress }),
    );
  } finally {
    display.stop();
  }
}

function shares(text: string): number[] {
  return text.split(',').map(share);
}

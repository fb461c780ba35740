import { resolve } from 'node:path';

import { Command } from 'commander';

import { analyze } from '../../operations/analyze.js';
import { simulate } from '../../simulation/simulate.js';
import { withInterrupt } from '../interrupt.js';
import { createProgressDisplay } from '../progress.js';
import { terminalReport } from './analyze.js';

/** One month of the report's eighteen: a share of its 45,360 attack sources. */
const demoMonth = '2003-10';
const demoSources = 2520;

export function demoCommand(): Command {
  return new Command('demo')
    .description('Simulate one month of honeypot traffic and analyze it')
    .option('--out <dir>', 'folder for the captures and the report', 'out/demo')
    .action(async ({ out }: { out: string }) => {
      const display = createProgressDisplay(false);
      const captures = resolve(out, 'captures');
      process.stderr.write(`simulating ${demoMonth} with ${demoSources} attack sources ...\n`);
      try {
        const result = await withInterrupt(async (signal) => {
          const { files, honeypotsFile } = await simulate({
            out: captures,
            seed: 1,
            sources: demoSources,
            from: demoMonth,
            to: demoMonth,
            split: 'day',
            signal,
          });
          return analyze(files, {
            out: resolve(out, 'store'),
            honeypots: honeypotsFile,
            signal,
            onProgress: display.onProgress,
          });
        });
        display.stop();
        process.stdout.write(terminalReport(result));
      } finally {
        display.stop();
      }
    });
}

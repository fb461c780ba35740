import { Command, Option } from 'commander';

import { simulate } from '../../simulation/simulate.js';
import { withInterrupt } from '../interrupt.js';
import { positiveInteger, share, wholeNumber } from '../options.js';

interface SimulateOptions {
  out: string;
  seed: number;
  sources: number;
  from: string;
  to: string;
  loss: number;
  retransmission: number;
  split: 'day' | 'month';
  gzip: boolean;
  json: boolean;
}

export function simulateCommand(): Command {
  return new Command('simulate')
    .description("Write labelled honeypot months drawn from the report's figures")
    .requiredOption('--out <dir>', 'folder for the captures, honeypots.json and truth.csv')
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber, 1)
    .option('--sources <n>', 'attack sources in all', positiveInteger, 45_360)
    .option('--from <month>', 'first month, YYYY-MM', '2003-02')
    .option('--to <month>', 'last month, YYYY-MM', '2004-07')
    .option('--loss <share>', "share of the attackers' packets lost before the honeypot", share, 0)
    .option('--retransmission <share>', 'share of packets sent twice although they arrived', share, 0)
    .addOption(new Option('--split <unit>', 'one capture per').choices(['day', 'month']).default('month'))
    .option('--gzip', 'compress the captures', false)
    .option('--json', 'print the summary as JSON', false)
    .action(async (options: SimulateOptions) => {
      const summary = await withInterrupt((signal) =>
        simulate({
          out: options.out,
          seed: options.seed,
          sources: options.sources,
          from: options.from,
          to: options.to,
          lossRate: options.loss,
          retransmissionRate: options.retransmission,
          split: options.split,
          gzip: options.gzip,
          signal,
        }),
      );
      if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      else {
        process.stdout.write(
          `${summary.files.length} captures with ${summary.packets} packets of ${summary.sources} attack sources, ` +
            `honeypots.json and truth.csv in ${options.out}\n`,
        );
      }
    });
}

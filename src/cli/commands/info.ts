import { Command } from 'commander';

import { inspectCaptures } from '../../operations/inspect-captures.js';
import { captureRecord } from '../capture-record.js';
import { captureText } from '../capture-text.js';
import { exitCode } from '../exit-codes.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { type LogCommandOptions, logOptions, withLogOptions } from '../log-options.js';
import { defaultWorkers, filterHelp, positiveInteger } from '../options.js';
import { createProgressDisplay } from '../progress.js';
import { terminalSafe } from '../terminal-safe.js';

interface InfoOptions extends LogCommandOptions {
  filter?: string;
  workers: number;
  json: boolean;
  quiet: boolean;
}

export function infoCommand(): Command {
  const command = new Command('info')
    .description('Say what captures hold: packets, times, protocols, ports, damage')
    .argument(
      '<capture...>',
      'pcap or pcapng files, plain or compressed, or folders of them; - is standard input',
    )
    .option('--filter <expr>', filterHelp);
  return withLogOptions(command)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--json', 'print an array with one object per capture', false)
    .option('--quiet', 'no progress', false)
    .action(async (captures: string[], options: InfoOptions) => {
      const display = createProgressDisplay(options.quiet);
      try {
        const logs = await logOptions(options);
        const found = await withInterrupt((signal) =>
          inspectCaptures(captures, {
            filter: options.filter,
            logs,
            workers: options.workers,
            signal,
            onProgress: display.onProgress,
          }),
        );
        display.stop();
        const unreadable = found.flatMap((capture) => ('error' in capture ? [capture.error] : []));
        for (const { message, code } of unreadable) {
          process.stderr.write(`honeysift: ${terminalSafe(message)} [${code}]\n`);
        }
        process.stdout.write(
          options.json ? `${jsonText(found.map(captureRecord), 2)}\n` : found.map(captureText).join('\n'),
        );
        if (unreadable.length > 0) process.exitCode = exitCode.failure;
        else if (found.some((capture) => 'losses' in capture && capture.losses.length > 0)) {
          process.exitCode = exitCode.damagedInput;
        }
      } finally {
        display.stop();
      }
    });
}

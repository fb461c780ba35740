import { Command, Option } from 'commander';

import { analyze, type AnalyzeResult } from '../../analyze.js';
import { renderTerminal } from '../../reports/render-terminal.js';
import { exitCode } from '../exit-codes.js';
import { withInterrupt } from '../interrupt.js';
import { defaultWorkers, positiveInteger, share } from '../options.js';
import { createProgressDisplay } from '../progress.js';
import { terminalSafe } from '../terminal-safe.js';

interface AnalyzeCommandOptions {
  out: string;
  honeypots?: string;
  workers: number;
  minSupport: number;
  counts: 'raw' | 'canonical';
  sourceMode: 'day' | 'gap25h';
  unit: 'all' | 'platform';
  phraseOrder: 'flow' | 'time';
  matching: 'stable' | 'assignment' | 'module';
  json: boolean;
  quiet: boolean;
}

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('The main job: captures in; store, tables and report.html out')
    .argument(
      '<capture...>',
      'pcap or pcapng files, plain or gzipped, or folders of them; - is standard input',
    )
    .requiredOption('--out <dir>', 'folder for the store and the report; a store that is there is replaced')
    .option('--honeypots <file>', 'TOML or JSON file that names the honeypots; inferred without one')
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--min-support <share>', "least share of a ports sequence's sources in a cluster", share, 0.01)
    .addOption(
      new Option('--counts <kind>', 'packets that count: all, or without retransmissions')
        .choices(['raw', 'canonical'])
        .default('raw'),
    )
    .addOption(
      new Option(
        '--source-mode <mode>',
        'an attack source is an address on a UTC day, or until 25 h of silence',
      )
        .choices(['day', 'gap25h'])
        .default('day'),
    )
    .addOption(
      new Option('--unit <unit>', 'one attack source over all honeypots, or one per platform')
        .choices(['all', 'platform'])
        .default('all'),
    )
    .addOption(
      new Option('--phrase-order <order>', 'payloads by honeypot and flow, or as they arrived')
        .choices(['flow', 'time'])
        .default('flow'),
    )
    .addOption(
      new Option('--matching <kind>', 'how the phrase distance marries words')
        .choices(['stable', 'assignment', 'module'])
        .default('stable'),
    )
    .option('--json', 'print the report as JSON', false)
    .option('--quiet', 'no progress', false)
    .action(async (captures: string[], options: AnalyzeCommandOptions) => {
      const result = await analyzeWithProgress(captures, options);
      if (options.json) process.stdout.write(`${JSON.stringify(result.report)}\n`);
      else process.stdout.write(terminalReport(result));
      if (result.damaged.length > 0) process.exitCode = exitCode.damagedInput;
    });
}

async function analyzeWithProgress(
  captures: string[],
  options: AnalyzeCommandOptions,
): Promise<AnalyzeResult> {
  const display = createProgressDisplay(options.quiet);
  try {
    return await withInterrupt((signal) =>
      analyze(captures, {
        out: options.out,
        honeypots: options.honeypots,
        workers: options.workers,
        minSupport: options.minSupport,
        counts: options.counts,
        sources: { mode: options.sourceMode, unit: options.unit, phraseOrder: options.phraseOrder },
        distance: { matching: options.matching },
        signal,
        onProgress: display.onProgress,
      }),
    );
  } finally {
    display.stop();
  }
}

/** The report as text, then what was lost, then where the files are. */
export function terminalReport({ report, files, damaged }: AnalyzeResult): string {
  const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const width = process.stdout.columns ?? 100;
  const losses = damaged.flatMap(({ path, losses: ofCapture }) =>
    ofCapture.map(
      ({ anomaly, offset, bytes }) =>
        `damaged: ${path}: ${anomaly} at byte ${offset}${bytes === null ? ', the rest is lost' : `, ${bytes} bytes lost`}\n`,
    ),
  );
  return `${renderTerminal(report, { color, width })}\n${terminalSafe(losses.join(''))}Report: ${files.html}\n`;
}

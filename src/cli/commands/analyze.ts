import { Command, Option } from 'commander';

import { analyze, type AnalyzeResult } from '../../operations/analyze.js';
import type { ItemName } from '../../clusters/item-choice.js';
import { formatMany } from '../../reports/format-values.js';
import { renderTerminal } from '../../reports/render-terminal.js';
import type { SequenceKind } from '../../sequences/port-sets.js';
import { duplicateLines, lossLines } from '../capture-losses.js';
import {
  type EnrichmentCommandOptions,
  enrichmentOptions,
  withEnrichmentOptions,
} from '../enrichment-options.js';
import { exitCode } from '../exit-codes.js';
import { withInterrupt } from '../interrupt.js';
import { itemsOption } from '../items-option.js';
import { type LogCommandOptions, logOptions, withLogOptions } from '../log-options.js';
import { defaultWorkers, filterHelp, p0fDbHelp, positiveInteger, share } from '../options.js';
import { terminalOptions } from '../terminal-options.js';
import { createProgressDisplay } from '../progress.js';
import { type SourceCommandOptions, sourceOptions, withSourceOptions } from '../source-options.js';

interface AnalyzeCommandOptions extends SourceCommandOptions, EnrichmentCommandOptions, LogCommandOptions {
  out: string;
  honeypots?: string;
  filter?: string;
  p0fDb?: string;
  workers: number;
  minSupport: number;
  counts: 'raw' | 'canonical';
  items: ItemName[];
  sequence: SequenceKind;
  matching: 'stable' | 'assignment' | 'module';
  packets: boolean;
  json: boolean;
  quiet: boolean;
}

export function analyzeCommand(): Command {
  const command = new Command('analyze')
    .description('The main job: captures in; store, tables and report.html out')
    .argument(
      '<capture...>',
      'pcap or pcapng files, plain or compressed, or folders of them; - is standard input',
    )
    .requiredOption('--out <dir>', 'folder for the store and the report; a store that is there is replaced')
    .option('--honeypots <file>', 'TOML or JSON file that names the honeypots; inferred without one')
    .option('--filter <expr>', filterHelp)
    .option('--p0f-db <file>', p0fDbHelp)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--min-support <share>', "least share of a ports sequence's sources in a cluster", share, 0.01)
    .addOption(
      new Option('--counts <kind>', 'packets that count: all, or without retransmissions')
        .choices(['raw', 'canonical'])
        .default('raw'),
    )
    .addOption(itemsOption())
    .addOption(
      new Option('--sequence <kind>', 'ports sequences: ordered, or as sets of ports')
        .choices(['ordered', 'set'])
        .default('ordered'),
    );
  return withEnrichmentOptions(withSourceOptions(withLogOptions(command)))
    .addOption(
      new Option('--matching <kind>', 'how the phrase distance marries words')
        .choices(['stable', 'assignment', 'module'])
        .default('stable'),
    )
    .option('--packets', 'store the packets themselves as well (tables packets and payloads)', false)
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
    const logs = await logOptions(options);
    return await withInterrupt((signal) =>
      analyze(captures, {
        out: options.out,
        honeypots: options.honeypots,
        filter: options.filter,
        logs,
        p0fDb: options.p0fDb,
        workers: options.workers,
        minSupport: options.minSupport,
        counts: options.counts,
        items: options.items,
        sequence: options.sequence,
        sources: sourceOptions(options),
        distance: { matching: options.matching },
        packets: options.packets,
        enrichment: enrichmentOptions(options),
        signal,
        onProgress: display.onProgress,
      }),
    );
  } finally {
    display.stop();
  }
}

/** The report as text, then what was lost, then where the files are. */
export function terminalReport({ report, files, filteredOut, damaged, duplicates }: AnalyzeResult): string {
  const filtered = filteredOut === 0 ? '' : `The filter left out ${formatMany(filteredOut, 'packet')}.\n`;
  const remarks = `${filtered}${lossLines(damaged)}${duplicateLines(duplicates)}`;
  return `${renderTerminal(report, terminalOptions())}\n${remarks}Report: ${files.html}\n`;
}

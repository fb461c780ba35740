import { Command } from 'commander';

import { listSources, type SourceList } from '../../operations/list-sources.js';
import type { SourceRecord } from '../../operations/source-records.js';
import { duplicateLines, lossLines } from '../capture-losses.js';
import { exitCode } from '../exit-codes.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { type LogCommandOptions, logOptions, withLogOptions } from '../log-options.js';
import { defaultWorkers, filterHelp, p0fDbHelp, positiveInteger } from '../options.js';
import { createProgressDisplay } from '../progress.js';
import { type SourceCommandOptions, sourceOptions, withSourceOptions } from '../source-options.js';
import { honeypotsText, summaryRecord, summaryText } from '../source-summary.js';
import { sourceTable } from '../source-table.js';
import { terminalSafe } from '../terminal-safe.js';
import { writeOut } from '../write-out.js';

interface SourcesOptions extends SourceCommandOptions, LogCommandOptions {
  honeypots?: string;
  summary: boolean;
  json: boolean;
  filter?: string;
  p0fDb?: string;
  workers: number;
  quiet: boolean;
}

/** Of a table that is no terminal's. */
const plainWidth = 200;

export function sourcesCommand(): Command {
  const command = new Command('sources')
    .description('List attack sources with features and phrases; no store')
    .argument(
      '<capture...>',
      'pcap or pcapng files, plain or compressed, or folders of them; - is standard input',
    )
    .option('--honeypots <file>', 'TOML or JSON file that names the honeypots; inferred without one')
    .option('--summary', 'print totals only', false)
    .option('--json', 'print an array with one object per attack source, or the totals as one object', false)
    .option('--filter <expr>', filterHelp)
    .option('--p0f-db <file>', p0fDbHelp)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers());
  return withSourceOptions(withLogOptions(command))
    .option('--quiet', 'no progress', false)
    .action(async (captures: string[], options: SourcesOptions) => {
      const list = await listWithProgress(captures, options);
      await writeOut(output(list, options));
      // On standard error, so that the list itself stays clean.
      process.stderr.write(`${lossLines(list.captures)}${duplicateLines(list.duplicates)}`);
      if (list.environment.inferred && !options.summary) {
        process.stderr.write(terminalSafe(`honeypots: ${honeypotsText(list.environment)}\n`));
      }
      if (list.totals.damagedCaptures > 0) process.exitCode = exitCode.damagedInput;
    });
}

async function listWithProgress(captures: string[], options: SourcesOptions): Promise<SourceList> {
  const display = createProgressDisplay(options.quiet);
  try {
    const logs = await logOptions(options);
    return await withInterrupt((signal) =>
      listSources(captures, {
        honeypots: options.honeypots,
        filter: options.filter,
        logs,
        p0fDb: options.p0fDb,
        workers: options.workers,
        sources: sourceOptions(options),
        signal,
        onProgress: display.onProgress,
      }),
    );
  } finally {
    display.stop();
  }
}

function output(list: SourceList, { summary, json }: SourcesOptions): Iterable<string> {
  if (summary) return [json ? `${jsonText(summaryRecord(list), 2)}\n` : summaryText(list)];
  if (json) return jsonArray(list.records());
  return sourceTable(list.records(), process.stdout.columns ?? plainWidth);
}

/** One record a line. */
function* jsonArray(records: Iterable<SourceRecord>): Generator<string> {
  let before = '[\n';
  for (const record of records) {
    yield before + jsonText(record);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

import { Command, Option } from 'commander';

import type { ItemName } from '../../clusters/item-choice.js';
import { ingest, type IngestResult } from '../../operations/ingest/ingest.js';
import type { SequenceKind } from '../../sequences/port-sets.js';
import type { PhraseOrder, SourceMode, SourceUnit } from '../../sources/source-options.js';
import {
  type EnrichmentCommandOptions,
  givenEnrichmentOptions,
  withEnrichmentOptions,
} from '../enrichment-options.js';
import { exitCode } from '../exit-codes.js';
import { ingestRecord } from '../ingest-record.js';
import { ingestText } from '../ingest-text.js';
import { withInterrupt } from '../interrupt.js';
import { itemsOption } from '../items-option.js';
import { jsonText } from '../json-text.js';
import { type LogCommandOptions, logOptions, withLogOptions } from '../log-options.js';
import { defaultWorkers, filterHelp, p0fDbHelp, positiveInteger, share } from '../options.js';
import { createProgressDisplay } from '../progress.js';

interface IngestCommandOptions extends EnrichmentCommandOptions, LogCommandOptions {
  store: string;
  honeypots?: string;
  filter?: string;
  p0fDb?: string;
  workers: number;
  minSupport?: number;
  counts?: 'raw' | 'canonical';
  items?: ItemName[];
  sequence?: SequenceKind;
  sourceMode?: SourceMode;
  unit?: SourceUnit;
  phraseOrder?: PhraseOrder;
  matching?: 'stable' | 'assignment' | 'module';
  packets?: boolean;
  factsOnly: boolean;
  resetOptions: boolean;
  repair: boolean;
  json: boolean;
  quiet: boolean;
}

/** Without a default: what is not given is as in the store. */
const choice = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, `${description}; default as in the store`).choices(choices);

export function ingestCommand(): Command {
  const command = new Command('ingest')
    .description('The daily feed: add captures to a store; what is there already is passed over')
    .argument(
      '[capture...]',
      'pcap or pcapng files, plain or compressed, or folders of them; - is standard input',
    )
    .requiredOption('--store <dir>', 'folder of the store; made when it is not there')
    .option(
      '--honeypots <file>',
      'TOML or JSON file that names the honeypots; default as in the store, inferred in a new one',
    )
    .option('--filter <expr>', `${filterHelp}; default as in the store`)
    .option('--p0f-db <file>', `${p0fDbHelp}; default as in the store`)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option(
      '--min-support <share>',
      "least share of a ports sequence's sources in a cluster; default as in the store",
      share,
    )
    .addOption(choice('--counts <kind>', 'packets that count', ['raw', 'canonical']))
    .addOption(itemsOption().default(undefined, 'as in the store'))
    .addOption(choice('--sequence <kind>', 'ports sequences: ordered, or as sets', ['ordered', 'set']))
    .addOption(choice('--source-mode <mode>', 'what an attack source is', ['day', 'gap25h']))
    .addOption(choice('--unit <unit>', 'one source over all honeypots, or per platform', ['all', 'platform']))
    .addOption(choice('--phrase-order <order>', 'order of payloads', ['flow', 'time']))
    .addOption(choice('--matching <kind>', 'how words are married', ['stable', 'assignment', 'module']));
  return withEnrichmentOptions(withLogOptions(command, '; default as in the store'))
    .option('--packets', 'store the packets themselves as well; default as in the store')
    .option(
      '--facts-only',
      'publish packets and attack sources; what follows from them is found by the next ingest without this option',
      false,
    )
    .option('--reset-options', 'make the store anew with the options and honeypots given', false)
    .option('--repair', 'make damaged tables anew, and read captures again whose parts are damaged', false)
    .option('--json', 'print what was done as JSON', false)
    .option('--quiet', 'no progress', false)
    .action(async (captures: string[], options: IngestCommandOptions) => {
      const result = await ingestWithProgress(captures, options);
      process.stdout.write(options.json ? `${jsonText(ingestRecord(result))}\n` : ingestText(result));
      if (result.damaged.length > 0) process.exitCode = exitCode.damagedInput;
    });
}

async function ingestWithProgress(captures: string[], options: IngestCommandOptions): Promise<IngestResult> {
  const {
    sourceMode,
    phraseOrder,
    unit,
    matching,
    quiet,
    enrichment,
    geo,
    asn,
    blacklist,
    logFormat,
    logMapping,
    ...rest
  } = options;
  const given = givenEnrichmentOptions({ enrichment, geo, asn, blacklist });
  const display = createProgressDisplay(quiet);
  try {
    const logs = await logOptions({
      ...(logFormat && { logFormat }),
      ...(logMapping !== undefined && { logMapping }),
    });
    return await withInterrupt((signal) =>
      ingest(captures, {
        ...rest,
        logs,
        sources: {
          ...(sourceMode && { mode: sourceMode }),
          ...(phraseOrder && { phraseOrder }),
          ...(unit && { unit }),
        },
        ...(matching && { distance: { matching } }),
        ...(given !== undefined && { enrichment: given }),
        signal,
        onProgress: display.onProgress,
      }),
    );
  } finally {
    display.stop();
  }
}

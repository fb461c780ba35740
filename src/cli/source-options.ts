import { type Command, Option } from 'commander';

import type {
  PhraseOrder,
  Rendering,
  SourceMode,
  SourceOptions,
  SourceUnit,
} from '../sources/source-options.js';

export interface SourceCommandOptions {
  sourceMode: SourceMode;
  unit: SourceUnit;
  phraseOrder: PhraseOrder;
  rendering: Rendering;
}

/** Adds the options that say what an attack source is. */
export function withSourceOptions(command: Command): Command {
  return command
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
      new Option(
        '--rendering <rendering>',
        'phrases of payloads as text, or of the Info line that tshark prints for each inbound packet',
      )
        .choices(['text', 'tshark'])
        .default('text'),
    );
}

export function sourceOptions({
  sourceMode,
  unit,
  phraseOrder,
  rendering,
}: SourceCommandOptions): Partial<SourceOptions> {
  return { mode: sourceMode, unit, phraseOrder, rendering };
}

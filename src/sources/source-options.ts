import { invalidArgument } from '../errors.js';

/** One source per UTC day, or one until its address is silent for 25 hours. */
export type SourceMode = 'day' | 'gap25h';
/** One source for all honeypots, or one for each platform (honeypots then compared by position in the platform). */
export type SourceUnit = 'all' | 'platform';
/** Payloads by honeypot, flow and TCP sequence; or in order of arrival. */
export type PhraseOrder = 'flow' | 'time';
/** Phrases of payloads as printable text; or of tshark's Info column, one line per inbound packet. */
export type Rendering = 'text' | 'tshark';

/** What an attack source is. Results name these options. */
export interface SourceOptions {
  readonly mode: SourceMode;
  readonly unit: SourceUnit;
  /** Bytes a phrase may have; also what is kept of one flow's payload on one day. */
  readonly phraseBound: number;
  readonly phraseOrder: PhraseOrder;
  /** `tshark` needs that program, takes far longer, and depends on its version. */
  readonly rendering: Rendering;
  /** A flood is this many sources with one SYN each at one port of one honeypot within the window. */
  readonly floodSources: number;
  readonly floodWindowMs: number;
}

export const defaultSourceOptions: SourceOptions = {
  mode: 'day',
  unit: 'all',
  phraseBound: 64 * 1024,
  phraseOrder: 'flow',
  rendering: 'text',
  floodSources: 500,
  floodWindowMs: 60_000,
};

/**
 * Fills in defaults.
 * @throws HoneysiftError ERR_ARGUMENT for a value out of range.
 */
export function resolveSourceOptions(options: Partial<SourceOptions> = {}): SourceOptions {
  const resolved = { ...defaultSourceOptions, ...options };
  if (resolved.mode !== 'day' && resolved.mode !== 'gap25h') {
    throw invalidArgument('mode', "'day' or 'gap25h'", resolved.mode);
  }
  if (resolved.unit !== 'all' && resolved.unit !== 'platform') {
    throw invalidArgument('unit', "'all' or 'platform'", resolved.unit);
  }
  if (resolved.phraseOrder !== 'flow' && resolved.phraseOrder !== 'time') {
    throw invalidArgument('phraseOrder', "'flow' or 'time'", resolved.phraseOrder);
  }
  if (resolved.rendering !== 'text' && resolved.rendering !== 'tshark') {
    throw invalidArgument('rendering', "'text' or 'tshark'", resolved.rendering);
  }
  requireInteger('phraseBound', resolved.phraseBound, 16, 2 ** 30);
  requireInteger('floodSources', resolved.floodSources, 2, 2 ** 31);
  requireInteger('floodWindowMs', resolved.floodWindowMs, 1, 86_400_000);
  return resolved;
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidArgument(name, `an integer from ${least} to ${most}`, value);
  }
}

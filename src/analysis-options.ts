import type { PhraseDistanceOptions } from './model/phrase-distance.js';
import type { SourceOptions } from './sources/source-options.js';

/** Options that decide the answer. They are stored with it. */
export interface AnalysisOptions {
  /** Path of the honeypots file; without one the honeypots are inferred. */
  readonly honeypots?: string | undefined;
  readonly sources: Partial<SourceOptions>;
  /** Least share of a ports sequence's sources that makes an itemset frequent, 0..1. Default 0.01. */
  readonly minSupport: number;
  /** Which packet counts make items: all packets, or without retransmissions. Default raw. */
  readonly counts: 'raw' | 'canonical';
  readonly distance: PhraseDistanceOptions;
}

export const defaultAnalysisOptions: AnalysisOptions = {
  sources: {},
  minSupport: 0.01,
  counts: 'raw',
  distance: {},
};

import { defaultItems, type ItemName } from '../clusters/item-choice.js';
import type { EnrichmentOptions } from '../enrichment/enrichment-options.js';
import type { PhraseDistanceOptions } from '../model/phrase-distance.js';
import type { LogOptions } from '../packets/logs/log-options.js';
import type { SequenceKind } from '../sequences/port-sets.js';
import type { SourceOptions } from '../sources/source-options.js';

/** Options that decide the answer. They are stored with it. */
export interface AnalysisOptions {
  /** Path of the honeypots file; without one the honeypots are inferred. */
  readonly honeypots?: string | undefined;
  /** Only packets that this expression accepts are read (pcap-filter(7), the syntax of tcpdump). */
  readonly filter?: string | undefined;
  /** How files are read that are no captures: which log they are, and the columns of CSV. */
  readonly logs?: LogOptions | undefined;
  readonly sources: Partial<SourceOptions>;
  /**
   * p0f v3 signature file that names TCP/IP stacks, or `built-in`. Default: /etc/p0f/p0f.fp where it is installed, else
   * the built-in signatures.
   */
  readonly p0fDb?: string | undefined;
  /** Least share of a ports sequence's sources that makes an itemset frequent, 0..1. Default 0.01. */
  readonly minSupport: number;
  /** Which packet counts make items: all packets, or without retransmissions. Default raw. */
  readonly counts: 'raw' | 'canonical';
  /** What the items of itemsets are made of. Default T, N, n. */
  readonly items: readonly ItemName[];
  /** Whether the order of ports tells ports sequences apart. Default ordered. */
  readonly sequence: SequenceKind;
  readonly distance: PhraseDistanceOptions;
  /** Where the packets themselves are written on the way, see CollectInput; without it a store has no packets table. */
  readonly packetFolder?: string | undefined;
  /** Where to learn more about attack sources; null leaves it. Default: data installed with honeysift. */
  readonly enrichment: EnrichmentOptions | null;
}

export const defaultAnalysisOptions: AnalysisOptions = {
  sources: {},
  minSupport: 0.01,
  counts: 'raw',
  items: defaultItems,
  sequence: 'ordered',
  distance: {},
  enrichment: {},
};

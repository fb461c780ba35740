import type { RunOptions } from '../with-runner.js';
import type { GivenOptions } from './settle-options.js';

export interface IngestOptions extends RunOptions, GivenOptions {
  /** Folder of the store; made when it is not there. */
  readonly store: string;
  /** Path of the honeypots file. Without one, those of the store; in a new store they are inferred. */
  readonly honeypots?: string | undefined;
  /** Makes the store anew with these options and honeypots where they differ from the store's. Default false. */
  readonly resetOptions?: boolean | undefined;
  /**
   * Publishes packets, attack sources and what else the captures say; enrichment, clusters and root causes follow with the
   * next ingest without it. Only for a store that has none yet. Default false.
   */
  readonly factsOnly?: boolean | undefined;
  /** Makes tables anew from what the feed keeps, and reads captures again whose parts are damaged. Default false. */
  readonly repair?: boolean | undefined;
}

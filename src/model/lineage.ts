/** What became of a group of attack sources from one publication of a store to the next; src/causes/README.md. */
export const lineageKinds = ['same', 'grown', 'split', 'merged', 'gone', 'new'] as const;
export type LineageKind = (typeof lineageKinds)[number];

/** A former and a present group that share sources; or one of them alone. */
export interface LineageRow {
  readonly kind: LineageKind;
  /** Null when new. */
  readonly formerId: string | null;
  /** Null when gone. */
  readonly id: string | null;
  /** Sources of the former group that are still in the store; 0 when new. */
  readonly formerSources: number;
  /** Sources of the present group; 0 when gone. */
  readonly sources: number;
  /** Sources of both. */
  readonly shared: number;
  /** Present groups that the former one went to. */
  readonly parts: number;
  /** Former groups that the present one comes from. */
  readonly formers: number;
  /** Whether the present group carries the former one on: it took most of its sources. */
  readonly isHeir: boolean;
}

/** The same in the history of a store. */
export interface LineageRecord extends LineageRow {
  /** How often the store had been published, this time included. */
  readonly publication: number;
  /** Last day of the attack sources then, `YYYY-MM-DD`; null when there were none. */
  readonly publishedThrough: string | null;
  readonly level: 'root_cause' | 'family';
}

/** How words of two phrases are married; see src/distances/README.md. */
export type Matching = 'stable' | 'assignment' | 'module';
/** Which word lists count. */
export type DistanceMode = 'both' | 'set' | 'complementary';

export interface PhraseDistanceOptions {
  /** Literal list of the characters words are made of. Default A-Z a-z 0-9. */
  readonly set?: string | undefined;
  /** [string, positional, exact-match] cost. Default [1, 1, 0]. */
  readonly costs?: readonly [number, number, number] | undefined;
  readonly mode?: DistanceMode | undefined;
  readonly matching?: Matching | undefined;
}

/** Attack sources whose coherence is asked for: phrase `phraseIds[k]` occurs `counts[k]` times. */
export interface PhraseGroup {
  readonly key: string;
  readonly phraseIds: Uint32Array;
  readonly counts: Float64Array;
}

/** Exact over all ordered pairs of sources (duplicates weighted). Distances are phrase distances, dimensionless. */
export interface Coherence {
  readonly key: string;
  readonly sources: number;
  readonly distinctPhrases: number;
  /** D_C; 0 for a single source. */
  readonly meanDistance: number;
  /** Population standard deviation over all pairs. */
  readonly sdPairs: number;
  /** Population standard deviation of the sources' mean distances d_i. */
  readonly sdSources: number;
  /** Phrase id with the least d_i, ties to the lowest id. */
  readonly medoidPhrase: number;
}

/** What a value of a staged text column may be: text, its UTF-8 bytes, or NULL. */
export type TextValue = string | Uint8Array | null;

/** Lists of one number each: list `r` is `values[offsets[r] .. offsets[r + 1])`. */
export interface NumberLists<Values> {
  readonly offsets: Uint32Array;
  readonly values: Values;
}

/** A column on its way into the engine. Row numbers are those of the content, not of the chunk. */
export type StagedColumn =
  /** DOUBLE; NaN stands for NULL. */
  | { readonly name: string; readonly kind: 'double'; readonly values: Float64Array }
  /** UINTEGER. */
  | { readonly name: string; readonly kind: 'count'; readonly values: Uint32Array }
  /** BIGINT. */
  | { readonly name: string; readonly kind: 'bigint'; readonly values: BigInt64Array }
  /** DATE, as days since 1970-01-01. */
  | { readonly name: string; readonly kind: 'day'; readonly values: Int32Array }
  /** BOOLEAN, 0 or 1. */
  | { readonly name: string; readonly kind: 'flag'; readonly values: Uint8Array }
  /** VARCHAR. */
  | { readonly name: string; readonly kind: 'text'; at(row: number): TextValue }
  /** USMALLINT[]. */
  | { readonly name: string; readonly kind: 'indexes'; readonly lists: NumberLists<Uint16Array> }
  /** BIGINT[]. */
  | { readonly name: string; readonly kind: 'bigints'; readonly lists: NumberLists<BigInt64Array> }
  /** DOUBLE[]. */
  | { readonly name: string; readonly kind: 'doubles'; readonly lists: NumberLists<Float64Array> };

export type StagedKind = StagedColumn['kind'];

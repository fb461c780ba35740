/** The values of one piece of the phrases of a group, as dense ids. */
export interface ColumnValues {
  /** Value id of each phrase, -1 where the phrase has no such piece. */
  readonly values: Int32Array;
  readonly distinct: number;
  /** Mean length of the piece, bytes. */
  readonly bytes: number;
}

/** Gives values dense ids in the order of the phrases; one interner may serve several lists of values. */
export class ValueInterner {
  readonly #ids = new Map<number, number>();
  #bytes = 0;
  #held = 0;

  idOf(digest: number, bytes: number): number {
    let id = this.#ids.get(digest);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(digest, id);
    }
    this.#bytes += bytes;
    this.#held++;
    return id;
  }

  get distinct(): number {
    return this.#ids.size;
  }

  get meanBytes(): number {
    return this.#held === 0 ? 0 : this.#bytes / this.#held;
  }
}

/** From this share of the phrases on that say something else the second time, a repeated piece is a list. */
const listShare = 0.5;

/**
 * The columns that a piece and its repetition make. Where phrases say something else the second time, the piece runs
 * through a list: then the pair is the value, since the first word of a list says nothing of the tool, and phrases
 * without a second time say nothing at all. `digests(second, phrase)` is null where the phrase has no such piece.
 */
export function columnsOfPiece(
  phrases: number,
  hasSecond: boolean,
  digest: (second: boolean, phrase: number) => { readonly digest: number; readonly bytes: number } | null,
): ColumnValues[] {
  const interner = new ValueInterner();
  const read = (second: boolean): Int32Array =>
    Int32Array.from({ length: phrases }, (_, phrase) => {
      const value = digest(second, phrase);
      return value === null ? -1 : interner.idOf(value.digest, value.bytes);
    });
  const first = read(false);
  if (!hasSecond) return [{ values: first, distinct: interner.distinct, bytes: interner.meanBytes }];
  const second = read(true);
  let [both, differ] = [0, 0];
  first.forEach((value, phrase) => {
    if (value < 0 || (second[phrase] as number) < 0) return;
    both++;
    if (value !== second[phrase]) differ++;
  });
  const shared = { distinct: interner.distinct, bytes: interner.meanBytes };
  if (differ === 0 && both > 0) return [{ values: first, ...shared }];
  if (differ <= listShare * both)
    return [
      { values: first, ...shared },
      { values: second, ...shared },
    ];
  const pairs = new ValueInterner();
  const values = first.map((value, phrase) => {
    const again = second[phrase] as number;
    return value < 0 || again < 0 ? -1 : pairs.idOf(value * interner.distinct + again, shared.bytes);
  });
  return [{ values, distinct: pairs.distinct, bytes: shared.bytes }];
}

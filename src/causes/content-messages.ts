import type { Contents } from './contents.js';

/** The messages of a content: how often each kind comes, and what it says where it always says the same. */
export interface ContentMessages {
  /** Kind -> entries of that kind in the content's commonest phrase. */
  readonly counts: ReadonlyMap<number, number>;
  readonly total: number;
  /** Kind -> the entries it comes as, for kinds that come as the same entries in all phrases looked at. */
  readonly constant: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Phrases of a content that are looked at to tell what is constant. */
const phrasesRead = 24;

/** `commonest` is the phrase that stands for the content. */
export function readMessages(contents: Contents, content: number, commonest: number): ContentMessages {
  const phrases = (contents.contents[content]?.phrases ?? []).slice(0, phrasesRead);
  const counts = new Map<number, number>();
  const own = entriesByKind(contents, commonest, counts);
  const constant = new Map<number, ReadonlySet<number>>(own);
  for (const phrase of phrases) {
    if (phrase === commonest) continue;
    const other = entriesByKind(contents, phrase, new Map());
    for (const [kind, entries] of constant) {
      const others = other.get(kind);
      if (
        others === undefined ||
        others.size !== entries.size ||
        [...others].some((entry) => !entries.has(entry))
      ) {
        constant.delete(kind);
      }
    }
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { counts, total, constant };
}

function entriesByKind(
  { tables: { table, kinds } }: Contents,
  phrase: number,
  counts: Map<number, number>,
): Map<number, Set<number>> {
  const entries = new Map<number, Set<number>>();
  for (
    let at = table.sequenceOffsets[phrase] as number;
    at < (table.sequenceOffsets[phrase + 1] as number);
    at++
  ) {
    const entry = table.sequence[at] as number;
    const kind = kinds.ofEntry[entry] as number;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const set = entries.get(kind);
    if (set === undefined) entries.set(kind, new Set([entry]));
    else set.add(entry);
  }
  return entries;
}

/** Entries of `whole` that `part` lacks, or null where `part` says something that `whole` does not. */
export function lackedMessages(whole: ContentMessages, part: ContentMessages): PacketLack | null {
  let lacked = 0;
  const ways: [number, number][] = [];
  for (const [kind, count] of part.counts) {
    const inWhole = whole.counts.get(kind) ?? 0;
    if (count > inWhole) return null;
    const said = part.constant.get(kind);
    const expected = whole.constant.get(kind);
    if (said !== undefined && expected !== undefined && [...said].some((entry) => !expected.has(entry)))
      return null;
  }
  for (const [kind, count] of whole.counts) {
    const missing = count - (part.counts.get(kind) ?? 0);
    if (missing === 0) continue;
    lacked += missing;
    ways.push([count, missing]);
  }
  return { lacked, ways };
}

/** Whether two contents of several kinds of messages send the same ones equally often, in whatever order. */
export function areSameMessages(one: ContentMessages, other: ContentMessages): boolean {
  return (
    one.counts.size > 1 &&
    one.total === other.total &&
    lackedMessages(one, other)?.lacked === 0 &&
    areAsConstant(one, other)
  );
}

/** Whether what `part` sends has random fields where it has in `whole`, and none where it has none. */
export function areAsConstant(whole: ContentMessages, part: ContentMessages): boolean {
  return [...part.counts.keys()].every((kind) => whole.constant.has(kind) === part.constant.has(kind));
}

export interface PacketLack {
  readonly lacked: number;
  /** Of so many entries of a kind, so many are lacking. */
  readonly ways: readonly (readonly [number, number])[];
}

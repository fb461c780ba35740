import { alignEntries } from './align-entries.js';
import type { Contents } from './contents.js';
import { textSimilarity } from './entry-similarity.js';
import type { ContentTables } from './phrase-columns.js';
import { isWordByte } from './rendered-bytes.js';

/** Entries compared; and bytes of one entry that count, so that a long entry does not outweigh the others. */
const comparedEntries = 64;
const countedBytes = 64;
/** Entries that share less than this, and do not begin with the same word, are different messages. */
const messageAlike = 0.35;
/** Two commands of a protocol say nothing of who sends them; so many bytes in common do. */
const tellingBytes = 24;
/** Equal bytes in a row that count; the rest is filler. */
const fillerBytes = 4;
const leastWord = 2;
/** Words from which on a message is compared by words. */
const leastWords = 4;
const phrasesRead = 24;

/** What a content says at each folded position. */
export interface ContentOutline {
  /** Entry of the commonest phrase. */
  readonly entries: readonly number[];
  /** Whether the phrases of the content differ there. */
  readonly varies: readonly boolean[];
  /** The bytes that all phrases looked at share there, filler cut short. */
  readonly fixed: readonly Uint8Array[];
}

/** `commonest` is the phrase that stands for the content. */
export function outlineContent(
  { contents, folded, tables }: Contents,
  content: number,
  commonest: number,
): ContentOutline {
  const { sequence, sequenceOffsets } = tables.table;
  const read = (phrase: number): number[] =>
    Array.from(
      (folded[phrase]?.first ?? []).slice(0, comparedEntries),
      (at) => sequence[(sequenceOffsets[phrase] as number) + at] as number,
    );
  const entries = read(commonest);
  const seen = entries.map((entry) => new Set([entry]));
  for (const phrase of (contents[content]?.phrases ?? []).slice(0, phrasesRead)) {
    read(phrase).forEach((entry, at) => seen[at]?.add(entry));
  }
  return {
    entries,
    varies: seen.map(({ size }) => size > 1),
    fixed: seen.map((set) =>
      withoutFiller(
        fixedBytes(
          tables,
          [...set].sort((a, b) => a - b),
        ),
      ),
    ),
  };
}

function fixedBytes(tables: ContentTables, entries: readonly number[]): Uint8Array {
  const { bytes } = tables.table;
  const { isVariable, cuts } = alignEntries(tables, entries);
  const bounds = cuts[0] as Uint32Array;
  return Buffer.concat(
    isVariable.flatMap((varies, piece) => (varies ? [] : [bytes.subarray(bounds[piece], bounds[piece + 1])])),
  );
}

/** Cuts long runs of one byte short, where something is said besides; a message of filler alone is known by its length. */
function withoutFiller(bytes: Uint8Array): Uint8Array {
  const left = bytes.filter((byte, at) => {
    for (let back = 1; back <= fillerBytes; back++) if (bytes[at - back] !== byte) return true;
    return false;
  });
  return left.length < 2 * fillerBytes ? bytes : left;
}

/**
 * Share of what two contents say that they say alike, 0..1: each entry beside the one most like it, the fixed bytes of
 * each, up to a bound; the order does not count. 0 where more messages than `differing` have no counterpart, however
 * often each comes; and where any has none, though what the others share is not telling.
 */
export function contentSimilarity(
  { tables: { kinds } }: Contents,
  one: ContentOutline,
  other: ContentOutline,
  differing = 0,
): number {
  if (one.entries.length !== other.entries.length) return 0;
  let alike = 0;
  let bytes = 0;
  const unlike = new Set<string>();
  const shared = new Map<string, number>();
  for (const [at, there, similarity] of pairEntries(kinds.ofEntry, one, other)) {
    if (similarity < messageAlike && !beginAlike(one.fixed[at], other.fixed[there])) {
      unlike.add(textOf(one.fixed[at]));
      if (unlike.size > differing) return 0;
    } else shared.set(textOf(one.fixed[at]), similarity * (one.fixed[at]?.length ?? 0));
    const weight = Math.min(
      countedBytes,
      Math.max(one.fixed[at]?.length ?? 0, other.fixed[there]?.length ?? 0),
    );
    bytes += weight;
    alike += weight * similarity;
  }
  const telling = [...shared.values()].reduce((sum, length) => sum + length, 0);
  if (unlike.size > 0 && telling < tellingBytes) return 0;
  return bytes === 0 ? 1 : alike / bytes;
}

function beginAlike(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  let same = 0;
  while (one?.[same] !== undefined && one[same] === other?.[same] && isWordByte(one[same] as number)) same++;
  return same >= leastWord && one?.[same] === other?.[same];
}

/** Pairs equal entries first, then those of one kind, then greedily what is most alike, earlier entries first. */
function pairEntries(
  kindOf: Uint32Array,
  one: ContentOutline,
  other: ContentOutline,
): [at: number, there: number, similarity: number][] {
  const free = new Set(other.entries.keys());
  const pairs: [number, number, number][] = [];
  let left = [...one.entries.keys()];
  const pairBy = (isMatch: (at: number, there: number) => boolean): void => {
    left = left.filter((at) => {
      const there = [...free].find((place) => isMatch(at, place));
      if (there === undefined) return true;
      free.delete(there);
      pairs.push([at, there, fixedSimilarity(one, at, other, there)]);
      return false;
    });
  };
  pairBy((at, there) => one.entries[at] === other.entries[there]);
  pairBy((at, there) => {
    const isOneKind = kindOf[one.entries[at] as number] === kindOf[other.entries[there] as number];
    return isOneKind && one.varies[at] === true && other.varies[there] === true;
  });
  for (const at of left) {
    let best = { there: -1, similarity: -1 };
    for (const there of free) {
      const similarity = fixedSimilarity(one, at, other, there);
      if (similarity > best.similarity) best = { there, similarity };
    }
    free.delete(best.there);
    pairs.push([at, best.there, best.similarity]);
  }
  return pairs;
}

/** Messages that are a field from end to end have nothing fixed to differ in. */
function fixedSimilarity(one: ContentOutline, at: number, other: ContentOutline, there: number): number {
  if (one.entries[at] === other.entries[there]) return 1;
  const [a, b] = [one.fixed[at] as Uint8Array, other.fixed[there] as Uint8Array];
  const areFields = one.varies[at] === true && other.varies[there] === true;
  if (areFields && a.length === 0 && b.length === 0) return 1;
  return Math.min(textSimilarity(a, b), wordSimilarity(a, b));
}

/**
 * Share of the letters and digits that stand in words both have, each as often; 1 where either has too few words to tell.
 * Letters that two words share by chance say nothing, nor does what stands between words: a protocol asks for it.
 */
function wordSimilarity(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (Math.min(a.length, b.length) < leastWords) return 1;
  const free = new Map<string, number>();
  for (const word of b) free.set(word, (free.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of a) {
    const left = free.get(word) ?? 0;
    if (left === 0) continue;
    free.set(word, left - 1);
    shared += word.length;
  }
  const letters = (words: readonly string[]): number => words.reduce((sum, { length }) => sum + length, 0);
  return shared / Math.max(letters(a), letters(b));
}

function wordsOf(bytes: Uint8Array): string[] {
  return textOf(bytes).match(/[A-Za-z0-9]{2,}/g) ?? [];
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('latin1');
}

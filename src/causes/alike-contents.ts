import { alignEntries } from './align-entries.js';
import type { Contents } from './contents.js';
import { binarySimilarity, textSimilarity } from './entry-similarity.js';
import type { ContentTables } from './phrase-columns.js';

/** Entries compared; and bytes of one entry that count, so that filler does not outweigh what an entry says. */
const comparedEntries = 64;
const countedBytes = 64;
/** Messages that share less than this are different messages. */
const messageAlike = 0.35;

/** What a content says at each folded position. */
export interface ContentOutline {
  /** Entry of the commonest phrase. */
  readonly entries: readonly number[];
  /** Whether the phrases of the content differ there. */
  readonly varies: readonly boolean[];
  /** The bytes that all phrases looked at share there. */
  readonly fixed: readonly Uint8Array[];
}

const phrasesRead = 24;

/** `commonest` is the phrase that stands for the content. */
export function outlineContent({ contents, folded, tables }: Contents, content: number, commonest: number): ContentOutline {
  const { sequence, sequenceOffsets } = tables.table;
  const read = (phrase: number): number[] =>
    Array.from(folded[phrase]?.first ?? [], (at) => sequence[(sequenceOffsets[phrase] as number) + at] as number);
  const entries = read(commonest);
  const seen = entries.map((entry) => new Set([entry]));
  for (const phrase of (contents[content]?.phrases ?? []).slice(0, phrasesRead)) {
    read(phrase).forEach((entry, at) => seen[at]?.add(entry));
  }
  return {
    entries,
    varies: seen.map(({ size }) => size > 1),
    fixed: seen.map((set) => fixedBytes(tables, [...set].sort((a, b) => a - b))),
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

/**
 * Share of what two contents say that they say alike, 0..1: entry beside entry, the fixed bytes of each, up to a bound.
 * Entries of one kind that vary in both contents agree; 0 where any two entries are different messages.
 */
export function contentSimilarity({ tables: { units, kinds } }: Contents, one: ContentOutline, other: ContentOutline): number {
  let alike = 0;
  let bytes = 0;
  const positions = Math.min(comparedEntries, Math.max(one.entries.length, other.entries.length));
  for (let at = 0; at < positions; at++) {
    const [a, b] = [one.entries[at], other.entries[at]];
    const [left, right] = [one.fixed[at] ?? nothing, other.fixed[at] ?? nothing];
    const weight = Math.min(countedBytes, Math.max(left.length, right.length));
    bytes += weight;
    if (a === undefined || b === undefined) return 0;
    const isField = kinds.ofEntry[a] === kinds.ofEntry[b] && one.varies[at] === true && other.varies[at] === true;
    const isBinary = units.isBinary[a] === 1 || units.isBinary[b] === 1;
    const similarity = a === b || isField ? 1 : isBinary ? binarySimilarity(left, right) : textSimilarity(left, right);
    if (similarity < messageAlike) return 0;
    alike += weight * similarity;
  }
  return bytes === 0 ? 1 : alike / bytes;
}

const nothing = new Uint8Array();

import type { Contents } from './contents.js';
import { binarySimilarity, textSimilarity } from './entry-similarity.js';

/** Entries compared; and bytes of one entry that count, so that filler does not outweigh what an entry says. */
const comparedEntries = 64;
const countedBytes = 64;

/** What a content says at each folded position. */
export interface ContentOutline {
  /** Entry of the commonest phrase. */
  readonly entries: readonly number[];
  /** 1 where the phrases of the content differ. */
  readonly varies: readonly boolean[];
}

const phrasesRead = 24;

/** `commonest` is the phrase that stands for the content. */
export function outlineContent({ contents, folded, tables }: Contents, content: number, commonest: number): ContentOutline {
  const { sequence, sequenceOffsets } = tables.table;
  const read = (phrase: number): number[] =>
    Array.from(folded[phrase]?.first ?? [], (at) => sequence[(sequenceOffsets[phrase] as number) + at] as number);
  const entries = read(commonest);
  const varies = entries.map(() => false);
  for (const phrase of (contents[content]?.phrases ?? []).slice(0, phrasesRead)) {
    read(phrase).forEach((entry, at) => {
      if (entry !== entries[at]) varies[at] = true;
    });
  }
  return { entries, varies };
}

/**
 * Share of what two contents say that they say alike, 0..1: entry beside entry, each by its bytes up to a bound. Entries
 * of one kind that vary in both contents agree.
 */
export function contentSimilarity({ tables: { table, units, kinds } }: Contents, one: ContentOutline, other: ContentOutline): number {
  let alike = 0;
  let bytes = 0;
  const positions = Math.min(comparedEntries, Math.max(one.entries.length, other.entries.length));
  for (let at = 0; at < positions; at++) {
    const [a, b] = [one.entries[at], other.entries[at]];
    const [left, right] = [a, b].map((entry) =>
      entry === undefined ? new Uint8Array() : table.bytes.subarray(table.offsets[entry], table.offsets[entry + 1]),
    ) as [Uint8Array, Uint8Array];
    const weight = Math.min(countedBytes, Math.max(left.length, right.length));
    bytes += weight;
    if (a === undefined || b === undefined) continue;
    const isField = kinds.ofEntry[a] === kinds.ofEntry[b] && one.varies[at] === true && other.varies[at] === true;
    const isBinary = units.isBinary[a] === 1 || units.isBinary[b] === 1;
    alike += weight * (a === b || isField ? 1 : isBinary ? binarySimilarity(left, right) : textSimilarity(left, right));
  }
  return bytes === 0 ? 1 : alike / bytes;
}

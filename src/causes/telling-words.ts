import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import { portsSet } from './ports-set.js';
import { decodeRendered } from './rendered-bytes.js';

/** On how many sets of ports the commonest phrases say a word: protocols ask for some words, tools bring others. */
export interface WordBackground {
  readonly portsSets: number;
  /** Word -> sets of ports. Words said on one set are left out. */
  readonly setsByWord: ReadonlyMap<string, number>;
}

/** Of each set of ports so many of the commonest phrases are read, so far. */
const phrasesRead = 16;
const bytesRead = 512;

export function wordBackground(
  sources: AttackSources,
  sequenceClusters: readonly SequenceClusters[],
): WordBackground {
  const phrasesBySet = new Map<string, Map<number, number>>();
  for (const { portsSequence, clusters, unclustered } of sequenceClusters) {
    const set = portsSet(portsSequence);
    const counts = phrasesBySet.get(set) ?? new Map<number, number>();
    phrasesBySet.set(set, counts);
    for (const rows of [...clusters.map((cluster) => cluster.rows), unclustered]) {
      for (const row of rows) {
        const phrase = sources.phrase[row] as number;
        counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
      }
    }
  }
  const setsByWord = new Map<string, number>();
  const { bytes, offsets } = sources.phrases;
  const room = new Uint8Array(bytesRead);
  for (const counts of phrasesBySet.values()) {
    const words = new Set<string>();
    for (const phrase of commonest(counts)) {
      const from = offsets[phrase] as number;
      const to = Math.min(offsets[phrase + 1] as number, from + bytesRead);
      const decoded = room.subarray(0, decodeRendered(bytes, from, to, room, 0));
      for (const word of wordsIn(decoded)) words.add(word);
    }
    for (const word of words) setsByWord.set(word, (setsByWord.get(word) ?? 0) + 1);
  }
  for (const [word, sets] of setsByWord) if (sets < 2) setsByWord.delete(word);
  return { portsSets: phrasesBySet.size, setsByWord };
}

/** The commonest phrases, ties to the lower id. Most come once and need not be sorted by how often they do. */
function commonest(counts: ReadonlyMap<number, number>): number[] {
  const several: number[] = [];
  const once: number[] = [];
  for (const [phrase, count] of counts) (count > 1 ? several : once).push(phrase);
  several.sort((a, b) => (counts.get(b) as number) - (counts.get(a) as number) || a - b);
  if (several.length >= phrasesRead) return several.slice(0, phrasesRead);
  const ids = Uint32Array.from(once).sort();
  return [...several, ...ids.subarray(0, phrasesRead - several.length)];
}

/** Shorter ones come about by chance. */
const leastWord = 4;

/**
 * The words of a message: runs of letters and digits, and runs of unprintable bytes, both without filler (one byte, four
 * times in a row or more).
 */
export function wordsIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const said = text.replace(/([^])\1{3,}/g, '\n');
  const words = said.match(/[A-Za-z0-9]+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]+/g) ?? [];
  return words.filter(({ length }) => length >= leastWord);
}

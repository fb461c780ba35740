import type { AttackSources } from '../model/attack-sources.js';
import type { PhraseGroup } from '../model/phrase-distance.js';

/** Attack sources that stand together under a name. */
export interface GroupOfRows {
  readonly key: string;
  /** Rows of AttackSources. */
  readonly rows: Uint32Array;
}

/** Each group's distinct phrases, ascending by id, and how many of its sources have each. */
export function phraseGroups(sources: AttackSources, groups: readonly GroupOfRows[]): PhraseGroup[] {
  return groups.map(({ key, rows }) => {
    const ids = rows.map((row) => sources.phrase[row] ?? 0).sort();
    const phraseIds: number[] = [];
    const counts: number[] = [];
    for (const id of ids) {
      if (phraseIds.at(-1) === id) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
      else {
        phraseIds.push(id);
        counts.push(1);
      }
    }
    return { key, phraseIds: Uint32Array.from(phraseIds), counts: Float64Array.from(counts) };
  });
}

import type { AttackSources } from '../../model/attack-sources.js';
import type { Coherence } from '../../model/phrase-distance.js';
import { dayText } from '../../sources/source-id.js';
import type { PhraseIds } from '../phrase-ids.js';

/** What the rows of a group add up to. Days are NULL for an empty group. */
export interface GroupFacts {
  readonly sources: number;
  /** Sources with each flood counted once. */
  readonly events: number;
  readonly packets: number;
  readonly first_day: string | null;
  readonly last_day: string | null;
}

export function groupFacts(sources: AttackSources, rows: Iterable<number>): GroupFacts {
  const floods = new Set<number>();
  let count = 0;
  let inFloods = 0;
  let packets = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const row of rows) {
    const flood = sources.flood[row] ?? -1;
    const day = sources.day[row] ?? 0;
    count++;
    packets += sources.packets[row] ?? 0;
    first = Math.min(first, day);
    last = Math.max(last, day);
    if (flood >= 0) {
      inFloods++;
      floods.add(flood);
    }
  }
  return {
    sources: count,
    events: count - inFloods + floods.size,
    packets,
    first_day: count === 0 ? null : dayText(first),
    last_day: count === 0 ? null : dayText(last),
  };
}

/** The columns that say how alike the phrases of a group are; all NULL when it was not measured. */
export function coherenceFacts(
  coherence: Coherence | undefined,
  ids: PhraseIds,
): Record<string, string | number | null> {
  return {
    mean_distance: coherence?.meanDistance ?? null,
    sd_pairs: coherence?.sdPairs ?? null,
    sd_sources: coherence?.sdSources ?? null,
    distinct_phrases: coherence?.distinctPhrases ?? null,
    medoid_phrase_id: coherence === undefined ? null : ids.textAt(coherence.medoidPhrase),
  };
}

/** `T=3 & N=9`. */
export function itemsetText(items: readonly string[]): string {
  return items.join(' & ');
}

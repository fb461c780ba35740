import { matchFirst, noMatch } from '../native/itemset-miner.js';
import { orderOfPreference, pickItemsets } from './itemset-tables.js';
import { type FormedClusters, textsOf } from './mine-sequence.js';

/** Why the other sources of a ports sequence are not in a cluster. Counts are of sources, each flood counted once. */
export interface LeftOut {
  /** They hold the itemset, but an itemset that comes earlier in the order of preference as well. */
  readonly takenByEarlier: readonly {
    readonly clusterId: string;
    readonly items: readonly string[];
    readonly sources: number;
  }[];
  /** They do not hold the itemset, and are in other clusters. */
  readonly inOtherClusters: number;
  /** They hold no itemset of the minimum support that could become a cluster. */
  readonly noCandidate: number;
  /** The candidate they went to was dropped, because too few sources went there, and they hold no other that was left. */
  readonly candidateDropped: readonly {
    readonly items: readonly string[];
    /** Sources that hold the itemset. */
    readonly support: number;
    /** Those of them that went there rather than to an earlier one: fewer than the minimum. */
    readonly chosenBy: number;
    /** Those that ended in no cluster. */
    readonly sources: number;
  }[];
}

/** @param place of the cluster among `formed.clusters` */
export function whyLeftOut(formed: FormedClusters, place: number): LeftOut {
  const { vectors, choice, clusters } = formed;
  const { offsets, items, weights } = vectors.table;
  const own = choice.candidates.items.subarray(
    choice.candidates.offsets[place],
    choice.candidates.offsets[place + 1],
  );
  const holders = new Map<number, number>();
  let inOtherClusters = 0;
  const homeless: number[] = [];
  choice.chosen.forEach((chosen, vector) => {
    const weight = weights[vector] ?? 0;
    if (chosen === noMatch) {
      homeless.push(vector);
    } else if (chosen !== place) {
      const row = items.subarray(offsets[vector], offsets[vector + 1]);
      if (own.every((item) => row.includes(item))) holders.set(chosen, (holders.get(chosen) ?? 0) + weight);
      else inOtherClusters += weight;
    }
  });
  const takenByEarlier = [...holders]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .map(([chosen, sources]) => ({
      clusterId: clusters[chosen]?.clusterId ?? '',
      items: clusters[chosen]?.items ?? [],
      sources,
    }));
  return { takenByEarlier, inOtherClusters, ...whyHomeless(formed, homeless) };
}

/** Where the sources of no cluster went in the first round. Only that round drops candidates: the others then only grow. */
function whyHomeless(
  { vectors, listing }: FormedClusters,
  homeless: readonly number[],
): Pick<LeftOut, 'noCandidate' | 'candidateDropped'> {
  if (homeless.length === 0) return { noCandidate: 0, candidateDropped: [] };
  const { weights } = vectors.table;
  const candidates = pickItemsets(listing.candidates, orderOfPreference(listing.candidates));
  const first = matchFirst(vectors.table, candidates, vectors.itemTexts.length);
  const chosenBy = new Map<number, number>();
  first.forEach((candidate, vector) => {
    chosenBy.set(candidate, (chosenBy.get(candidate) ?? 0) + (weights[vector] ?? 0));
  });
  const dropped = new Map<number, number>();
  let noCandidate = 0;
  for (const vector of homeless) {
    const candidate = first[vector] ?? noMatch;
    const weight = weights[vector] ?? 0;
    if (candidate === noMatch) noCandidate += weight;
    else dropped.set(candidate, (dropped.get(candidate) ?? 0) + weight);
  }
  const candidateDropped = [...dropped]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .map(([candidate, sources]) => ({
      items: textsOf(candidates, candidate, vectors.itemTexts),
      support: candidates.supports[candidate] ?? 0,
      chosenBy: chosenBy.get(candidate) ?? 0,
      sources,
    }));
  return { noCandidate, candidateDropped };
}

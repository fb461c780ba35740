import type { SequenceRule } from '../model/itemset-cluster.js';
import type { DistinctVectors } from './distinct-vectors.js';

/**
 * The rules among the items of one itemset with a confidence of at least `minConfidence`: each item from one other, and
 * from all others together; by confidence, then lift, descending. Supports are counts of the sequence's sources. Items that
 * every source has are left out: on the right they say nothing, on the left they add nothing.
 * @param items item numbers of `vectors`, ascending
 */
export function rulesAmong(
  items: readonly number[],
  vectors: DistinctVectors,
  minConfidence: number,
): SequenceRule[] {
  const { offsets, items: cells, weights } = vectors.table;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = (vector: number): boolean[] => {
    const row = cells.subarray(offsets[vector], offsets[vector + 1]);
    return items.map((item) => row.includes(item));
  };
  const single = items.map(() => 0);
  const pair = items.map(() => items.map(() => 0));
  const allBut = items.map(() => 0);
  let all = 0;
  for (let vector = 0; vector < vectors.count; vector += 1) {
    const weight = weights[vector] ?? 0;
    const has = held(vector);
    const missing = has.filter((holds) => !holds).length;
    if (missing === 0) all += weight;
    has.forEach((holds, a) => {
      if (missing === 0 || (missing === 1 && !holds)) add(allBut, a, weight);
      if (!holds) return;
      add(single, a, weight);
      const pairs = pair[a] ?? [];
      has.forEach((other, b) => {
        if (other) add(pairs, b, weight);
      });
    });
  }
  const rules: SequenceRule[] = [];
  const consider = (antecedent: readonly number[], consequent: number, support: number, of: number): void => {
    const confidence = support / of;
    if (!(confidence >= minConfidence)) return;
    rules.push({
      antecedent: antecedent.map((place) => vectors.itemTexts[items[place] ?? 0] ?? ''),
      consequent: [vectors.itemTexts[items[consequent] ?? 0] ?? ''],
      supportCount: support,
      confidence,
      lift: (confidence * total) / (single[consequent] ?? total),
    });
  };
  const telling = [...items.keys()].filter((place) => single[place] !== total);
  for (const b of telling) {
    for (const a of telling) if (a !== b) consider([a], b, pair[a]?.[b] ?? 0, single[a] ?? 0);
    if (telling.length > 2)
      consider(
        telling.filter((a) => a !== b),
        b,
        all,
        allBut[b] ?? 0,
      );
  }
  return rules.sort((a, b) => b.confidence - a.confidence || b.lift - a.lift);
}

function add(counts: number[], at: number, weight: number): void {
  counts[at] = (counts[at] ?? 0) + weight;
}

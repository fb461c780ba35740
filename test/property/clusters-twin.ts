import { allItemsets, compareItems } from './apriori-twin.js';

/** What a source sent: [honeypot, packets], honeypots ascending. */
export type TwinVector = readonly (readonly [number, number])[];

interface TwinCluster {
  readonly items: readonly string[];
  readonly supportCount: number;
  readonly rows: readonly number[];
}

export interface TwinResult {
  readonly clusters: readonly TwinCluster[];
  readonly unclustered: readonly number[];
}

/** The items of a source as texts with a key that puts them into canonical order. */
function itemsOf(vector: TwinVector): { key: number; text: string }[] {
  const packets = vector.reduce((sum, [, count]) => sum + count, 0);
  return [
    { key: vector.length, text: `T=${vector.length}` },
    { key: 1000 + packets, text: `N=${packets}` },
    ...vector.map(([honeypot, count]) => ({
      key: 2000 * (honeypot + 1) + count,
      text: `n_h${honeypot}=${count}`,
    })),
  ];
}

/** Exclusive clusters word by word as the design has them, candidates by brute force. */
export function twinClusters(vectors: readonly TwinVector[], minCount: number): TwinResult {
  const textOf = new Map(vectors.flatMap(itemsOf).map(({ key, text }) => [key, text]));
  const transactions = vectors.map((vector) => itemsOf(vector).map(({ key }) => key));
  let candidates = allItemsets(transactions, minCount)
    .filter(({ closed }) => closed)
    .sort(
      (a, b) => b.items.length - a.items.length || b.support - a.support || compareItems(a.items, b.items),
    )
    .map((itemset) => ({ ...itemset, rows: [] as number[] }));
  for (;;) {
    for (const candidate of candidates) candidate.rows = [];
    const unclustered: number[] = [];
    transactions.forEach((transaction, row) => {
      const first = candidates.find(({ items }) => items.every((item) => transaction.includes(item)));
      (first?.rows ?? unclustered).push(row);
    });
    const left = candidates.filter(({ rows }) => rows.length >= minCount);
    if (left.length === candidates.length) {
      const clusters = candidates.map(({ items, support, rows }) => ({
        items: items.map((item) => textOf.get(item) ?? ''),
        supportCount: support,
        rows,
      }));
      return { clusters, unclustered };
    }
    candidates = left;
  }
}

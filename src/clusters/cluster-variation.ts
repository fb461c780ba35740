import type { DistinctVectors } from './distinct-vectors.js';

/** An attribute whose value differs among the sources of a cluster. */
export interface AttributeSpread {
  /** `N`, `n_web`, `duration`. */
  readonly attribute: string;
  readonly distinct: number;
  /** The commonest values; `0` stands for a honeypot that was not targeted. */
  readonly values: readonly { readonly value: string; readonly sources: number }[];
}

const shownValues = 5;

/**
 * Attributes with more than one value among some vectors, in canonical order; values by their number of sources
 * descending, then ascending. `sources` tells how many sources of each vector belong to the cluster.
 */
export function spreadOfAttributes(
  { table: { offsets, items }, itemTexts }: DistinctVectors,
  sources: ReadonlyMap<number, number>,
): AttributeSpread[] {
  const counts = new Map<number, number>();
  let total = 0;
  for (const [vector, weight] of sources) {
    total += weight;
    for (const item of items.subarray(offsets[vector], offsets[vector + 1])) {
      counts.set(item, (counts.get(item) ?? 0) + weight);
    }
  }
  const byAttribute = new Map<string, { value: string; sources: number }[]>();
  for (const [item, weight] of [...counts].sort(([a], [b]) => a - b)) {
    const { attribute, value } = splitItem(itemTexts[item] ?? '');
    const values = byAttribute.get(attribute) ?? [];
    values.push({ value, sources: weight });
    byAttribute.set(attribute, values);
  }
  return [...byAttribute].flatMap(([attribute, present]) => {
    const absent = total - present.reduce((sum, value) => sum + value.sources, 0);
    const values = absent > 0 ? [{ value: '0', sources: absent }, ...present] : present;
    if (values.length < 2) return [];
    const common = [...values].sort((a, b) => b.sources - a.sources).slice(0, shownValues);
    return [{ attribute, distinct: values.length, values: common }];
  });
}

/** Another cluster of the sequence, and in what its itemset differs. */
export interface ClusterNeighbour {
  readonly clusterId: string;
  readonly items: readonly string[];
  readonly sources: number;
  readonly sharedItems: number;
  /** Per attribute, the value here and there; null where the itemset does not fix it. */
  readonly differences: readonly {
    readonly attribute: string;
    readonly here: string | null;
    readonly there: string | null;
  }[];
}

interface NamedItemset {
  readonly clusterId: string;
  readonly items: readonly string[];
  readonly rows: Uint32Array;
}

/** The other clusters, those that share most items first (then those with fewer differences, then the larger). */
export function neighboursOf(own: NamedItemset, others: readonly NamedItemset[]): ClusterNeighbour[] {
  const here = new Map(own.items.map((item) => [splitItem(item).attribute, splitItem(item).value]));
  return others
    .filter(({ clusterId }) => clusterId !== own.clusterId)
    .map(({ clusterId, items, rows }) => {
      const there = new Map(items.map((item) => [splitItem(item).attribute, splitItem(item).value]));
      const differences = [...new Set([...here.keys(), ...there.keys()])]
        .filter((attribute) => here.get(attribute) !== there.get(attribute))
        .map((attribute) => ({
          attribute,
          here: here.get(attribute) ?? null,
          there: there.get(attribute) ?? null,
        }));
      const sharedItems = items.filter((item) => own.items.includes(item)).length;
      return { clusterId, items, sources: rows.length, sharedItems, differences };
    })
    .sort(
      (a, b) =>
        b.sharedItems - a.sharedItems ||
        a.differences.length - b.differences.length ||
        b.sources - a.sources ||
        (a.clusterId < b.clusterId ? -1 : 1),
    );
}

/** A honeypot's name may hold `=`, a value never does. */
function splitItem(text: string): { attribute: string; value: string } {
  const at = text.lastIndexOf('=');
  return { attribute: text.slice(0, at), value: text.slice(at + 1) };
}

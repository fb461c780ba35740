import type { PhraseColumns } from './phrase-columns.js';
import type { RowsByPhrase } from './rows-by-phrase.js';
import { splitContents, type ContentChoice, type ContentLeaf } from './split-contents.js';

/** From this many sources on, one group of rows can show a configuration by itself. */
const leastLocalSources = 12;

/**
 * A configuration may be plain within one itemset cluster and drowned among all sources of the ports. Looks at each
 * group of rows by itself, and splits the leaves by what it shows, for all groups alike, so that equal phrases stay
 * together.
 */
export function refineLocally(
  group: PhraseColumns,
  leaves: readonly ContentLeaf[],
  phrases: readonly number[],
  rowsByPhrase: RowsByPhrase,
  groupOfRow: Uint32Array,
): ContentLeaf[] {
  if (group.columns.length === 0) return [...leaves];
  return leaves.flatMap((leaf) => {
    const found = new Map<number, Set<number>>();
    for (const local of localWeights(leaf, phrases, rowsByPhrase, groupOfRow)) {
      for (const { column, configured } of localChoices(group, local)) {
        const values = found.get(column) ?? new Set<number>();
        configured.forEach((value) => values.add(value));
        found.set(column, values);
      }
    }
    return applyChoices(group, leaf, found);
  });
}

/** Per group of rows that is large enough and not the whole leaf: sources per phrase index. */
function localWeights(
  leaf: ContentLeaf,
  phrases: readonly number[],
  rowsByPhrase: RowsByPhrase,
  groupOfRow: Uint32Array,
): Map<number, number>[] {
  if (leaf.phrases.length < 2) return [];
  const byGroup = new Map<number, Map<number, number>>();
  for (const index of leaf.phrases) {
    for (const row of rowsByPhrase.rows(phrases[index] as number)) {
      const group = groupOfRow[row] as number;
      let local = byGroup.get(group);
      if (local === undefined) byGroup.set(group, (local = new Map<number, number>()));
      local.set(index, (local.get(index) ?? 0) + 1);
    }
  }
  if (byGroup.size < 2) return [];
  return [...byGroup.values()].filter(
    (local) =>
      local.size > 1 && [...local.values()].reduce((sum, weight) => sum + weight, 0) >= leastLocalSources,
  );
}

function localChoices(group: PhraseColumns, local: ReadonlyMap<number, number>): ContentChoice[] {
  const indices = [...local.keys()].sort((a, b) => a - b);
  const narrowed: PhraseColumns = {
    fixedBytes: group.fixedBytes,
    columns: group.columns.map((column) => ({
      ...column,
      values: Int32Array.from(indices, (index) => column.values[index] as number),
    })),
  };
  const weights = Float64Array.from(indices, (index) => local.get(index) as number);
  return splitContents(narrowed, weights).flatMap(({ path }) => path);
}

function applyChoices(
  group: PhraseColumns,
  leaf: ContentLeaf,
  found: ReadonlyMap<number, ReadonlySet<number>>,
): ContentLeaf[] {
  const columns = [...found.keys()].sort((a, b) => a - b);
  if (columns.length === 0) return [leaf];
  const parts = new Map<string, { phrases: number[]; path: readonly ContentChoice[] }>();
  for (const index of leaf.phrases) {
    const path = columns.map((column): ContentChoice => {
      const configured = found.get(column) as ReadonlySet<number>;
      const value = group.columns[column]?.values[index] ?? -1;
      return { column, value: configured.has(value) ? value : -1, configured: [...configured] };
    });
    const key = path.map(({ value }) => value).join();
    const part = parts.get(key);
    if (part === undefined) parts.set(key, { phrases: [index], path: [...leaf.path, ...path] });
    else part.phrases.push(index);
  }
  return [...parts.values()];
}

import type { SequenceRule } from '../model/itemset-cluster.js';
import type { ItemsetTable } from '../native/itemset-miner.js';
import { generateRules } from './generate-rules.js';
import { filterItemsets } from './itemset-tables.js';

/** A rule seen once is an anecdote. */
const minSources = 2;
const minConfidence = 0.8;

export interface RuleSource {
  /** All frequent itemsets of the sequence. */
  readonly itemsets: ItemsetTable;
  /** Item number -> text, in canonical order. */
  readonly itemTexts: readonly string[];
  readonly sources: number;
}

/**
 * The strongest association rules of one ports sequence (section 3.2.2 of the report): one item in the consequent, a
 * confidence of at least 0.8, held by at least two sources and by the minimum support. Items that every source has are left
 * out: on the right they say nothing, on the left they add nothing. At most `maxRules`, by support descending, confidence descending, length of the
 * antecedent, then items.
 */
export function sequenceRules(
  { itemsets, itemTexts, sources }: RuleSource,
  minCount: number,
  maxRules: number,
): SequenceRule[] {
  const found = generateRules(withoutUniversal(itemsets, sources), [...itemTexts.keys()], {
    transactionCount: sources,
    minAntecedent: 1,
    minRule: Math.max(minSources, minCount),
    minConfidence,
    maxConsequents: 1,
    universal: false,
    maxRules: Infinity,
  });
  // Sorting is stable, and the rules come by antecedent (length, items), then consequent.
  found.sort((a, b) => b.support - a.support || b.confidence - a.confidence);
  const textOf = (item: string | number): string => itemTexts[Number(item)] ?? '';
  return found.slice(0, maxRules).map(({ antecedent, consequent, support, confidence, lift }) => ({
    antecedent: antecedent.map(textOf),
    consequent: consequent.map(textOf),
    supportCount: support,
    confidence,
    lift,
  }));
}

/** The itemsets none of whose items stands in all of the sources. */
function withoutUniversal(itemsets: ItemsetTable, sources: number): ItemsetTable {
  const { offsets, items, supports } = itemsets;
  const universal = new Set<number>();
  supports.forEach((support, set) => {
    if (support !== sources) return;
    for (const item of items.subarray(offsets[set], offsets[set + 1])) universal.add(item);
  });
  if (universal.size === 0) return itemsets;
  return filterItemsets(itemsets, (set) =>
    items.subarray(offsets[set], offsets[set + 1]).every((item) => !universal.has(item)),
  );
}

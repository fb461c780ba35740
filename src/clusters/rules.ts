import { HoneysiftError, invalidArgument } from '../errors.js';
import { type ItemsetTable, mineItemsets, prepareTransactions } from '../native/itemset-miner.js';
import { defaultMaxItemsets, isFraction, minCountOf } from './apriori-options.js';
import type { Itemset } from './apriori.js';
import { generateRules, type RuleBounds } from './generate-rules.js';
import { supportCount } from './support-count.js';
import { compareItems, encodeTransactions, type Item } from './transaction-encoder.js';

/** "Transactions that hold the antecedent mostly hold the consequent too." */
export interface AssociationRule {
  readonly antecedent: readonly Item[];
  readonly consequent: readonly Item[];
  /** Transactions that hold all items of both. */
  readonly support: number;
  /** `support` over the support of the antecedent, 0..1. */
  readonly confidence: number;
  /** Confidence over the share of all transactions that hold the consequent; 1 when both are independent. */
  readonly lift: number;
}

export interface RuleOptions {
  /** Smallest support: a fraction of all transactions, or with `absolute` a count; at least 1. */
  readonly minSupport: number;
  readonly absolute?: boolean | undefined;
  /**
   * What has to reach `minSupport`: the `antecedent` (default, as Borgelt's apriori counts) or the whole `rule` (Agrawal
   * and Srikant 1994, and section 3.2.2 of the report).
   */
  readonly supportOf?: 'antecedent' | 'rule' | undefined;
  /** Smallest confidence, 0..1. */
  readonly minConfidence: number;
  /** Most items in a consequent; default 1. */
  readonly maxConsequents?: number | undefined;
  /** Whether to list rules whose items stand in every transaction. They say nothing; default false. */
  readonly universal?: boolean | undefined;
  /** More itemsets or rules than this raise ERR_BOUND; default 5,000,000. */
  readonly maxItemsets?: number | undefined;
}

/**
 * Association rules with at least one item on either side, exact, ordered by antecedent (length, items), then
 * consequent.
 * @throws HoneysiftError ERR_ARGUMENT for bad options or items, ERR_BOUND for too many itemsets or rules
 */
export function rules(transactions: Iterable<Iterable<Item>>, options: RuleOptions): AssociationRule[] {
  const encoded = encodeTransactions(transactions);
  const bounds = boundsOf(options, encoded.count);
  // A rule whose antecedent is frequent has at least this support.
  const minCount =
    options.supportOf === 'rule'
      ? bounds.minRule
      : Math.max(1, supportCount(options.minConfidence, bounds.minAntecedent));
  const prepared = prepareTransactions(encoded.table, encoded.items.length, minCount);
  const table = mineItemsets(prepared, { minCount, target: 'frequent', maxItemsets: bounds.maxRules });
  return generateRules(table, encoded.items, bounds);
}

/**
 * The rules within a list of itemsets that holds every subset of each of its members, as `apriori` lists them with
 * target `frequent`; a rule needs all its itemsets in the list.
 * @param transactionCount - transactions the itemsets were mined from
 * @throws HoneysiftError ERR_ARGUMENT for bad options or an itemset without one of its subsets
 */
export function rulesFromItemsets(
  itemsets: readonly Itemset[],
  transactionCount: number,
  options: RuleOptions,
): AssociationRule[] {
  const bounds = boundsOf(options, transactionCount);
  const { table, items } = tableOf(itemsets);
  return generateRules(table, items, bounds);
}

function boundsOf(options: RuleOptions, transactionCount: number): RuleBounds {
  const { minConfidence, maxConsequents = 1, supportOf = 'antecedent', universal = false } = options;
  const { maxItemsets = defaultMaxItemsets } = options;
  if (!isFraction(minConfidence))
    throw invalidArgument('minConfidence', 'a fraction from 0 to 1', minConfidence);
  if (!(maxConsequents >= 1))
    throw invalidArgument('maxConsequents', 'a number of at least 1', maxConsequents);
  if (supportOf !== 'antecedent' && supportOf !== 'rule') {
    throw invalidArgument('supportOf', 'antecedent or rule', supportOf);
  }
  const minCount = minCountOf(options, transactionCount);
  return {
    transactionCount,
    minAntecedent: minCount,
    minRule: supportOf === 'rule' ? minCount : 1,
    minConfidence,
    maxConsequents,
    universal,
    maxRules: maxItemsets,
  };
}

function tableOf(itemsets: readonly Itemset[]): { table: ItemsetTable; items: Item[] } {
  const items = [...new Set(itemsets.flatMap((itemset) => itemset.items))].sort(compareItems);
  const placeOf = new Map(items.map((item, place) => [item, place]));
  const offsets = new Uint32Array(itemsets.length + 1);
  const cells: number[] = [];
  itemsets.forEach((itemset, set) => {
    const places = itemset.items.map((item) => placeOf.get(item) ?? 0).sort((a, b) => a - b);
    cells.push(...places);
    offsets[set + 1] = cells.length;
  });
  const table: ItemsetTable = {
    offsets,
    items: Uint32Array.from(cells),
    supports: Uint32Array.from(itemsets, ({ support }) => support),
    flags: new Uint8Array(itemsets.length),
  };
  if (itemsets.some(({ support }) => !(support >= 1))) {
    throw new HoneysiftError('ERR_ARGUMENT', 'Expected itemsets with a support of at least 1');
  }
  return { table, items };
}

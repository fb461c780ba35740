import { HoneysiftError } from '../errors.js';
import type { ItemsetTable } from '../native/itemset-miner.js';
import { ItemsetIndex, rootNode } from './itemset-index.js';
import type { AssociationRule } from './rules.js';
import { supportCount } from './support-count.js';
import type { Item } from './transaction-encoder.js';

/** The options of rules, checked and as counts. */
export interface RuleBounds {
  readonly transactionCount: number;
  readonly minAntecedent: number;
  readonly minRule: number;
  readonly minConfidence: number;
  readonly maxConsequents: number;
  readonly universal: boolean;
  readonly maxRules: number;
}

interface Draft {
  readonly antecedent: readonly number[];
  readonly consequent: readonly number[];
  readonly rule: AssociationRule;
}

/**
 * Splits every itemset of `table` into antecedent and consequent. Consequents grow item by item, since moving an item
 * to the consequent can only lower the confidence (Agrawal and Srikant 1994, section 3).
 */
export function generateRules(
  table: ItemsetTable,
  items: readonly Item[],
  bounds: RuleBounds,
): AssociationRule[] {
  const index = new ItemsetIndex(table, items.length);
  const drafts: Draft[] = [];
  for (let set = 0; set < table.supports.length; set += 1) {
    const support = table.supports[set] ?? 0;
    const members = [...table.items.subarray(table.offsets[set], table.offsets[set + 1])];
    if (members.length < 2 || support < bounds.minRule) continue;
    if (support === bounds.transactionCount && !bounds.universal) continue;
    splitItemset(members, support, { index, items, bounds, drafts });
  }
  return drafts.sort(compareDrafts).map(({ rule }) => rule);
}

interface Generation {
  readonly index: ItemsetIndex;
  readonly items: readonly Item[];
  readonly bounds: RuleBounds;
  readonly drafts: Draft[];
}

function splitItemset(members: readonly number[], support: number, generation: Generation): void {
  const { index, items, bounds, drafts } = generation;
  const isMoved = members.map(() => false);
  const longest = Math.min(bounds.maxConsequents, members.length - 1);

  const supportOf = (moved: boolean): number => {
    let node: number = rootNode;
    members.forEach((item, place) => {
      if (isMoved[place] === moved) node = index.child(node, item);
    });
    const found = index.support(node);
    if (found > 0) return found;
    throw new HoneysiftError('ERR_ARGUMENT', 'Expected a list of itemsets with every subset of each of them');
  };

  const grow = (from: number, moved: number): void => {
    for (let place = from; place < members.length; place += 1) {
      isMoved[place] = true;
      const antecedentSupport = supportOf(false);
      if (support >= supportCount(bounds.minConfidence, antecedentSupport)) {
        if (antecedentSupport >= bounds.minAntecedent) {
          const confidence = support / antecedentSupport;
          const antecedent = members.filter((_, at) => !isMoved[at]);
          const consequent = members.filter((_, at) => isMoved[at]);
          const rule = {
            antecedent: antecedent.map((item) => items[item] ?? 0),
            consequent: consequent.map((item) => items[item] ?? 0),
            support,
            confidence,
            lift: (confidence * bounds.transactionCount) / supportOf(true),
          };
          drafts.push({ antecedent, consequent, rule });
          if (drafts.length > bounds.maxRules) {
            throw new HoneysiftError(
              'ERR_BOUND',
              `More than ${bounds.maxRules} rules; raise minSupport or minConfidence`,
            );
          }
        }
        if (moved + 1 < longest) grow(place + 1, moved + 1);
      }
      isMoved[place] = false;
    }
  };
  grow(0, 0);
}

function compareDrafts(a: Draft, b: Draft): number {
  return compareItemsets(a.antecedent, b.antecedent) || compareItemsets(a.consequent, b.consequent);
}

function compareItemsets(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let at = 0; at < a.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

import type { AssociationRule } from '#honeysift/clusters/rules.js';

/** An itemset by its definition, found by reading all transactions. */
export interface TwinItemset {
  readonly items: readonly number[];
  readonly support: number;
  readonly closed: boolean;
  readonly maximal: boolean;
}

export type Transactions = readonly (readonly number[])[];

export function supportOf(transactions: Transactions, items: readonly number[]): number {
  return transactions.filter((transaction) => items.every((item) => transaction.includes(item))).length;
}

/** By length, then items. */
export function allItemsets(transactions: Transactions, minCount: number): TwinItemset[] {
  const universe = [...new Set(transactions.flat())].sort((a, b) => a - b);
  const frequent: { items: number[]; support: number }[] = [];
  const extend = (items: readonly number[], from: number): void => {
    for (let place = from; place < universe.length; place += 1) {
      const longer = [...items, universe[place] ?? 0];
      const support = supportOf(transactions, longer);
      if (support < Math.max(1, minCount)) continue;
      frequent.push({ items: longer, support });
      extend(longer, place + 1);
    }
  };
  extend([], 0);
  return frequent
    .map(({ items, support }) => {
      const larger = frequent.filter(
        (other) => other.items.length > items.length && items.every((item) => other.items.includes(item)),
      );
      return {
        items,
        support,
        closed: larger.every((other) => other.support < support),
        maximal: larger.length === 0,
      };
    })
    .sort((a, b) => compareItems(a.items, b.items));
}

export function compareItems(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((item, place) => item !== b[place]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

export interface TwinRuleBounds {
  readonly minCount: number;
  readonly supportOf: 'antecedent' | 'rule';
  /** As a numerator over 10, so that the twin compares whole numbers. */
  readonly confidenceTenths: number;
  readonly maxConsequents: number;
  readonly universal: boolean;
}

/** Every itemset split in every way. */
export function allRules(transactions: Transactions, bounds: TwinRuleBounds): AssociationRule[] {
  const rules: AssociationRule[] = [];
  for (const { items, support } of allItemsets(transactions, 1)) {
    if (support === transactions.length && !bounds.universal) continue;
    for (let mask = 1; mask < 2 ** items.length - 1; mask += 1) {
      const consequent = items.filter((_, place) => (mask >> place) % 2 === 1);
      const antecedent = items.filter((_, place) => (mask >> place) % 2 === 0);
      const antecedentSupport = supportOf(transactions, antecedent);
      const bounded = bounds.supportOf === 'rule' ? support : antecedentSupport;
      if (bounded < bounds.minCount || consequent.length > bounds.maxConsequents) continue;
      if (support * 10 < antecedentSupport * bounds.confidenceTenths) continue;
      const confidence = support / antecedentSupport;
      const lift = (confidence * transactions.length) / supportOf(transactions, consequent);
      rules.push({ antecedent, consequent, support, confidence, lift });
    }
  }
  return rules.sort(
    (a, b) =>
      compareItems(a.antecedent as number[], b.antecedent as number[]) ||
      compareItems(a.consequent as number[], b.consequent as number[]),
  );
}

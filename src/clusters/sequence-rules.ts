import type { SequenceClusters } from '../model/itemset-cluster.js';
import { type AssociationRule, rulesFromItemsets } from './rules.js';

export interface SequenceRuleOptions {
  /** Smallest confidence, 0..1; default 0.8. */
  readonly minConfidence?: number | undefined;
  /** Most items in a consequent; default 1. */
  readonly maxConsequents?: number | undefined;
}

/**
 * The association rules of one ports sequence (section 3.2.2 of the report): both the rule and its antecedent have the
 * support of the sequence's itemsets. Supports are counts of its attack sources. None where not all frequent itemsets
 * are listed.
 */
export function sequenceRules(
  sequence: SequenceClusters,
  { minConfidence = 0.8, maxConsequents = 1 }: SequenceRuleOptions = {},
): AssociationRule[] {
  if (sequence.itemsetsListed !== 'frequent') return [];
  const itemsets = sequence.itemsets.map(({ items, supportCount }) => ({ items, support: supportCount }));
  return rulesFromItemsets(itemsets, sequence.sources, {
    minSupport: 0,
    supportOf: 'rule',
    minConfidence,
    maxConsequents,
    universal: true,
  });
}

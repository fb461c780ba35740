import { describe, expect, it } from 'vitest';

import { apriori } from '#honeysift/clusters/apriori.js';
import { rules, rulesFromItemsets } from '#honeysift/clusters/rules.js';

// The example of section 3.2.2: wine and bread, then cheese.
const baskets = [
  ['bread', 'wine', 'cheese'],
  ['bread', 'wine', 'cheese'],
  ['bread', 'wine'],
  ['bread'],
  ['cheese'],
];

describe('rules', () => {
  it('gives support, confidence and lift', () => {
    expect(rules(baskets, { minSupport: 0.4, minConfidence: 0.6 })).toContainEqual({
      antecedent: ['bread', 'wine'],
      consequent: ['cheese'],
      support: 2,
      confidence: 2 / 3,
      lift: expect.closeTo(10 / 9) as number,
    });
  });

  it('takes one item in the consequent unless told otherwise', () => {
    const options = { minSupport: 0.2, minConfidence: 0.5 };
    expect(rules(baskets, options).every(({ consequent }) => consequent.length === 1)).toBe(true);
    expect(rules(baskets, { ...options, maxConsequents: 2 })).toContainEqual({
      antecedent: ['wine'],
      consequent: ['bread', 'cheese'],
      support: 2,
      confidence: 2 / 3,
      lift: expect.closeTo(5 / 3) as number,
    });
  });

  it('asks minSupport of the antecedent, or of the whole rule', () => {
    const options = { minSupport: 0.6, minConfidence: 0.6 };
    const names = (of: 'antecedent' | 'rule') =>
      rules(baskets, { ...options, supportOf: of }).map(
        (rule) => `${rule.antecedent.join()}>${rule.consequent.join()}`,
      );
    expect(names('rule')).toEqual(['bread>wine', 'wine>bread']);
    expect(names('antecedent')).toEqual([
      'bread>wine',
      'cheese>bread',
      'cheese>wine',
      'wine>bread',
      'wine>cheese',
      'bread,wine>cheese',
    ]);
  });

  it('leaves out rules between items of every transaction, unless they are wanted', () => {
    const constant = [
      [1, 2, 3],
      [1, 2],
      [1, 2],
    ];
    const options = { minSupport: 1, minConfidence: 0.9 };
    expect(rules(constant, options)).toEqual([]);
    expect(rules(constant, { ...options, universal: true })).toEqual([
      { antecedent: [1], consequent: [2], support: 3, confidence: 1, lift: 1 },
      { antecedent: [2], consequent: [1], support: 3, confidence: 1, lift: 1 },
    ]);
  });

  it('is the same from itemsets that were mined before', () => {
    const options = { minSupport: 0.4, supportOf: 'rule', minConfidence: 0.5, maxConsequents: 3 } as const;
    const itemsets = apriori(baskets, { minSupport: 0.4 });
    expect(rulesFromItemsets(itemsets, baskets.length, options)).toEqual(rules(baskets, options));
  });

  it('finds nothing in nothing', () => {
    expect(rules([], { minSupport: 0.5, minConfidence: 0.5 })).toEqual([]);
    expect(rulesFromItemsets([], 0, { minSupport: 0.5, minConfidence: 0.5 })).toEqual([]);
  });

  it('refuses itemsets without their subsets', () => {
    const lonely = [{ items: ['a', 'b'], support: 3 }];
    expect(() => rulesFromItemsets(lonely, 5, { minSupport: 0.1, minConfidence: 0.1 })).toThrowError(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }),
    );
  });

  it('raises ERR_BOUND for too many rules', () => {
    expect(() =>
      rules(baskets, { minSupport: 0.2, minConfidence: 0.1, maxConsequents: 2, maxItemsets: 10 }),
    ).toThrowError(expect.objectContaining({ code: 'ERR_BOUND' }));
  });

  it.each([
    [{ minSupport: 2, minConfidence: 0.5 }],
    [{ minSupport: 0.5, minConfidence: 1.1 }],
    [{ minSupport: 0.5, minConfidence: 0.5, maxConsequents: 0 }],
    [{ minSupport: 0.5, minConfidence: 0.5, supportOf: 'both' as 'rule' }],
  ])('refuses %j', (options) => {
    expect(() => rules(baskets, options)).toThrowError(expect.objectContaining({ code: 'ERR_ARGUMENT' }));
  });
});

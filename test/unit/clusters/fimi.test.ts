import { describe, expect, it } from 'vitest';

import { apriori, aprioriOn } from '#honeysift/clusters/apriori.js';
import { rules } from '#honeysift/clusters/rules.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { hasShared } from '../../support/shared.js';
import { digestOf, readExpected, readTransactions } from './fimi.js';

// Borgelt's apriori 6 does not print itemsets that stand in every transaction (in mushroom {0}, {85} and {0, 85}, in chess
// {0}: every line of these files ends in a 0).
const targets = ['frequent', 'closed', 'maximal'] as const;

describe.skipIf(!hasShared('fimi/expected.json'))("FIMI data sets, against Borgelt's apriori", () => {
  const rows = hasShared('fimi/expected.json') ? readExpected() : [];
  const read = new Map<string, number[][]>();
  const transactionsOf = (name: string): number[][] => {
    const transactions = read.get(name) ?? readTransactions(name);
    read.set(name, transactions);
    return transactions;
  };

  for (const row of rows) {
    const name = `${row.data} at ${row.support_percent}%`;
    const minSupport = row.support_percent / 100;

    it(`${name}: frequent, closed and maximal itemsets`, () => {
      const transactions = transactionsOf(row.data);
      expect(transactions).toHaveLength(row.transactions);
      for (const target of targets) {
        const printed = apriori(transactions, { minSupport, target, universal: false });
        expect(printed, target).toHaveLength(row[target]);
        expect(digestOf(printed), target).toBe(row[`${target}_sha256`]);
      }
    });

    it(`${name}: the same list when mined by prefix`, async () => {
      const transactions = transactionsOf(row.data);
      const runner = createInlineRunner();
      for (const target of targets) {
        expect(await aprioriOn(runner, transactions, { minSupport, target })).toEqual(
          apriori(transactions, { minSupport, target }),
        );
      }
    });

    const wantedRules = row.rules_conf_80_single_consequent;
    if (wantedRules === undefined) continue;
    it(`${name}: rules`, () => {
      expect(rules(transactionsOf(row.data), { minSupport, minConfidence: 0.8 })).toHaveLength(wantedRules);
    });
  }
});

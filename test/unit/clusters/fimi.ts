import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { sharedPath } from '../../support/shared.js';

/** One row of fimi/expected.json: what Borgelt's apriori 6 prints for a data set. */
export interface FimiRow {
  readonly data: string;
  readonly transactions: number;
  readonly support_percent: number;
  readonly frequent: number;
  readonly frequent_sha256: string;
  readonly closed: number;
  readonly closed_sha256: string;
  readonly maximal: number;
  readonly maximal_sha256: string;
  readonly rules_conf_80_single_consequent?: number;
}

export function readExpected(): FimiRow[] {
  return JSON.parse(readFileSync(sharedPath('fimi/expected.json'), 'utf8')) as FimiRow[];
}

/** One transaction a line; blank lines are no transactions. */
export function readTransactions(name: string): number[][] {
  return readFileSync(sharedPath(`fimi/${name}.dat`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

/** SHA-256 of the lines `items support`, sorted as strings. */
export function digestOf(
  itemsets: readonly { items: readonly (string | number)[]; support: number }[],
): string {
  const lines = itemsets.map(({ items, support }) => `${items.join(' ')} ${support}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

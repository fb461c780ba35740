import { invalidArgument } from '../errors.js';
import type { MiningOptions, MiningTarget } from '../native/itemset-miner.js';
import { supportCount } from './support-count.js';

export interface AprioriOptions {
  /**
   * Smallest support: a fraction of all transactions, 0..1, or with `absolute` a count of them. The smallest count that
   * reaches the fraction is what counts; never below 1, since an itemset that stands nowhere is not listed.
   */
  readonly minSupport: number;
  /** Default `frequent`. Closed: no larger itemset has the same support. Maximal: no larger itemset is frequent. */
  readonly target?: MiningTarget | undefined;
  readonly absolute?: boolean | undefined;
  /** Longer itemsets are left out; whether one is closed or maximal still regards them. */
  readonly maxLength?: number | undefined;
  /**
   * Whether to list itemsets that stand in every transaction; default true. They are frequent at any support, but say
   * nothing of one transaction that is not true of all: Borgelt's program does not print them.
   */
  readonly universal?: boolean | undefined;
  /** More itemsets than this raise ERR_BOUND rather than fill the memory; default 5,000,000. */
  readonly maxItemsets?: number | undefined;
}

export const defaultMaxItemsets = 5_000_000;
const targets: readonly MiningTarget[] = ['frequent', 'closed', 'maximal'];

/** Checks the options of the public functions and turns the support into a count. */
export function miningOptions(options: AprioriOptions, transactions: number): MiningOptions {
  const { target = 'frequent', maxLength, maxItemsets = defaultMaxItemsets } = options;
  if (!targets.includes(target)) throw invalidArgument('target', targets.join(', '), target);
  if (maxLength !== undefined && !isCount(maxLength)) {
    throw invalidArgument('maxLength', 'a whole number of at least 1', maxLength);
  }
  if (!isCount(maxItemsets))
    throw invalidArgument('maxItemsets', 'a whole number of at least 1', maxItemsets);
  return { minCount: minCountOf(options, transactions), target, maxLength, maxItemsets };
}

/** `minSupport` as a count of transactions, at least 1. */
export function minCountOf(
  { minSupport, absolute = false }: Pick<AprioriOptions, 'minSupport' | 'absolute'>,
  transactions: number,
): number {
  if (absolute) {
    if (!isCount(minSupport)) throw invalidArgument('minSupport', 'a whole number of at least 1', minSupport);
    return Math.min(minSupport, 0xffffffff);
  }
  if (!isFraction(minSupport)) throw invalidArgument('minSupport', 'a fraction from 0 to 1', minSupport);
  return Math.max(1, supportCount(minSupport, transactions));
}

export function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

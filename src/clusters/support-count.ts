/**
 * The smallest count that is at least `fraction` of `total`; 0 for a fraction of 0.
 *
 * A product such as 0.07 * 100 = 7.000000000000001 must not ask for 8, so that a product within a few units in the
 * last place of a whole number is that number. Percents of transactions are rounded up, as in Borgelt's apriori.
 */
export function supportCount(fraction: number, total: number): number {
  const product = fraction * total;
  const nearest = Math.round(product);
  return Math.abs(product - nearest) <= 4 * Number.EPSILON * product ? nearest : Math.ceil(product);
}

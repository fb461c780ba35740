/**
 * Which values of a field are configuration. A value repeated by many independent sources was set by somebody; a value
 * that (nearly) every source has its own of is random.
 *
 * Two ways to be configuration:
 * - few values (at most `fewValues`), each held by several sources, cover nearly all sources;
 * - a few values stand far above the rest (8 times the next most common one), as `anonymous` does among random logins.
 * More values without such a gap are a dictionary the tool draws from: a field.
 */
export const fewValues = 4;
const coverage = 0.95;
const gap = 8;
const several = 3;
const severalAboveGap = 5;
const leastShare = 0.01;

/**
 * `counts[v]`: sources that hold value v (0 where none does here). Returns the values that are configuration, most
 * common first, ties to the lower id; empty when the field is one value throughout, or varies freely.
 */
export function configuredValues(counts: Float64Array, most = fewValues): number[] {
  const order: number[] = [];
  let total = 0;
  counts.forEach((count, value) => {
    if (count > 0) order.push(value);
    total += count;
  });
  if (order.length < 2) return [];
  order.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const least = Math.max(several, leastShare * total);
  const common: number[] = [];
  let covered = 0;
  for (const value of order) {
    if ((counts[value] as number) < least || common.length > most) break;
    common.push(value);
    covered += counts[value] as number;
  }
  if (common.length <= most && common.length > 0 && covered >= coverage * total) {
    return common.length === order.length && common.length === 1 ? [] : common;
  }
  for (let rank = Math.min(most, order.length - 1); rank >= 1; rank--) {
    const above = counts[order[rank - 1] as number] as number;
    const below = counts[order[rank] as number] as number;
    if (above >= severalAboveGap && above >= leastShare * total && above >= gap * below) {
      return order.slice(0, rank);
    }
  }
  return [];
}

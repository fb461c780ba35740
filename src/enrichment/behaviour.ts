import type { HoneypotOrder, SourcePortBehaviour } from '../model/enrichment.js';

/** From this share of flows on whose source port lies a little above that of the flow before, ports count upwards. */
const incrementalShare = 0.9;

/**
 * How a source chose its source ports; null for fewer than two flows, of which nothing can be said.
 * @param flows flows with ports
 * @param distinct source ports they came from
 * @param rising flows whose port lies 1 to 64 above that of the flow before
 */
export function sourcePortBehaviour(
  flows: number,
  distinct: number,
  rising: number,
): SourcePortBehaviour | null {
  if (flows < 2) return null;
  if (distinct === 1) return 'fixed';
  return rising >= incrementalShare * (flows - 1) ? 'incremental' : 'random';
}

/** Whether the times at the honeypots, first to last packet, lie one after another, all across one moment, or neither. */
export function honeypotOrder(first: BigInt64Array, last: BigInt64Array): HoneypotOrder {
  if (first.length < 2) return 'one';
  const order = Array.from(first.keys()).sort((a, b) => {
    const [left = 0n, right = 0n] = [first[a], first[b]];
    return left < right ? -1 : left > right ? 1 : a - b;
  });
  let earliestEnd = last[order[0] ?? 0] ?? 0n;
  let latestEnd = earliestEnd;
  let isSequence = true;
  for (const at of order.slice(1)) {
    if ((first[at] ?? 0n) <= latestEnd) isSequence = false;
    const end = last[at] ?? 0n;
    if (end > latestEnd) latestEnd = end;
    if (end < earliestEnd) earliestEnd = end;
  }
  if (isSequence) return 'sequence';
  return (first[order.at(-1) ?? 0] ?? 0n) <= earliestEnd ? 'parallel' : 'mixed';
}

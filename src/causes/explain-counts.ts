import type { LossRates } from './loss-rates.js';
import type { Plan } from './plans.js';
import { logChoose, poissonUpper } from './poisson.js';

/** The measured rate may be off by this factor before a neighbour counts as too common. */
const rateSlack = 2;

/** Packets in which two plans differ, honeypot by honeypot. */
export interface PacketDifference {
  readonly events: number;
  /** Logarithm of the number of ways in which so many packets can go missing or come twice. */
  readonly logWays: number;
}

/** What must have been lost or repeated to turn one plan into the other; honeypots that got nothing count as 0. */
export function packetDifference(one: Plan, other: Plan): PacketDifference {
  let events = 0;
  let logWays = 0;
  const add = (a: number, b: number, canonicalA: number, canonicalB: number): void => {
    const missing = Math.abs(canonicalA - canonicalB);
    const repeated = Math.abs(a - canonicalA - (b - canonicalB));
    events += missing + repeated;
    const packets = Math.max(canonicalA, canonicalB);
    logWays += logChoose(Math.max(packets, missing), missing) + logChoose(packets + repeated, repeated);
  };
  let [left, right] = [0, 0];
  while (left < one.honeypots.length || right < other.honeypots.length) {
    const a = one.honeypots[left] ?? Infinity;
    const b = other.honeypots[right] ?? Infinity;
    add(
      a <= b ? (one.raw[left] as number) : 0,
      b <= a ? (other.raw[right] as number) : 0,
      a <= b ? (one.canonical[left] as number) : 0,
      b <= a ? (other.canonical[right] as number) : 0,
    );
    if (a <= b) left++;
    if (b <= a) right++;
  }
  return { events, logWays };
}

/**
 * Sources among which one is expected to show `difference` for each source of the plan itself, at the measured rates;
 * 0 where the difference is too large for so many packets.
 */
export function expectedShare(difference: PacketDifference, packets: number, rates: LossRates): number {
  if (difference.events === 0) return 1;
  const rate = rates.missing + rates.repeated;
  if (rate <= 0 || difference.events > poissonUpper(2 * packets * rate)) return 0;
  const odds = rate / (1 - rate);
  return Math.min(1, Math.exp(difference.logWays + difference.events * Math.log(odds)));
}

/** Whether `sources` are no more than chance makes of the expected ones. */
export function isCommonEnough(sources: number, expected: number): boolean {
  return expected > 0 && sources <= poissonUpper(rateSlack * expected);
}

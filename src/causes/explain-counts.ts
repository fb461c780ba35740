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
 * Whether loss and retransmission at the measured rates explain `neighbours` sources beside `sources` sources of a plan:
 * the difference must be small for so many packets, and the neighbour no more common than chance makes it.
 */
export function isExplainedByLoss(
  difference: PacketDifference,
  packets: number,
  sources: number,
  neighbours: number,
  rates: LossRates,
): boolean {
  if (difference.events === 0) return true;
  const rate = rates.missing + rates.repeated;
  if (rate <= 0) return false;
  if (difference.events > poissonUpper(2 * packets * rate)) return false;
  const odds = rate / (1 - Math.min(rate, 0.9));
  const share = Math.min(1, Math.exp(difference.logWays + difference.events * Math.log(odds)));
  return neighbours <= poissonUpper(rateSlack * sources * share);
}

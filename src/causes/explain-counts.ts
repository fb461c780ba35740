import type { LossRates } from './loss-rates.js';
import type { Plan } from './plans.js';
import { logChoose, poissonUpper } from './poisson.js';

/** A measured rate may be off by this factor, per event, before a neighbour counts as too common. */
const slackPerEvent = 1.5;
const mostSlack = 2.5;

/** What must have happened to packets to turn one plan into another. */
export interface PacketDifference {
  /** Packets that did not arrive, and packets that came once more. */
  readonly missing: number;
  readonly repeated: number;
  /** Logarithm of the number of ways in which it can have happened. */
  readonly logWays: number;
}

/** What loss must have done to turn the plan `from` into `to`; honeypots that got nothing count as 0. */
export function packetDifference(from: Plan, to: Plan): PacketDifference {
  let [missing, repeated, logWays] = [0, 0, 0, 0];
  const happen = (packets: number, change: number): void => {
    if (change < 0) missing -= change;
    else repeated += change;
    logWays += change < 0 ? logChoose(packets, -change) : logChoose(packets + change - 1, change);
  };
  const compare = (raw: number, canonical: number, otherRaw: number, otherCanonical: number): void => {
    happen(canonical, otherCanonical - canonical);
    happen(raw, otherRaw - otherCanonical - (raw - canonical));
  };
  let [left, right] = [0, 0];
  while (left < from.honeypots.length || right < to.honeypots.length) {
    const a = from.honeypots[left] ?? Infinity;
    const b = to.honeypots[right] ?? Infinity;
    compare(
      a <= b ? (from.raw[left] as number) : 0,
      a <= b ? (from.canonical[left] as number) : 0,
      b <= a ? (to.raw[right] as number) : 0,
      b <= a ? (to.canonical[right] as number) : 0,
    );
    if (a <= b) left++;
    if (b <= a) right++;
  }
  return { missing, repeated, logWays };
}

export function isEqualPackets({ missing, repeated }: PacketDifference): boolean {
  return missing === 0 && repeated === 0;
}

/**
 * Sources expected to show `difference` for each source of the plan itself, at the measured rates; 0 where so many of
 * `packets` packets cannot have been lost or repeated.
 */
export function expectedShare(difference: PacketDifference, packets: number, rates: LossRates): number {
  if (isEqualPackets(difference)) return 1;
  const { missing, repeated, logWays } = difference;
  if (missing > poissonUpper(2 * packets * rates.missing)) return 0;
  if (repeated > poissonUpper(2 * packets * rates.repeated)) return 0;
  const slack = Math.min(mostSlack, slackPerEvent ** (missing + repeated));
  const logShare = logWays + missing * logOdds(rates.missing) + repeated * logOdds(rates.repeated);
  return Math.min(1, slack * Math.exp(logShare));
}

function logOdds(rate: number): number {
  return Math.log(rate / (1 - rate));
}

/** Whether `sources` are no more than chance makes of the expected ones. */
export function isCommonEnough(sources: number, expected: number): boolean {
  return expected > 0 && sources <= poissonUpper(expected);
}

import type { PacketOdds } from './own-odds.js';
import type { Plan } from './plans.js';
import { logChoose, poissonUpper } from './poisson.js';

/** A measured rate may be off by this factor, per event, before a neighbour counts as too common. */
const slackPerEvent = 1.2;
const mostSlack = 2;

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
  let [missing, repeated, logWays] = [0, 0, 0];
  const compare = (raw: number, canonical: number, otherRaw: number, otherCanonical: number): void => {
    const fewer = Math.max(0, raw - otherRaw);
    const more = Math.max(0, otherRaw - raw);
    missing += fewer + Math.max(0, canonical - otherCanonical - fewer);
    repeated += more + Math.max(0, otherCanonical - canonical - more);
    // Nothing is sent again to a honeypot that got nothing.
    logWays += logChoose(raw, fewer) + (raw === 0 && more > 0 ? -Infinity : logChoose(raw + more - 1, more));
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
 * Sources expected to show `difference` for each source of the plan itself, at the measured rate; 0 where so many of
 * `packets` packets cannot have been lost or repeated. A lost answer makes the sender repeat itself, so packets come
 * twice about as often as they do not come.
 */
export function expectedShare(
  difference: PacketDifference,
  packets: number,
  lossRate: number,
  odds: PacketOdds,
): number {
  if (isEqualPackets(difference)) return 1;
  const { missing, repeated, logWays } = difference;
  if (lossRate === 0 || Math.max(missing, repeated) > poissonUpper(2 * packets * lossRate)) return 0;
  const slack = Math.min(mostSlack, slackPerEvent ** (missing + repeated));
  const logOdds = missing * Math.log(odds.missing) + repeated * Math.log(odds.repeated);
  return Math.min(1, slack * Math.exp(logWays + logOdds));
}

/** Whether `sources` are no more than chance makes of the expected ones. */
export function isCommonEnough(sources: number, expected: number): boolean {
  return expected > 0 && sources <= poissonUpper(expected);
}

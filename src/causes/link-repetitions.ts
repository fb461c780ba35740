import type { Bonds } from './families.js';
import { areNear } from './near-counts.js';
import { sumOf, type Plan } from './plans.js';

/** Plans that every other plan of a content is compared with: the most common ones. */
const comparedPlans = 64;
/** Messages per honeypot from which a run is long, and those the shorter run must have. */
const longMessages = 8;
const shortMessages = 2;
/** Packets per message may differ so much between a long and a short run of one brute force. */
const paceTolerance = 0.15;
const mostPacketsPerMessage = 12;
/** So many packets to one honeypot are a long run by themselves, payload or not. */
const longRun = 16;
const proportionTolerance = 0.1;

/**
 * The same messages, more often: a brute force with more attempts, or everything played again. Packets must have grown
 * with the messages. `cores` are plans of one content, by sources descending.
 */
export function linkRepetitions(
  plans: readonly Plan[],
  cores: readonly number[],
  lossRate: number,
  lookUnlike: (one: number, other: number) => boolean,
  bonds: Bonds,
): void {
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (const other of cores.slice(0, Math.min(index, comparedPlans))) {
      if (bonds.areOne(core, other) || !isRepetition(plan, plans[other] as Plan, lossRate)) continue;
      if (!lookUnlike(core, other)) bonds.tie(core, other, 'repetition');
    }
  });
}

/** Whether one plan of a content is the other, repeated more or less often. */
export function isRepetition(one: Plan, other: Plan, lossRate: number): boolean {
  if (isLongRun(one) && isLongRun(other) && isInProportion(one, other)) return true;
  const [short, long] = one.entries <= other.entries ? [one, other] : [other, one];
  if (short.entries === 0 || short.entries === long.entries) return false;
  return isMultiple(short, long, lossRate) || isLongerRun(short, long);
}

function isLongerRun(short: Plan, long: Plan): boolean {
  if (long.entries < longMessages * long.honeypots.length) return false;
  if (short.entries < shortMessages * short.honeypots.length) return false;
  const [few, many] = [sumOf(short.canonical), sumOf(long.canonical)];
  const perMessage = (many - few) / (long.entries - short.entries);
  if (perMessage < 1 || perMessage > mostPacketsPerMessage) return false;
  const pace = many / long.entries / (few / short.entries);
  const base = few - perMessage * short.entries;
  const isSteady = pace >= 1 - paceTolerance && pace <= 1 + paceTolerance;
  return isSteady || (base >= 0 && base <= mostPacketsPerMessage * long.honeypots.length);
}

function isLongRun({ canonical }: Plan): boolean {
  return Math.max(...canonical) >= longRun;
}

/** Whether two plans hit the same honeypots, or all of theirs, in the same proportions, raw and canonical. */
function isInProportion(one: Plan, other: Plan): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= proportionTolerance;
  const [n, m] = [sumOf(one.canonical), sumOf(other.canonical)];
  if (!near(n / sumOf(one.raw), m / sumOf(other.raw))) return false;
  const isEven = ({ canonical }: Plan): boolean =>
    Math.max(...canonical) - Math.min(...canonical) <= proportionTolerance * Math.max(...canonical);
  if (isEven(one) && isEven(other)) return true;
  return (
    one.honeypots.join() === other.honeypots.join() &&
    one.canonical.every((count, at) => near(count / n, (other.canonical[at] as number) / m))
  );
}

/** Whether one plan is the other played a whole number of times, honeypot by honeypot. */
export function isMultiple(short: Plan, long: Plan, lossRate: number): boolean {
  const times = Math.round(sumOf(long.raw) / sumOf(short.raw));
  return (
    times > 1 &&
    short.honeypots.length === long.honeypots.length &&
    short.entries * times === long.entries &&
    short.honeypots.every(
      (honeypot, at) =>
        honeypot === long.honeypots[at] &&
        areNear((short.canonical[at] as number) * times, long.canonical[at] as number, lossRate) &&
        areNear((short.raw[at] as number) * times, long.raw[at] as number, lossRate),
    )
  );
}

import type { Bonds } from './families.js';
import { areNear, areNearAt } from './near-counts.js';
import type { Plan } from './plans.js';

/** Plans that every other plan is compared with: the most common ones. */
const comparedPlans = 64;

/**
 * Ties plans of one content that are one plan played against other machines: equal counts to as many other honeypots,
 * or, where payload makes the tool recognisable, the same counts to fewer of them. `isCoincidence`: for plans without
 * payload, whether another tool may well send the same; null where there is payload.
 */
export function linkHoneypots(
  plans: readonly Plan[],
  cores: readonly number[],
  isCoincidence: ((one: number, other: number) => boolean) | null,
  lossRate: number,
  bonds: Bonds,
): void {
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (const other of cores.slice(0, Math.min(index, comparedPlans))) {
      if (bonds.areOne(core, other)) continue;
      const known = plans[other] as Plan;
      if (isCoincidence !== null && plan.honeypots.length !== known.honeypots.length) continue;
      if (!isPartOf(plan, known, lossRate)) continue;
      if (isCoincidence === null || !isCoincidence(core, other)) bonds.tie(core, other, 'honeypots');
    }
  });
}

/** Whether the honeypots of the smaller plan can each be given one of the larger plan that got the same. */
export function isPartOf(one: Plan, other: Plan, lossRate: number): boolean {
  const [part, whole] = one.honeypots.length <= other.honeypots.length ? [one, other] : [other, one];
  const isTaken = new Uint8Array(whole.honeypots.length);
  return part.honeypots.every((_, at) => {
    const place = whole.honeypots.findIndex(
      (_unused, there) => isTaken[there] === 0 && areNearAt(part, at, whole, there, lossRate),
    );
    if (place >= 0) isTaken[place] = 1;
    return place >= 0;
  });
}

/** Whether the plan with fewer honeypots sent each of them what the other plan sent the same honeypot. */
export function isRestriction(one: Plan, other: Plan, lossRate: number): boolean {
  const [part, whole] = one.honeypots.length < other.honeypots.length ? [one, other] : [other, one];
  return (
    part.honeypots.length < whole.honeypots.length &&
    part.honeypots.every((honeypot, at) => {
      const there = whole.honeypots.indexOf(honeypot);
      return there >= 0 && areNearAt(part, at, whole, there, lossRate);
    })
  );
}

/** Whether a plan sends every honeypot the same. */
export function isEven({ raw, canonical }: Plan, lossRate: number): boolean {
  const [first, firstCanonical] = [raw[0] as number, canonical[0] as number];
  return (
    raw.every((count) => areNear(count, first, lossRate)) &&
    canonical.every((count) => areNear(count, firstCanonical, lossRate))
  );
}

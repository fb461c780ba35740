import { sumOf, type Plan } from './plans.js';

/** Medians of so few packets are exact. */
const exactBelow = 5;

/** Whether two counts of packets are equal, give or take what the measured loss does to a median of such counts. */
export function areNear(one: number, other: number, lossRate: number): boolean {
  const packets = Math.max(one, other);
  return one === other || (packets >= exactBelow && Math.abs(one - other) <= 2 * packets * lossRate);
}

/** Whether one plan sent a honeypot what the other sent another: raw, and without retransmissions. */
export function areNearAt(one: Plan, at: number, other: Plan, otherAt: number, lossRate: number): boolean {
  return (
    areNear(one.raw[at] as number, other.raw[otherAt] as number, lossRate) &&
    areNear(one.canonical[at] as number, other.canonical[otherAt] as number, lossRate)
  );
}

/**
 * The plans that stand for themselves as they were before the loss: to each honeypot the median of what the sources tied
 * to them sent it. `cores` are plans; `familyOf` tells what is tied. Plans keep their numbers.
 */
export function withoutLoss(
  plans: readonly Plan[],
  cores: readonly number[],
  familyOf: (plan: number) => number,
): Plan[] {
  const tied = new Map<number, Plan[]>();
  plans.forEach((plan, index) => {
    const family = tied.get(familyOf(index));
    if (family === undefined) tied.set(familyOf(index), [plan]);
    else family.push(plan);
  });
  const clean = [...plans];
  for (const core of cores) {
    const plan = plans[core] as Plan;
    const honeypots = plan.honeypots.join();
    const alike = (tied.get(familyOf(core)) ?? []).filter((other) => other.honeypots.join() === honeypots);
    if (alike.length < 2) continue;
    clean[core] = {
      ...plan,
      raw: plan.raw.map((_, at) => medianOf(alike, ({ raw }) => raw[at] as number)),
      canonical: plan.canonical.map((_, at) => medianOf(alike, ({ canonical }) => canonical[at] as number)),
    };
  }
  return clean;
}

function medianOf(plans: readonly Plan[], countOf: (plan: Plan) => number): number {
  const sorted = [...plans].sort((a, b) => countOf(a) - countOf(b));
  const half = sumOf(sorted.map(({ rows }) => rows.length)) / 2;
  let below = 0;
  for (const plan of sorted) {
    below += plan.rows.length;
    if (below >= half) return countOf(plan);
  }
  return 0;
}

import type { Plan } from './plans.js';

/**
 * Sources expected of a plan that differs from a common one at a single honeypot, judged by the plans that differ in the
 * same way at the other honeypots, with what chance may add; null where the plans have no such siblings.
 */
export type SiblingCounts = (common: Plan, rare: Plan) => number | null;

const leastHoneypots = 3;

/**
 * Loss does not choose among honeypots that got the same: where one of three neighbours is far more common than its
 * siblings, another tool stands there, whatever the measured rate.
 */
export function countSiblings(plans: readonly Plan[]): SiblingCounts {
  const sources = new Map<string, number>();
  for (const plan of plans) sources.set(keyOf(plan, plan.raw, plan.canonical), plan.rows.length);
  return (common, rare) => {
    if (common.content !== rare.content || !isEven(common) || common.honeypots.length < leastHoneypots)
      return null;
    if (common.honeypots.length !== rare.honeypots.length) return null;
    const changed = rare.raw.flatMap((raw, at) =>
      raw !== common.raw[at] || rare.canonical[at] !== common.canonical[at] ? [at] : [],
    );
    const place = changed[0];
    if (place === undefined || changed.length > 1) return null;
    const counts = common.honeypots.flatMap((_, at) => {
      if (at === place) return [];
      const raw = moved(common.raw, at, rare.raw[place] as number);
      const canonical = moved(common.canonical, at, rare.canonical[place] as number);
      return [sources.get(keyOf(rare, raw, canonical)) ?? 0];
    });
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    return mean + 2 * Math.sqrt(mean) + 1;
  };
}

function keyOf(
  { content, entries, honeypots, manner, make }: Plan,
  raw: readonly number[],
  canonical: readonly number[],
): string {
  return `${content} ${entries} ${manner} ${make} ${honeypots.join()} ${raw.join()} ${canonical.join()}`;
}

function isEven({ raw, canonical }: Plan): boolean {
  return raw.every((count) => count === raw[0]) && canonical.every((count) => count === canonical[0]);
}

function moved(counts: readonly number[], at: number, value: number): number[] {
  return counts.map((count, place) => (place === at ? value : count));
}

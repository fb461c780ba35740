import type { Bonds } from './families.js';
import { sumOf, type Plan } from './plans.js';
import { poissonUpper } from './poisson.js';

/** A family none of whose plans came more often than this, and of this share of another's sources, may be what is left of it. */
const mostAlike = 2;
const leftShare = 0.1;
const leastSources = 8;

interface Group {
  readonly family: number;
  readonly plans: Plan[];
  sources: number;
}

/**
 * Where loss is so common that hardly two sources show equal counts, plans are lossy copies of one that nobody sent
 * undisturbed. Ties what is left alone to the family of the same content and honeypots about whose medians it lies as
 * loss would have it: of several the likeliest. Counts alone would tell too little, so `isEmpty` contents are left out.
 */
export function linkLeftovers(
  plans: readonly Plan[],
  isEmpty: (content: number) => boolean,
  lossRate: number,
  bonds: Bonds,
): void {
  if (lossRate === 0) return;
  const byPlace = new Map<string, Map<number, Group>>();
  const sources = new Map<number, number>();
  const recurring = new Map<number, number>();
  plans.forEach((plan, index) => {
    if (isEmpty(plan.content)) return;
    const family = bonds.familyOf(index);
    sources.set(family, (sources.get(family) ?? 0) + plan.rows.length);
    recurring.set(family, Math.max(recurring.get(family) ?? 0, plan.rows.length));
    const place = `${plan.content} ${plan.honeypots.join()}`;
    const groups = byPlace.get(place) ?? new Map<number, Group>();
    byPlace.set(place, groups);
    const group = groups.get(family) ?? { family, plans: [], sources: 0 };
    groups.set(family, group);
    group.plans.push(plan);
    group.sources += plan.rows.length;
  });
  const ties: [number, number][] = [];
  for (const groups of byPlace.values()) {
    if (groups.size < 2) continue;
    const centres = [...groups.values()]
      .filter((group) => group.sources >= leastSources)
      .map((group) => ({ ...group, counts: mediansOf(group.plans) }));
    for (const left of groups.values()) {
      const own = sources.get(left.family) as number;
      if ((recurring.get(left.family) as number) > mostAlike) continue;
      const counts = mediansOf(left.plans);
      let best = { family: -1, score: -Infinity };
      for (const centre of centres) {
        if (centre.family === left.family || own > leftShare * centre.sources) continue;
        const events = eventsBetween(centre.counts, counts, lossRate);
        if (events === null) continue;
        const score = Math.log(centre.sources) + events * Math.log(2 * lossRate);
        if (score > best.score) best = { family: centre.family, score };
      }
      if (best.family >= 0) ties.push([best.family, left.family]);
    }
  }
  for (const [one, other] of ties) bonds.tie(one, other, 'loss');
}

/** Packets lost or sent again between two lists of counts; null where chance would not do it. */
function eventsBetween(from: readonly number[], to: readonly number[], lossRate: number): number | null {
  const events = from.map((count, at) => Math.abs(count - (to[at] as number)));
  const isChance = (happened: number, packets: number): boolean =>
    happened <= poissonUpper(2 * packets * lossRate);
  if (!events.every((happened, at) => isChance(happened, from[at] as number))) return null;
  const total = sumOf(events);
  return isChance(total, sumOf(from)) ? total : null;
}

/** Raw counts, then those without retransmissions, honeypot by honeypot. */
function mediansOf(plans: readonly Plan[]): number[] {
  const counts = plans.map(({ raw, canonical, rows }) => ({
    counts: [...raw, ...canonical],
    weight: rows.length,
  }));
  const half = counts.reduce((sum, { weight }) => sum + weight, 0) / 2;
  return (counts[0]?.counts ?? []).map((_, at) => {
    const sorted = [...counts].sort((a, b) => (a.counts[at] as number) - (b.counts[at] as number));
    let below = 0;
    for (const { counts: own, weight } of sorted) {
      below += weight;
      if (below >= half) return own[at] as number;
    }
    return 0;
  });
}

import { chiSquareOfEven } from './evenness.js';
import type { Bonds } from './families.js';
import type { Plan } from './plans.js';
import { type Profile, type Resemblance, unlikeBelow } from './resemblance.js';

/** Sources needed per honeypot, and together, for their evenness to say something. */
const leastPerHoneypot = 4;
const leastTogether = 12;
/** Critical values of chi-square at 5% for 1, 2, 3 ... degrees of freedom. */
const chiSquare = [3.84, 5.99, 7.81, 9.49, 11.07, 12.59, 14.07, 15.51];

interface Pick {
  /** Any plan of the family. */
  readonly plan: number;
  /** Honeypot -> sources that attacked it alone. */
  readonly sources: ReadonlyMap<number, number>;
  readonly profile: Profile;
}

/**
 * A tool whose sources pick one honeypot each plays its plan against a machine where the port is open, or against one
 * where it is closed, with other counts and other payload. What remains is that the honeypots are hit equally often:
 * families of sources with a single honeypot that cover different honeypots evenly, and together all honeypots, or all
 * that single-honeypot sources hit on these ports, are tied. `mayAgree(a, b)`: whether their messages allow it.
 */
export function linkPicks(
  plans: readonly Plan[],
  mayAgree: (one: number, other: number) => boolean,
  resemblance: Resemblance,
  bonds: Bonds,
): void {
  const families = new Map<
    number,
    { plan: number; sources: Map<number, number>; rows: number[]; isPure: boolean }
  >();
  const honeypots = new Set<number>();
  plans.forEach((plan, index) => {
    plan.honeypots.forEach((honeypot) => honeypots.add(honeypot));
    const root = bonds.familyOf(index);
    const family = families.get(root) ?? {
      plan: index,
      sources: new Map<number, number>(),
      rows: [],
      isPure: true,
    };
    families.set(root, family);
    if (plan.honeypots.length > 1) family.isPure = false;
    const honeypot = plan.honeypots[0] as number;
    family.rows.push(...plan.rows);
    family.sources.set(honeypot, (family.sources.get(honeypot) ?? 0) + plan.rows.length);
  });
  const picks: Pick[] = [...families.values()]
    .filter(
      ({ isPure, sources }) => isPure && [...sources.values()].every((count) => count >= leastPerHoneypot),
    )
    .sort((a, b) => a.plan - b.plan)
    .map((family) => ({ ...family, profile: resemblance.profileOf(family.rows) }));
  const used = new Set<Pick>();
  for (const pick of picks) {
    if (used.has(pick) || pick.sources.size === honeypots.size) continue;
    const group = complete(
      pick,
      resemblance,
      picks.filter((other) => !used.has(other) && mayAgree(pick.plan, other.plan)),
    );
    const covered = group.reduce((sum, { sources }) => sum + sources.size, 0);
    const sources = group.reduce((sum, one) => sum + [...one.sources.values()].reduce((a, b) => a + b, 0), 0);
    if (group.length < 2 || sources < leastTogether) continue;
    if (covered < honeypots.size && group.length < picks.length) continue;
    for (const other of group) {
      used.add(other);
      bonds.tie(pick.plan, other.plan, 'honeypots');
    }
  }
}

/** Adds families that cover other honeypots as evenly: of those that could, the one that is most even. */
function complete(pick: Pick, resemblance: Resemblance, picks: readonly Pick[]): Pick[] {
  const group = [pick];
  for (;;) {
    let best: { other: Pick; score: number } | null = null;
    for (const other of picks) {
      const isDisjoint = group.every(
        ({ sources }) => ![...other.sources.keys()].some((honeypot) => sources.has(honeypot)),
      );
      if (group.includes(other) || !isDisjoint) continue;
      const excess = unevenness([...group, other].flatMap(({ sources }) => [...sources.values()]));
      const odds = Math.min(...group.map(({ profile }) => resemblance.logOdds(profile, other.profile)));
      const score = odds - excess;
      if (excess <= 1 && odds >= unlikeBelow && (best === null || score > best.score))
        best = { other, score };
    }
    if (best === null) return group;
    group.push(best.other);
  }
}

/** Chi-square over its critical value: above 1 the honeypots were not hit by chance alike. */
export function unevenness(counts: readonly number[]): number {
  return chiSquareOfEven(counts) / (chiSquare[counts.length - 2] ?? 2 * counts.length);
}

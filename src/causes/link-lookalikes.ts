import type { CountBackground } from './background.js';
import type { Bonds, FamilyBond } from './families.js';
import { isEven, isPartOf, isRestriction } from './link-honeypots.js';
import { unevenness } from './link-picks.js';
import { chanceOf } from './link-surprising.js';
import { areNearAt } from './near-counts.js';
import { sumOf, type Plan } from './plans.js';
import type { Profile, Resemblance } from './resemblance.js';

/** Coincidences expected below which families that look alike and whose counts fit are one tool. */
const surprise = 0.05;
/** Families compared with all others, the commonest; and plans of each. */
const comparedFamilies = 64;
const comparedPlans = 6;
/** Families with fewer sources are no rivals. */
const leastSources = 3;
/** Chances that counts of two unlike tools fit each other in these ways. */
const chances = { picks: 0.3, proportion: 0.2, alike: 0.05, silent: 0.2, least: 0.1 } as const;
/** Messages that share so much may be of one tool; and those that share so much hardly are by accident. */
const kinFrom = 0.35;
const alikeFrom = 0.45;
/** Honeypots picked by chance are not hit more unevenly than this (chi-square over its critical value). */
const mostUneven = 3;
const proportionTolerance = 0.05;

interface Look {
  readonly cores: readonly number[];
  readonly sources: number;
  /** Sources by honeypot where each attacked a single one, else null. */
  readonly picked: ReadonlyMap<number, number> | null;
  readonly profile: Profile;
}

/** What is asked of two plans' messages. */
export interface Messages {
  /** Another honeypot may be told other things, since other ports are open there. */
  readonly haveManyPorts: boolean;
  isSilent(plan: number): boolean;
  /** Share of what they say that they say alike, 0..1. */
  alike(one: number, other: number): number;
}

/**
 * Ties families whose sources look alike in what neither counts nor payload show, more than other families on these ports
 * do, and whose counts fit: honeypots picked at random, fewer honeypots, a port that is open on one of them, everything
 * repeated, or other words in equal packets. With `K` other families, K x (chance of such counts) x (chance to look alike)
 * coincidences are expected.
 */
export function linkLookalikes(
  plans: readonly Plan[],
  cores: readonly number[],
  background: CountBackground,
  lossRate: number,
  messages: Messages,
  resemblance: Resemblance,
  bonds: Bonds,
): void {
  if (!resemblance.isTelling) return;
  const looks = listLooks(plans, cores, resemblance, bonds);
  const rivals = looks.filter(({ sources }) => sources >= leastSources).length;
  const found: { one: Look; other: Look; bond: FamilyBond }[] = [];
  looks.forEach((one, index) => {
    for (const other of looks.slice(0, Math.min(index, comparedFamilies))) {
      const odds = resemblance.logOdds(one.profile, other.profile);
      const lookedAlike = Math.max(1, rivals - 2) * Math.exp(-odds);
      if (odds <= 0 || lookedAlike * chances.alike >= surprise) continue;
      const fit = bestFit(plans, one, other, { background, lossRate, messages });
      if (fit === null) continue;
      if (lookedAlike * fit.chance < surprise) found.push({ one, other, bond: fit.bond });
    }
  });
  for (const { one, other, bond } of found) bonds.tie(one.cores[0] as number, other.cores[0] as number, bond);
}

function listLooks(
  plans: readonly Plan[],
  cores: readonly number[],
  resemblance: Resemblance,
  bonds: Bonds,
): Look[] {
  const families = new Map<number, { cores: number[]; rows: number[]; picked: Map<number, number> | null }>();
  const familyOf = (
    plan: number,
  ): { cores: number[]; rows: number[]; picked: Map<number, number> | null } => {
    const root = bonds.familyOf(plan);
    const family = families.get(root) ?? { cores: [], rows: [], picked: new Map<number, number>() };
    families.set(root, family);
    return family;
  };
  for (const core of cores) {
    const family = familyOf(core);
    if (family.cores.length < comparedPlans) family.cores.push(core);
  }
  plans.forEach(({ rows, honeypots }, plan) => {
    const family = familyOf(plan);
    for (const row of rows) family.rows.push(row);
    const honeypot = honeypots[0] as number;
    if (honeypots.length > 1) family.picked = null;
    else family.picked?.set(honeypot, (family.picked.get(honeypot) ?? 0) + rows.length);
  });
  return [...families.values()]
    .map(({ cores: own, rows, picked }) => ({
      cores: own,
      sources: rows.length,
      picked,
      profile: resemblance.profileOf(rows),
    }))
    .sort((a, b) => b.sources - a.sources || (a.cores[0] as number) - (b.cores[0] as number));
}

interface Fit {
  readonly chance: number;
  readonly bond: FamilyBond;
}

interface Facts {
  readonly background: CountBackground;
  readonly lossRate: number;
  readonly messages: Messages;
}

/** The least likely way in which their counts fit; null where they do not. */
function bestFit(plans: readonly Plan[], one: Look, other: Look, facts: Facts): Fit | null {
  if (sayOtherThings(plans, one, other, facts.messages)) return null;
  const arePicked = arePicks(one, other) && mayPick(one, other, facts.messages);
  let best: Fit | null = arePicked ? { chance: chances.picks, bond: 'honeypots' } : null;
  for (const core of one.cores) {
    for (const there of other.cores) {
      const fit = fitOf(plans, core, there, facts);
      if (fit !== null && (best === null || fit.chance < best.chance)) best = fit;
    }
  }
  return best;
}

/** On one port a honeypot is told nothing, or the same. */
function mayPick({ cores: [one = 0] }: Look, { cores: [other = 0] }: Look, messages: Messages): boolean {
  return (
    messages.haveManyPorts ||
    messages.isSilent(one) ||
    messages.isSilent(other) ||
    messages.alike(one, other) >= kinFrom
  );
}

/** Whether they tell a honeypot altogether different things. */
function sayOtherThings(plans: readonly Plan[], one: Look, other: Look, messages: Messages): boolean {
  let isTold = false;
  for (const core of one.cores) {
    if (messages.isSilent(core)) continue;
    const { honeypots } = plans[core] as Plan;
    for (const there of other.cores) {
      if (messages.isSilent(there)) continue;
      if (!(plans[there] as Plan).honeypots.some((honeypot) => honeypots.includes(honeypot))) continue;
      if (messages.alike(core, there) >= kinFrom) return false;
      isTold = true;
    }
  }
  return isTold;
}

/** Whether each source picked one honeypot, those of the one family others than those of the other, as evenly as chance would. */
function arePicks({ picked: one }: Look, { picked: other }: Look): boolean {
  if (one === null || other === null || [...one.keys()].some((honeypot) => other.has(honeypot))) return false;
  return unevenness([...one.values(), ...other.values()]) <= mostUneven;
}

function fitOf(plans: readonly Plan[], one: number, other: number, facts: Facts): Fit | null {
  const { background, lossRate, messages } = facts;
  const [a, b] = [plans[one] as Plan, plans[other] as Plan];
  const isOneSilent = messages.isSilent(one) || messages.isSilent(other);
  const areSame = a.content === b.content;
  const alike = areSame ? 1 : isOneSilent ? 0 : messages.alike(one, other);
  const rare = (plan: Pick<Plan, 'raw' | 'canonical'>): number =>
    Math.max(chances.least, chanceOf(plan, background));
  if (a.honeypots.length !== b.honeypots.length) {
    const areEqual =
      isRestriction(a, b, lossRate) ||
      (isEven(a, lossRate) && isEven(b, lossRate) && isPartOf(a, b, lossRate));
    if (!areEqual) return null;
    const [part, plan] = a.honeypots.length < b.honeypots.length ? [one, a] : [other, b];
    if (alike >= kinFrom) return { chance: rare(plan), bond: 'honeypots' };
    return messages.isSilent(part)
      ? { chance: Math.max(chances.silent, rare(plan)), bond: 'honeypots' }
      : null;
  }
  const areSamePlaces = a.honeypots.join() === b.honeypots.join();
  const mayRepeat = isOneSilent || alike >= kinFrom;
  if (mayRepeat && (areSamePlaces || a.honeypots.length === 1) && isInProportion(a, b))
    return {
      chance: alike >= alikeFrom && !areSame ? chances.alike : chances.proportion,
      bond: areSame || isOneSilent ? 'repetition' : 'configuration',
    };
  if (!areSamePlaces || areSame) return null;
  const equal = a.honeypots.flatMap((_, at) => (areNearAt(a, at, b, at, lossRate) ? [at] : []));
  if (equal.length === 0 || equal.length === a.honeypots.length) return null;
  const at = (counts: readonly number[]): number[] => equal.map((place) => counts[place] as number);
  return { chance: rare({ raw: at(a.raw), canonical: at(a.canonical) }), bond: 'honeypots' };
}

/** Whether everything was sent more or less often: honeypot by honeypot, raw and without retransmissions. */
function isInProportion(one: Plan, other: Plan): boolean {
  const [n, m] = [sumOf(one.raw), sumOf(other.raw)];
  const near = (a: number | undefined, b: number | undefined): boolean =>
    Math.abs((a as number) / n - (b as number) / m) <= proportionTolerance;
  return one.raw.every((raw, at) => near(raw, other.raw[at]) && near(one.canonical[at], other.canonical[at]));
}

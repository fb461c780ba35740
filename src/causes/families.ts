import { contentSimilarity, outlineContent } from './alike-contents.js';
import {
  areAsConstant,
  areSameMessages,
  lackedMessages,
  readMessages,
  type ContentMessages,
} from './content-messages.js';
import type { CauseTask } from './cause-task.js';
import { isEmptyContent, type Contents } from './contents.js';
import { alikeNeeded, linkConfigurations } from './link-configurations.js';
import { linkHoneypots } from './link-honeypots.js';
import { linkLeftovers } from './link-leftovers.js';
import { linkLookalikes } from './link-lookalikes.js';
import { linkLosses } from './link-losses.js';
import { linkPicks, unevenness } from './link-picks.js';
import { linkRepetitions } from './link-repetitions.js';
import { chanceOf, linkSurprising } from './link-surprising.js';
import { linkTelling } from './link-telling.js';
import { withoutLoss } from './near-counts.js';
import type { Plan } from './plans.js';
import { type Resemblance, unlikeBelow } from './resemblance.js';
import { UnionFind } from './union-find.js';

/** What explains that two plans are one tool. */
export type FamilyBond = 'loss' | 'honeypots' | 'repetition' | 'configuration' | 'order';

export interface PlanFamilies {
  /** Family of each plan: the lowest plan number in it. */
  readonly ofPlan: Uint32Array;
  /** What each plan is a lossy copy of: itself, or a more common plan. */
  readonly sourceOfPlan: Uint32Array;
  /** Family -> the bonds that hold it together, sorted. */
  readonly bonds: ReadonlyMap<number, readonly FamilyBond[]>;
}

/** Where sources look alike so many messages may be altogether others. */
const mostUnlike = 8;

/** Collects bonds between plans. */
export class Bonds {
  readonly #sets: UnionFind;
  readonly #found: { plan: number; bond: FamilyBond }[] = [];

  constructor(plans: number) {
    this.#sets = new UnionFind(plans);
  }

  familyOf(plan: number): number {
    return this.#sets.find(plan);
  }

  areOne(one: number, other: number): boolean {
    return this.#sets.find(one) === this.#sets.find(other);
  }

  tie(one: number, other: number, bond: FamilyBond): void {
    this.#sets.union(one, other);
    this.#found.push({ plan: one, bond });
  }

  families(sourceOfPlan: Uint32Array): PlanFamilies {
    const bonds = new Map<number, Set<FamilyBond>>();
    for (const { plan, bond } of this.#found) {
      const family = this.#sets.find(plan);
      const set = bonds.get(family);
      if (set === undefined) bonds.set(family, new Set([bond]));
      else set.add(bond);
    }
    return {
      ofPlan: sourceOfPlan.map((_, plan) => this.#sets.find(plan)),
      sourceOfPlan,
      bonds: new Map([...bonds].map(([family, set]) => [family, [...set].sort()])),
    };
  }
}

/**
 * Unites plans that are one tool. `plans` is sorted by sources descending, so that a common plan is found before what
 * loss made of it. Plans of one content differ in counts only: loss, choice of honeypots, repetition. Plans of different
 * contents are compared for configured values and for entries lost; and last, what only the counts can tell.
 */
export function unitePlans(
  task: CauseTask,
  contents: Contents,
  plans: readonly Plan[],
  resemblance: Resemblance,
): PlanFamilies {
  const bonds = new Bonds(plans.length);
  const { lossRate } = task;
  linkEqualCounts(contents, plans, bonds);
  const isSilent = (plan: number): boolean => isEmptyContent(contents, (plans[plan] as Plan).content);
  const profileOf = onceForPlan((plan) => resemblance.profileOf((plans[plan] as Plan).rows));
  const oddsOf = (one: number, other: number): number =>
    resemblance.logOdds(profileOf(one), profileOf(other));
  // Without payload they are two tools then, whatever their counts.
  const lookUnlike = (one: number, other: number): boolean =>
    isSilent(one) && isSilent(other) && oddsOf(one, other) < unlikeBelow;
  const sourceOfPlan = linkLosses(contents, plans, lossRate, lookUnlike, bonds);
  const cores = Array.from(sourceOfPlan.filter((source, plan) => source === plan));
  const clean = withoutLoss(plans, cores, (plan) => bonds.familyOf(plan));
  const tied = sourcesOfFamilies(plans, bonds);
  const isCoincidence = (one: number, other: number): boolean => {
    const odds = oddsOf(one, other);
    if (odds < unlikeBelow) return true;
    const counts = [one, other].map((plan) => tied.get(bonds.familyOf(plan)) ?? 0);
    const chance = chanceOf(clean[one] as Plan, task.background) * Math.exp(-odds);
    return unevenness(counts) > 1 && chance * (cores.length - 2) >= 0.1;
  };
  for (const [content, own] of groupByContent(clean, cores)) {
    linkHoneypots(clean, own, isEmptyContent(contents, content) ? isCoincidence : null, lossRate, bonds);
    linkRepetitions(clean, own, lossRate, lookUnlike, bonds);
  }
  const messagesOf = onceForContent((content, phrase) => readMessages(contents, content, phrase));
  const messages = (plan: number): ContentMessages => messagesOf(plans[plan] as Plan);
  const saySame = (one: number, other: number): boolean => areSameMessages(messages(one), messages(other));
  const outline = onceForContent((content, phrase) => outlineContent(contents, content, phrase));
  linkConfigurations(contents, clean, cores, lossRate, saySame, outline, bonds);
  const mayAgree = messagesAllow(plans, messages);
  const mayBeOne = (one: number, other: number, areAlike: boolean): boolean =>
    mayAgree(one, other) || (areAlike && alikeNeeded(clean[one] as Plan, clean[other] as Plan, 0) !== null);
  linkTelling(clean, cores, task.words, outline, mayBeOne, bonds);
  linkSurprising(clean, cores, task.background, lossRate, mayAgree, oddsOf, bonds);
  const haveManyPorts = task.ports.includes(',');
  // On one port no honeypot is told another thing: it is open or closed.
  linkPicks(plans, haveManyPorts ? () => true : mayAgree, resemblance, bonds);
  const alike = (one: number, other: number): number =>
    contentSimilarity(contents, outline(clean[one] as Plan), outline(clean[other] as Plan), mostUnlike);
  linkLookalikes(
    clean,
    cores,
    task.background,
    lossRate,
    { haveManyPorts, isSilent, alike },
    resemblance,
    bonds,
  );
  linkLeftovers(plans, (content) => isEmptyContent(contents, content), lossRate, bonds);
  return bonds.families(sourceOfPlan);
}

/** Sources by family, as far as plans are tied. */
function sourcesOfFamilies(plans: readonly Plan[], bonds: Bonds): Map<number, number> {
  const sources = new Map<number, number>();
  plans.forEach(({ rows }, index) => {
    const family = bonds.familyOf(index);
    sources.set(family, (sources.get(family) ?? 0) + rows.length);
  });
  return sources;
}

/** Equal payload and equal counts, of which sometimes fewer were retransmissions: a port was opened or closed. */
function linkEqualCounts(contents: Contents, plans: readonly Plan[], bonds: Bonds): void {
  const known = new Map<string, number>();
  plans.forEach(({ content, honeypots, raw }, index) => {
    if (isEmptyContent(contents, content)) return;
    const key = `${content} ${honeypots.join()} ${raw.join()}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, index);
    else bonds.tie(first, index, 'honeypots');
  });
}

function groupByContent(plans: readonly Plan[], cores: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const core of cores) {
    const { content } = plans[core] as Plan;
    const group = groups.get(content);
    if (group === undefined) groups.set(content, [core]);
    else group.push(core);
  }
  return groups;
}

function onceForPlan<Made>(make: (plan: number) => Made): (plan: number) => Made {
  const known = new Map<number, Made>();
  return (plan) => {
    const made = known.get(plan) ?? make(plan);
    known.set(plan, made);
    return made;
  };
}

/** What `read` makes of a plan's content and one of its phrases, made once for each content. */
function onceForContent<Made>(read: (content: number, phrase: number) => Made): (plan: Plan) => Made {
  const known = new Map<number, Made>();
  return ({ content, phrase }) => {
    const made = known.get(content) ?? read(content, phrase);
    known.set(content, made);
    return made;
  };
}

/** Whether the messages of one plan are among those of the other. */
function messagesAllow(
  plans: readonly Plan[],
  messages: (plan: number) => ContentMessages,
): (one: number, other: number) => boolean {
  return (one, other) => {
    const [a, b] = [plans[one] as Plan, plans[other] as Plan];
    if (a.content === b.content) return true;
    const [fewer, more] = (a.entries <= b.entries ? [one, other] : [other, one]).map(messages) as [
      ContentMessages,
      ContentMessages,
    ];
    return lackedMessages(more, fewer) !== null && areAsConstant(more, fewer);
  };
}

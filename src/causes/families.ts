import { isEmptyContent, type Contents } from './contents.js';
import { linkConfigurations } from './link-configurations.js';
import { linkByHoneypots, linkByRepetition } from './link-plans.js';
import { linkLossyContents, linkLossyCounts } from './link-losses.js';
import type { LossRates } from './loss-rates.js';
import type { Plan } from './plans.js';
import { UnionFind } from './union-find.js';

/** What explains that two plans are one tool. */
export type FamilyBond = 'loss' | 'honeypots' | 'repetition' | 'configuration';

export interface PlanFamilies {
  /** Family of each plan: the lowest plan number in it. */
  readonly ofPlan: Uint32Array;
  /** Family -> the bonds that hold it together, sorted. */
  readonly bonds: ReadonlyMap<number, readonly FamilyBond[]>;
}

/** Collects bonds between plans. */
export class Bonds {
  readonly #sets: UnionFind;
  readonly #found: { plan: number; bond: FamilyBond }[] = [];

  constructor(plans: number) {
    this.#sets = new UnionFind(plans);
  }

  areOne(one: number, other: number): boolean {
    return this.#sets.find(one) === this.#sets.find(other);
  }

  tie(one: number, other: number, bond: FamilyBond): void {
    this.#sets.union(one, other);
    this.#found.push({ plan: one, bond });
  }

  families(plans: number): PlanFamilies {
    const bonds = new Map<number, Set<FamilyBond>>();
    for (const { plan, bond } of this.#found) {
      const family = this.#sets.find(plan);
      const set = bonds.get(family);
      if (set === undefined) bonds.set(family, new Set([bond]));
      else set.add(bond);
    }
    return {
      ofPlan: Uint32Array.from({ length: plans }, (_, plan) => this.#sets.find(plan)),
      bonds: new Map([...bonds].map(([family, set]) => [family, [...set].sort()])),
    };
  }
}

/**
 * Unites plans that are one tool. `plans` is sorted by sources descending, so that a common plan is found before what
 * loss made of it. Plans of one content differ in counts only: loss, choice of honeypots, repetition; plans of
 * different contents are compared for entries lost.
 */
export function unitePlans(contents: Contents, plans: readonly Plan[], rates: LossRates): PlanFamilies {
  const bonds = new Bonds(plans.length);
  const byContent = new Map<number, number[]>();
  plans.forEach(({ content }, plan) => {
    const list = byContent.get(content);
    if (list === undefined) byContent.set(content, [plan]);
    else list.push(plan);
  });
  const cores = new Map<number, number[]>();
  for (const [content, list] of byContent) {
    const own = linkLossyCounts(plans, list, rates, bonds);
    const isEmpty = isEmptyContent(contents, content);
    linkByHoneypots(plans, own, isEmpty, bonds);
    linkByRepetition(plans, own, bonds);
    cores.set(content, own);
  }
  linkConfigurations(contents, plans, cores, bonds);
  linkLossyContents(contents, plans, cores, rates, bonds);
  return bonds.families(plans.length);
}

import { contentSimilarity, type ContentOutline } from './alike-contents.js';
import type { Contents } from './contents.js';
import type { Bonds } from './families.js';
import { isPartOf } from './link-honeypots.js';
import { areNearAt } from './near-counts.js';
import { isMultiple } from './link-repetitions.js';
import type { Plan } from './plans.js';

/** Contents that share this much of what they say, sent in packets that fit, are one tool configured in several ways. */
const alikeFrom = 0.6;
const alikeElsewhere = 0.8;
/** Plans with fitting counts that a plan is compared with, and plans looked through for them. */
const comparedPlans = 64;
const comparedCores = 512;

/**
 * Ties plans whose counts fit and whose contents are alike. `plans` is sorted by sources descending;
 * `saySame(a, b)`: whether two plans send the same messages, whatever their order; `outline`: what a plan says.
 */
export function linkConfigurations(
  contents: Contents,
  plans: readonly Plan[],
  cores: readonly number[],
  lossRate: number,
  saySame: (one: number, other: number) => boolean,
  outline: (plan: Plan) => ContentOutline,
  bonds: Bonds,
): void {
  const compared: number[] = [];
  for (const core of cores) {
    const plan = plans[core] as Plan;
    if (plan.entries === 0) continue;
    let left = comparedPlans;
    for (const other of compared) {
      const known = plans[other] as Plan;
      if (known.content === plan.content || bonds.areOne(core, other)) continue;
      const needed = alikeNeeded(plan, known, lossRate);
      if (needed === null) continue;
      const isEqual = isEqualPlan(plan, known, lossRate);
      const isReordered = isEqual && saySame(core, other);
      const alike = isReordered
        ? 1
        : contentSimilarity(contents, outline(plan), outline(known), isEqual ? 1 : 0);
      if (alike >= needed) bonds.tie(other, core, alike === 1 ? 'order' : 'configuration');
      if (--left === 0) break;
    }
    if (compared.length < comparedCores) compared.push(core);
  }
}

/**
 * How alike the contents must be for the counts to fit: equal counts, or everything played again; more alike where
 * honeypots were left out. Null where the counts do not fit at all.
 */
export function alikeNeeded(one: Plan, other: Plan, lossRate: number): number | null {
  if (isMultiple(one, other, lossRate) || isMultiple(other, one, lossRate)) return alikeFrom;
  if (!isPartOf(one, other, lossRate)) return null;
  return one.honeypots.length === other.honeypots.length ? alikeFrom : alikeElsewhere;
}

/** Whether both sent the same honeypots the same: then one message may be another altogether. */
function isEqualPlan(one: Plan, other: Plan, lossRate: number): boolean {
  return (
    one.honeypots.join() === other.honeypots.join() &&
    one.honeypots.every((_, at) => areNearAt(one, at, other, at, lossRate))
  );
}

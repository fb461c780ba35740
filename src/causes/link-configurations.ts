import { contentSimilarity, outlineContent, type ContentOutline } from './alike-contents.js';
import type { Contents } from './contents.js';
import type { Bonds } from './families.js';
import { isPartOf } from './link-honeypots.js';
import { isRepetition } from './link-repetitions.js';
import type { LossRates } from './loss-rates.js';
import type { Plan } from './plans.js';

/** Contents that share this much of what they say, sent in packets that fit, are one tool configured in several ways. */
const alikeFrom = 0.6;
/** Plans with fitting counts that a plan is compared with, and plans looked through for them. */
const comparedPlans = 64;
const comparedCores = 512;

/** Ties plans whose counts fit and whose contents are alike. `plans` is sorted by sources descending. */
export function linkConfigurations(
  contents: Contents,
  plans: readonly Plan[],
  cores: readonly number[],
  rates: LossRates,
  bonds: Bonds,
): void {
  const outlines = new Map<number, ContentOutline>();
  const outline = (plan: Plan): ContentOutline => {
    const known = outlines.get(plan.content);
    if (known !== undefined) return known;
    const made = outlineContent(contents, plan.content, plan.phrase);
    outlines.set(plan.content, made);
    return made;
  };
  const compared: number[] = [];
  for (const core of cores) {
    const plan = plans[core] as Plan;
    if (plan.entries === 0) continue;
    let left = comparedPlans;
    for (const other of compared) {
      const known = plans[other] as Plan;
      if (known.content === plan.content || bonds.areOne(core, other) || !areExplained(plan, known, rates)) continue;
      if (contentSimilarity(contents, outline(plan), outline(known)) >= alikeFrom) bonds.tie(other, core, 'configuration');
      if (--left === 0) break;
    }
    if (compared.length < comparedCores) compared.push(core);
  }
}

/** Whether the counts are equal, or differ by honeypots left out or by repetition. */
function areExplained(one: Plan, other: Plan, rates: LossRates): boolean {
  return isPartOf(one, other, rates) || isRepetition(one, other, rates);
}

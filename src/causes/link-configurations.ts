import { contentSimilarity, outlineContent, type ContentOutline } from './alike-contents.js';
import type { Contents } from './contents.js';
import type { Bonds } from './families.js';
import type { Plan } from './plans.js';

/** Contents that share this much of what they say, sent in equal packets, are one tool configured in several ways. */
const alikeFrom = 0.6;
/** Plans of equal packets that are compared with one another. */
const comparedPlans = 64;

/** Ties plans of equal packets whose contents are alike. `plans` is sorted by sources descending. */
export function linkConfigurations(
  contents: Contents,
  plans: readonly Plan[],
  cores: ReadonlyMap<number, readonly number[]>,
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
  const byPackets = new Map<string, number[]>();
  for (const core of [...cores.values()].flat().sort((a, b) => a - b)) {
    const { honeypots, raw, canonical, entries } = plans[core] as Plan;
    if (entries === 0) continue;
    const key = `${honeypots.join()} ${raw.join()} ${canonical.join()} ${entries}`;
    const known = byPackets.get(key) ?? [];
    byPackets.set(key, known);
    for (const other of known.slice(0, comparedPlans)) {
      const [one, two] = [plans[core] as Plan, plans[other] as Plan];
      if (bonds.areOne(core, other) || one.content === two.content) continue;
      if (contentSimilarity(contents, outline(one), outline(two)) >= alikeFrom) bonds.tie(other, core, 'configuration');
    }
    known.push(core);
  }
}

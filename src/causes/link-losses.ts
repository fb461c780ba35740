import { lackedMessages, readMessages, type ContentMessages } from './content-messages.js';
import type { Contents } from './contents.js';
import { expectedShare, isCommonEnough, packetDifference } from './explain-counts.js';
import type { Bonds } from './families.js';
import type { LossRates } from './loss-rates.js';
import { sumOf, type Plan } from './plans.js';
import { logChoose, poissonUpper } from './poisson.js';

/** Plans that a plan is compared with before it stands for itself. */
const comparedPlans = 64;
/** Contents that a content is compared with: the most common ones that could hold it. */
const comparedContents = 256;

/** Ties plans of one content whose counts differ as loss explains; returns the plans that stand for themselves. */
export function linkLossyCounts(
  plans: readonly Plan[],
  list: readonly number[],
  rates: LossRates,
  bonds: Bonds,
): number[] {
  const cores: number[] = [];
  for (const index of list) {
    const plan = plans[index] as Plan;
    let expected = 0;
    let best = { core: -1, expected: 0 };
    for (const core of cores.slice(0, comparedPlans)) {
      const known = plans[core] as Plan;
      const share = expectedShare(packetDifference(known, plan), packetsOf(known, plan), rates);
      expected += share * known.rows.length;
      if (share * known.rows.length > best.expected) best = { core, expected: share * known.rows.length };
    }
    if (best.core === -1 || !isCommonEnough(plan.rows.length, expected)) cores.push(index);
    else bonds.tie(best.core, index, 'loss');
  }
  return cores;
}

function packetsOf(one: Plan, other: Plan): number {
  return Math.max(sumOf(one.canonical), sumOf(other.canonical));
}

/** Ties contents that lack entries of a more common content, where loss explains both the entries and the counts. */
export function linkLossyContents(
  contents: Contents,
  plans: readonly Plan[],
  cores: ReadonlyMap<number, readonly number[]>,
  rates: LossRates,
  bonds: Bonds,
): void {
  if (rates.missing <= 0) return;
  const sources = new Float64Array(contents.contents.length);
  const stand = new Map<number, Plan>();
  for (const plan of plans) {
    sources[plan.content] = (sources[plan.content] as number) + plan.rows.length;
    if (!stand.has(plan.content)) stand.set(plan.content, plan);
  }
  const messages = contents.contents.map((_, content) =>
    readMessages(contents, content, (stand.get(content) as Plan).phrase),
  );
  const order = contents.contents
    .map((_, content) => content)
    .sort(
      (a, b) =>
        (sources[b] as number) - (sources[a] as number) ||
        (messages[b] as ContentMessages).total - (messages[a] as ContentMessages).total ||
        (stand.get(a) as Plan).phrase - (stand.get(b) as Plan).phrase,
    );
  order.forEach((part) => {
    let compared = 0;
    for (const whole of order) {
      if (compared >= comparedContents) break;
      if (whole === part) continue;
      const [more, fewer] = [messages[whole] as ContentMessages, messages[part] as ContentMessages];
      if (more.total <= fewer.total) continue;
      compared++;
      const lack = lackedMessages(more, fewer);
      if (lack === null || lack.lacked > poissonUpper(2 * more.total * rates.missing)) continue;
      const odds = rates.missing / (1 - rates.missing);
      const logWays = lack.ways.reduce((total, [of, lacking]) => total + logChoose(of, lacking), 0);
      const share = Math.min(1, Math.exp(logWays + lack.lacked * Math.log(odds)));
      if ((sources[part] as number) > poissonUpper(2 * (sources[whole] as number) * share)) continue;
      tiePlans(plans, cores.get(whole) ?? [], cores.get(part) ?? [], lack.lacked, rates, bonds);
    }
  });
}

function tiePlans(
  plans: readonly Plan[],
  wholes: readonly number[],
  parts: readonly number[],
  lacked: number,
  rates: LossRates,
  bonds: Bonds,
): void {
  for (const part of parts) {
    for (const whole of wholes.slice(0, comparedPlans)) {
      if (bonds.areOne(part, whole)) continue;
      const [common, rare] = [plans[whole] as Plan, plans[part] as Plan];
      const { events } = packetDifference(common, rare);
      const packets = packetsOf(common, rare);
      const rate = rates.missing + rates.repeated;
      if (events < lacked || events > lacked + poissonUpper(2 * packets * rate)) continue;
      bonds.tie(whole, part, 'loss');
      break;
    }
  }
}

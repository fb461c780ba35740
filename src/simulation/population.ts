import type { Target } from './attacker.js';
import { defaultFrom, monthMix } from './month-mix.js';
import { monthSpan, type MonthSpan } from './calendar.js';
import { Rehearsal } from './observation.js';
import type { Plan, WeightedPlan } from './plan.js';
import { hosts, plan, syn } from './plan-parts.js';
import { backscatterPlans } from './profiles/background.js';
import { reportPlans } from './profiles/report-plans.js';
import { drawOneOff, drawTail } from './tail.js';

/** Who is about in a month, with weights that sum to about 1. */
export interface Population {
  plansOf(span: MonthSpan): readonly WeightedPlan[];
  /** Share of the month's sources that are one of a kind, and the plan of each. */
  readonly oneOffShare: number;
  oneOff(span: MonthSpan, index: number): Plan;
  /** SYN floods of every month: their plans, and how many sources each has. */
  readonly floods?: { readonly count: number; readonly sources: number } | undefined;
}

export function withFloods(population: Population, count: number, sources: number): Population {
  return { ...population, floods: { count, sources } };
}

/** One SYN per forged sender, all within seconds, to the web server. */
export function floodPlan(span: MonthSpan, index: number): Plan {
  return plan(`flood-${span.month}-${index + 1}`, 'syn', hosts([1], syn(80)), {
    stacks: ['raw'],
    sourcePorts: 'random',
  });
}

/** Share of a month's sources that answer somebody else. */
export const backscatterShare = 0.03;
const lastMonthPosition = 17;

/** Table 1, Table 2 and the long tail. */
export function reportPopulation(seed: number, targets: readonly Target[]): Population {
  const rehearsal = new Rehearsal(targets);
  Object.values(reportPlans).forEach((plans) => rehearsal.remember(plans));
  const tail = drawTail(seed, rehearsal);
  const oneOffShare = 0.004;
  const firstOrdinal = monthSpan(defaultFrom).ordinal;
  return {
    oneOffShare,
    oneOff: (span, index) => drawOneOff(seed, span, index, rehearsal),
    plansOf(span) {
      const { sequences, others } = monthMix(span.month);
      const named = Object.entries(sequences).flatMap(([sequence, percent]) =>
        scaled(activePlans(reportPlans[sequence] ?? [], span), percent / 100),
      );
      const position = Math.min(Math.max(span.ordinal - firstOrdinal, 0), lastMonthPosition);
      const alive = tail.filter(
        ({ firstMonth, lastMonth }) => firstMonth <= position && position <= lastMonth,
      );
      const background = alive.flatMap(({ plans, weight }) => scaled(plans, weight));
      return [
        ...named,
        ...scaled(backscatterPlans, backscatterShare),
        ...scaled(background, Math.max(0, others / 100 - backscatterShare - oneOffShare)),
      ];
    },
  };
}

function activePlans(plans: readonly WeightedPlan[], span: MonthSpan): WeightedPlan[] {
  return plans.filter(({ plan }) => overlap(plan, span) !== null);
}

/** First and last day of the span on which the plan is seen; null when there is none. */
export function overlap(plan: Plan, span: MonthSpan): readonly [number, number] | null {
  const first =
    plan.from === undefined ? span.firstDay : Math.max(span.firstDay, Date.parse(plan.from) / 86_400_000);
  const last =
    plan.to === undefined ? span.lastDay : Math.min(span.lastDay, Date.parse(plan.to) / 86_400_000);
  return first <= last ? [first, last] : null;
}

/** The same plans, with weights that sum to `to`. */
export function scaled(plans: readonly WeightedPlan[], to: number): WeightedPlan[] {
  const sum = plans.reduce((total, { weight }) => total + weight, 0);
  return plans.map(({ plan, weight }) => ({ plan, weight: (weight / sum) * to }));
}

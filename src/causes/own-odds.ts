import type { Plan } from './plans.js';

/** For each packet that came as it should, how many are missing, and how many came once more. */
export interface PacketOdds {
  readonly missing: number;
  readonly repeated: number;
}

/** Honeypots that must have got the same, and neighbours to expect at each, before a plan's own neighbours are asked. */
const leastHoneypots = 3;
const leastExpected = 5;
/** Packets whose worth of evidence the measured rate is beside what a plan's own neighbours say. */
const priorPackets = 20;
/** However few neighbours there are, so much of the measured rate is believed. */
const leastShare = 0.25;

/**
 * The odds that a packet of a plan is lost or sent again. TCP says how often at most: losses either way, and what is sent
 * again although it arrived. How it shows in counts depends on what a tool does about it, and is read off the plan's
 * own neighbours, those with a packet less or more at one honeypot: where at least three honeypots got the same, the
 * median over them, so that another tool behind one of them does not count. `plans`: all that may be its neighbours.
 */
export function ownOdds(plans: readonly Plan[], lossRate: number): (plan: Plan) => PacketOdds {
  const measured = lossRate / (1 - lossRate);
  const sources = new Map<string, number>();
  for (const plan of plans) {
    const key = keyOf(plan, plan.raw);
    sources.set(key, (sources.get(key) ?? 0) + plan.rows.length);
  }
  return (plan) => {
    const [count] = plan.raw as [number];
    const own = (sources.get(keyOf(plan, plan.raw)) ?? 0) * count;
    const isAsked = plan.honeypots.length >= leastHoneypots && plan.raw.every((other) => other === count);
    if (!isAsked || own * measured < leastExpected) return { missing: measured, repeated: measured };
    const odds = (step: 1 | -1): number => {
      const neighbours = plan.raw.map((_, at) => {
        const raw = plan.raw.map((other, place) => (place === at ? other + step : other));
        return sources.get(keyOf(plan, raw)) ?? 0;
      });
      const shown = (median(neighbours) + measured * priorPackets) / (own + priorPackets);
      return Math.min(measured, Math.max(leastShare * measured, shown));
    };
    // Of a single packet nothing is left, and other honeypots are named.
    return { missing: count === 1 ? measured : odds(-1), repeated: odds(1) };
  };
}

function median(counts: readonly number[]): number {
  return [...counts].sort((a, b) => a - b)[counts.length >> 1] ?? 0;
}

function keyOf({ content, honeypots }: Plan, raw: readonly number[]): string {
  return `${content} ${honeypots.join()} ${raw.join()}`;
}

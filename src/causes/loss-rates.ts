import type { AttackSources } from '../model/attack-sources.js';

/** How often one packet is lost or sent twice in these captures, each 0..1. */
export interface LossRates {
  /** Inbound packets that never arrived and were never sent again. */
  readonly missing: number;
  /** Inbound packets that were seen again as retransmissions. */
  readonly repeated: number;
}

/** A group of sources with one plan must be this large to say something about loss. */
const leastSources = 5;
const leastAtBase = 3;
const maximumRate = 0.5;

interface PlanGroup {
  readonly rows: readonly number[];
  /** SYNs and data segments per source, without retransmissions: the packets whose loss would show. */
  readonly opportunities: number;
  readonly hasData: boolean;
}

/**
 * Measures loss from what the sources' TCP says of itself: retransmissions and holes in the sequence space, per SYN and
 * data segment. A tool that always sends its SYN three times is no loss, so sources are compared with their like: among
 * those of one ports sequence, one set of honeypots and equal counts without retransmissions, only what comes on top of
 * the least counts. The rate is the weighted median over all such groups that sent data, and never more than the plain
 * ratio: a few odd tools cannot move it.
 */
export function measureLoss(sources: AttackSources): LossRates {
  const all = groupByPlan(sources);
  const withData = all.filter(({ hasData }) => hasData);
  const groups = withData.length > 0 ? withData : all;
  const repeated = measureEvents(sources, groups, sources.retransmissions);
  const missing = measureEvents(sources, groups, sources.sequenceGaps);
  return { missing: Math.max(missing, repeated), repeated };
}

function groupByPlan(sources: AttackSources): PlanGroup[] {
  const rowsByPlan = new Map<string, number[]>();
  for (let row = 0; row < sources.count; row++) {
    if (sources.backscatter[row] === 1 || opportunities(sources, row) <= 0) continue;
    const honeypots = sources.targetHoneypot.subarray(sources.targetOffsets[row], sources.targetOffsets[row + 1]);
    const key = `${String(sources.sequence[row])}:${honeypots.join()}:${opportunities(sources, row)}`;
    const rows = rowsByPlan.get(key);
    if (rows === undefined) rowsByPlan.set(key, [row]);
    else rows.push(row);
  }
  return [...rowsByPlan.values()]
    .filter((rows) => rows.length >= leastSources)
    .map((rows) => ({
      rows,
      opportunities: opportunities(sources, rows[0] as number),
      hasData: rows.some((row) => (sources.dataSegments[row] as number) > 0),
    }));
}

function opportunities(sources: AttackSources, row: number): number {
  return (
    (sources.synPackets[row] as number) +
    (sources.dataSegments[row] as number) -
    (sources.retransmissions[row] as number)
  );
}

function measureEvents(sources: AttackSources, groups: readonly PlanGroup[], events: Uint32Array): number {
  let sent = 0;
  let seen = 0;
  for (let row = 0; row < sources.count; row++) {
    if (sources.backscatter[row] === 1) continue;
    seen += events[row] as number;
    sent += Math.max(0, opportunities(sources, row));
  }
  if (seen === 0 || sent === 0 || groups.length === 0) return 0;
  const rates = groups.map((group) => ({
    rate: rateOf(group, events),
    weight: group.rows.length * group.opportunities,
  }));
  return Math.min(weightedMedian(rates), seen / sent, maximumRate);
}

function rateOf({ rows, opportunities: packets }: PlanGroup, events: Uint32Array): number {
  let base = Infinity;
  for (const row of rows) base = Math.min(base, events[row] as number);
  let atBase = 0;
  let oneMore = 0;
  let excess = 0;
  for (const row of rows) {
    const more = (events[row] as number) - base;
    excess += more;
    if (more === 0) atBase++;
    else if (more === 1) oneMore++;
  }
  const mean = excess / rows.length / packets;
  return atBase < leastAtBase ? mean : Math.min(mean, oneMore / atBase / packets);
}

function weightedMedian(values: readonly { rate: number; weight: number }[]): number {
  const sorted = [...values].sort((a, b) => a.rate - b.rate);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let weight = 0;
  for (const value of sorted) {
    weight += value.weight;
    if (weight >= half) return value.rate;
  }
  return 0;
}

import type { AttackSources } from '../model/attack-sources.js';

/** A group of sources with one plan must be this large to say something about loss. */
const leastSources = 8;
const maximumRate = 0.3;

/** Sources of one ports sequence with equal counts but for retransmissions. */
export interface PlanGroup {
  readonly rows: readonly number[];
  /** Mean of SYNs and data segments per source: the packets whose loss or repetition would show. */
  readonly segments: number;
  /** Whether its sources repeat what is not answered, or sent data whose sequence numbers tell. */
  readonly isTelling: boolean;
}

interface WeightedRate {
  readonly rate: number;
  readonly weight: number;
}

/**
 * How often one inbound packet does not arrive, or comes twice, in these captures: 0..0.3.
 *
 * Measured from what the sources' TCP says of itself: retransmissions and holes in the sequence space, per SYN and
 * data segment. A tool that always sends its SYN three times is no loss, so sources are compared with their like: those
 * of one ports sequence whose counts without retransmissions are equal. What varies among them is chance, and for rare
 * independent events the variance is the expected number. The rate is the median over all such groups, weighted by their
 * sources: a few tools that differ by one packet on purpose cannot move it. Groups that would not show a loss (bare SYNs
 * sent anew each time) are asked only where there are no others.
 */
export function measureLoss(sources: AttackSources, groups = groupByPlan(sources)): number {
  const telling = groups.filter(({ isTelling }) => isTelling);
  const rates = (telling.length > 0 ? telling : groups).map(({ rows, segments }) => ({
    weight: rows.length,
    rate: Math.max(variance(rows, sources.retransmissions), variance(rows, sources.sequenceGaps)) / segments,
  }));
  return Math.min(median(rates), maximumRate);
}

/** The groups of several sources. */
export function groupByPlan(sources: AttackSources): PlanGroup[] {
  const rowsByPlan = new Map<string, number[]>();
  for (let row = 0; row < sources.count; row++) {
    if (sources.backscatter[row] === 1 || segmentsOf(sources, row) === 0) continue;
    const [from, to] = [sources.targetOffsets[row], sources.targetOffsets[row + 1]];
    const honeypots = sources.targetHoneypot.subarray(from, to).join();
    const key = `${String(sources.sequence[row])} ${honeypots} ${sources.targetCanonical.subarray(from, to).join()}`;
    const rows = rowsByPlan.get(key);
    if (rows === undefined) rowsByPlan.set(key, [row]);
    else rows.push(row);
  }
  return [...rowsByPlan.values()]
    .filter((rows) => rows.length >= leastSources)
    .map((rows) => {
      const mean = (values: Uint32Array): number =>
        rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
      return {
        rows,
        segments: mean(sources.synPackets) + mean(sources.dataSegments),
        isTelling: mean(sources.retransmissions) >= insistence || mean(sources.dataSegments) > 0,
      };
    });
}

/** Retransmissions per source from which on a tool repeats what is not answered. */
const insistence = 1;

function segmentsOf(sources: AttackSources, row: number): number {
  return (sources.synPackets[row] as number) + (sources.dataSegments[row] as number);
}

/**
 * Variance of the commonest number of events and of what falls off from it on both sides without a gap: another tool
 * that repeats itself more often, or never, stands apart and does not count.
 */
function variance(rows: readonly number[], events: Uint32Array): number {
  const counts: number[] = [];
  for (const row of rows) {
    const count = Math.min(events[row] as number, mostEvents);
    counts[count] = (counts[count] ?? 0) + 1;
  }
  const at = (event: number): number => counts[event] ?? 0;
  let mode = 0;
  for (let event = 0; event < counts.length; event++) if (at(event) > at(mode)) mode = event;
  const falls = (step: 1 | -1): number => {
    let end = mode;
    while (at(end + step) > 0 && at(end + step) <= bump * at(end)) end += step;
    return end;
  };
  let [sources, sum, squares] = [0, 0, 0];
  for (let event = falls(-1); event <= falls(1); event++) {
    sources += at(event);
    sum += event * at(event);
    squares += event * event * at(event);
  }
  return squares / sources - (sum / sources) ** 2;
}

/** More events than this are taken for so many. */
const mostEvents = 4096;
/** Chance may let the counts rise again by this factor on their way down. */
const bump = 1.5;

function median(rates: readonly WeightedRate[]): number {
  const sorted = [...rates].sort((a, b) => a.rate - b.rate);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const { rate, weight } of sorted) {
    below += weight;
    if (below >= half) return rate;
  }
  return 0;
}

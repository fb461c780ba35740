import type { AttackSources } from '../model/attack-sources.js';

/** How often one inbound packet is lost or comes twice in these captures, each 0..1. */
export interface LossRates {
  /** Never arrived (whether or not it was sent again). */
  readonly missing: number;
  /** Came once more, as a retransmission. */
  readonly repeated: number;
}

/** A group of sources with one plan must be this large to say something about loss. */
const leastSources = 8;
const maximumRate = 0.3;

/** How many events (retransmissions, holes) -> sources that showed so many. */
type EventCounts = ReadonlyMap<number, number>;

interface PlanGroup {
  readonly sources: number;
  readonly retransmissions: EventCounts;
  /** Holes in the inbound sequence space. */
  readonly holes: EventCounts;
  /** Mean of SYNs and data segments per source: the packets whose loss or repetition would show. */
  readonly segments: number;
}

interface WeightedRate {
  readonly rate: number;
  readonly weight: number;
}

/**
 * Measures loss from what the sources' TCP says of itself: retransmissions and holes in the sequence space, per SYN and
 * data segment. A tool that always sends its SYN three times is no loss, so sources are compared with their like: those
 * of one ports sequence whose counts without retransmissions are equal. Among them the commonest number of
 * retransmissions is the plan; one more is a repeated packet, one fewer a missing one (a retransmission that never
 * arrived). What is repeated is best seen in plans without retransmissions; what is lost shows as either, since a lost
 * answer makes the sender repeat itself. Rates are medians over all such groups, weighted by their sources: a few tools
 * that differ by one packet on purpose cannot move them.
 */
export function measureLoss(sources: AttackSources): LossRates {
  const rates = groupByPlan(sources).map((group) => ({
    weight: group.sources,
    up: neighbourRate(group.retransmissions, 1, group.segments),
    down: neighbourRate(group.retransmissions, -1, Math.min(group.segments, insistentPackets(group))),
    hole: neighbourRate(group.holes, 1, group.segments),
    isInsistent: commonest(group.retransmissions) > 0,
  }));
  const patient = rates.filter(({ isInsistent }) => !isInsistent);
  const repeated = median((patient.length > 0 ? patient : rates).map(({ weight, up }) => ({ weight, rate: up })));
  const missing = median(
    rates.map(({ weight, up, down, hole }) => ({ weight, rate: Math.max(up, down, hole) })),
  );
  return { missing: Math.min(missing, maximumRate), repeated: Math.min(repeated, maximumRate) };
}

function groupByPlan(sources: AttackSources): PlanGroup[] {
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
    .map((rows) => ({
      sources: rows.length,
      retransmissions: countEvents(rows, sources.retransmissions),
      holes: countEvents(rows, sources.sequenceGaps),
      segments: rows.reduce((sum, row) => sum + segmentsOf(sources, row), 0) / rows.length,
    }));
}

function countEvents(rows: readonly number[], events: Uint32Array): EventCounts {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(events[row] as number, (counts.get(events[row] as number) ?? 0) + 1);
  return counts;
}

function segmentsOf(sources: AttackSources, row: number): number {
  return (sources.synPackets[row] as number) + (sources.dataSegments[row] as number);
}

function commonest(events: EventCounts): number {
  return [...events].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  )[0];
}

/** Packets of which one can go missing among the retransmissions: a stack sends a SYN up to three times. */
function insistentPackets({ retransmissions }: PlanGroup): number {
  return commonest(retransmissions) * 1.5;
}

/** Sources one event beside the plan, per source of the plan and per packet that could have been that one. */
function neighbourRate(events: EventCounts, step: 1 | -1, packets: number): number {
  const plan = commonest(events);
  const beside = events.get(plan + step) ?? 0;
  if (beside === 0) return 0;
  const odds = beside / (events.get(plan) as number) / packets;
  return odds / (1 + odds);
}

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

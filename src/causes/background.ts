import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import { portsSet } from './ports-set.js';

/**
 * How common it is, over all sets of ports, that some tool sends a honeypot exactly so many packets. Tells whether two
 * plans with equal counts are a coincidence: one SYN is sent by many tools, 185 packets of which 46 are no
 * retransmissions by one.
 */
export interface CountBackground {
  readonly portsSets: number;
  /** `raw canonical` -> sets of ports on which it was seen from several sources. Counts seen on one set are left out. */
  readonly setsByCount: ReadonlyMap<string, number>;
  /** `raw canonical raw canonical` of a count and a whole number of times of it -> sets on which both were seen. */
  readonly setsByRepeat: ReadonlyMap<string, number>;
}

/** Sources needed for a count to be counted on a set of ports. */
const several = 2;

export function countBackground(
  sources: AttackSources,
  sequenceClusters: readonly SequenceClusters[],
): CountBackground {
  const bySet = new Map<string, Map<string, number>>();
  for (const { portsSequence, clusters, unclustered } of sequenceClusters) {
    const set = portsSet(portsSequence);
    const counts = bySet.get(set) ?? new Map<string, number>();
    bySet.set(set, counts);
    for (const rows of [...clusters.map((cluster) => cluster.rows), unclustered]) {
      for (const row of rows) addCounts(sources, row, counts);
    }
  }
  const setsByCount = new Map<string, number>();
  for (const counts of bySet.values()) {
    for (const [count, seen] of counts) {
      if (seen >= several) setsByCount.set(count, (setsByCount.get(count) ?? 0) + 1);
    }
  }
  for (const [count, sets] of setsByCount) if (sets < 2) setsByCount.delete(count);
  return { portsSets: bySet.size, setsByCount, setsByRepeat: countRepeats([...bySet.values()], setsByCount) };
}

function countRepeats(
  sets: readonly ReadonlyMap<string, number>[],
  setsByCount: ReadonlyMap<string, number>,
): Map<string, number> {
  const repeats = new Map<string, number>();
  for (const counts of sets) {
    const common = [...counts].flatMap(([count, seen]) =>
      seen >= several && setsByCount.has(count) ? [count] : [],
    );
    for (const short of common) {
      const [raw, canonical] = short.split(' ').map(Number) as [number, number];
      for (const long of common) {
        const [longRaw, longCanonical] = long.split(' ').map(Number) as [number, number];
        if (longRaw <= raw || longRaw % raw !== 0 || longCanonical * raw !== longRaw * canonical) continue;
        repeats.set(`${short} ${long}`, (repeats.get(`${short} ${long}`) ?? 0) + 1);
      }
    }
  }
  return repeats;
}

function addCounts(sources: AttackSources, row: number, counts: Map<string, number>): void {
  const seen = new Set<string>();
  for (let at = sources.targetOffsets[row] as number; at < (sources.targetOffsets[row + 1] as number); at++) {
    seen.add(countKey(sources.targetPackets[at] as number, sources.targetCanonical[at] as number));
  }
  for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function countKey(raw: number, canonical: number): string {
  return `${raw} ${canonical}`;
}

/** Chance that an unrelated tool sends a honeypot exactly so many packets. */
export function chanceOfCount(
  { portsSets, setsByCount }: CountBackground,
  raw: number,
  canonical: number,
): number {
  return ((setsByCount.get(countKey(raw, canonical)) ?? 1) + 0.5) / (portsSets + 1);
}

/**
 * Chance that an unrelated tool sends a honeypot so many packets, on ports where another sends `short`, which it is a
 * whole number of times: sets on which both are seen do not count, since there it may be that one, played again.
 */
export function chanceOfRepeat(
  background: CountBackground,
  short: readonly [raw: number, canonical: number],
  long: readonly [raw: number, canonical: number],
): number {
  const { portsSets, setsByCount, setsByRepeat } = background;
  const [shortKey, longKey] = [countKey(...short), countKey(...long)];
  const both = setsByRepeat.get(`${shortKey} ${longKey}`) ?? 0;
  const apart = (setsByCount.get(longKey) ?? 1) - both;
  return (apart + 0.5) / (Math.max(0, portsSets - (setsByCount.get(shortKey) ?? 0)) + 1);
}

import type { Bonds } from './families.js';
import type { Plan } from './plans.js';

/** Plans that every other plan of a content is compared with: the most common ones. */
const comparedPlans = 64;

/**
 * One plan played against another machine: equal counts to as many other honeypots; and, where the payload makes the
 * tool recognisable, the same counts to fewer of them.
 */
export function linkByHoneypots(plans: readonly Plan[], cores: readonly number[], isEmpty: boolean, bonds: Bonds): void {
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (const other of cores.slice(0, Math.min(index, comparedPlans))) {
      if (bonds.areOne(core, other)) continue;
      const known = plans[other] as Plan;
      const isSame = plan.honeypots.length === known.honeypots.length;
      if (isSame ? !isPartOf(plan, known) : isEmpty || !(isPartOf(plan, known) || isPartOf(known, plan))) continue;
      bonds.tie(core, other, 'honeypots');
    }
  });
  if (isEmpty) linkSubsets(plans, cores, bonds);
}

/** Whether each honeypot of `part` can be given one of `whole` that got exactly the same counts. */
function isPartOf(part: Plan, whole: Plan): boolean {
  if (part.honeypots.length > whole.honeypots.length) return false;
  const left = new Map<string, number>();
  whole.raw.forEach((raw, at) => {
    const key = `${raw} ${String(whole.canonical[at])}`;
    left.set(key, (left.get(key) ?? 0) + 1);
  });
  return part.raw.every((raw, at) => {
    const key = `${raw} ${String(part.canonical[at])}`;
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}

/** A set of honeypots counts when it is at least this common beside the commonest set of its size. */
const comparable = 0.2;

/**
 * Scans without payload that hit any selection of the honeypots: where selections of one size vary, and those with one
 * honeypot more vary too (or are all of them), it is one tool that selects. A scan of all machines beside a scan of one
 * is two tools.
 */
function linkSubsets(plans: readonly Plan[], cores: readonly number[], bonds: Bonds): void {
  const byCount = new Map<string, Map<number, number[]>>();
  const seen = new Set<number>();
  for (const core of cores) {
    const { raw, canonical, honeypots } = plans[core] as Plan;
    honeypots.forEach((honeypot) => seen.add(honeypot));
    if (raw.some((count) => count !== raw[0]) || canonical.some((count) => count !== canonical[0])) continue;
    const key = `${String(raw[0])} ${String(canonical[0])}`;
    const bySize = byCount.get(key) ?? new Map<number, number[]>();
    byCount.set(key, bySize);
    bySize.set(honeypots.length, [...(bySize.get(honeypots.length) ?? []), core]);
  }
  const varies = (list: readonly number[], size: number): boolean => {
    const most = Math.max(...list.map((core) => (plans[core] as Plan).rows.length));
    const common = list.filter((core) => (plans[core] as Plan).rows.length >= comparable * most);
    return size === seen.size || common.length > 1;
  };
  for (const bySize of byCount.values()) {
    for (const [size, list] of bySize) {
      const larger = bySize.get(size + 1);
      if (larger === undefined || size + 1 > seen.size) continue;
      if (varies(list, size) && varies(larger, size + 1)) bonds.tie(list[0] as number, larger[0] as number, 'honeypots');
    }
  }
}

/** Packets per entry may differ so much between a long and a short run of one brute force. */
const paceTolerance = 0.15;
const mostPacketsPerEntry = 12;
/** From so many entries on, a phrase is a repetition. */
const repeated = 4;

/**
 * The same messages, more often: a brute force with more attempts, or everything played again. Packets must have grown
 * with the messages.
 */
export function linkByRepetition(plans: readonly Plan[], cores: readonly number[], bonds: Bonds): void {
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (const other of cores.slice(0, Math.min(index, comparedPlans))) {
      if (bonds.areOne(core, other)) continue;
      if (isRepetition(plan, plans[other] as Plan)) bonds.tie(core, other, 'repetition');
    }
  });
}

function isRepetition(one: Plan, other: Plan): boolean {
  if (isLongRun(one) && isLongRun(other) && isInProportion(one, other)) return true;
  const [short, long] = one.entries <= other.entries ? [one, other] : [other, one];
  if (short.entries === 0 || short.entries === long.entries) return false;
  if (isMultiple(short, long)) return true;
  if (long.entries < repeated) return false;
  const [few, many] = [total(short.canonical), total(long.canonical)];
  const perEntry = (many - few) / (long.entries - short.entries);
  if (perEntry < 1 || perEntry > mostPacketsPerEntry) return false;
  const pace = many / long.entries / (few / short.entries);
  const base = few - perEntry * short.entries;
  const isSteady = pace >= 1 - paceTolerance && pace <= 1 + paceTolerance;
  return isSteady || (base >= 0 && base <= mostPacketsPerEntry * long.honeypots.length);
}

/** So many packets to one honeypot are a repetition by themselves, payload or not. */
const longRun = 16;
const proportionTolerance = 0.1;

function isLongRun({ canonical }: Plan): boolean {
  return Math.max(...canonical) >= longRun;
}

/** Whether two plans hit the same honeypots in the same proportions, raw and canonical, however often. */
function isInProportion(one: Plan, other: Plan): boolean {
  if (one.honeypots.length !== other.honeypots.length) return false;
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= proportionTolerance;
  const [n, m] = [total(one.canonical), total(other.canonical)];
  return (
    near(n / total(one.raw), m / total(other.raw)) &&
    one.honeypots.every(
      (honeypot, at) =>
        honeypot === other.honeypots[at] && near((one.canonical[at] as number) / n, (other.canonical[at] as number) / m),
    )
  );
}

/** Whether one plan is the other played a whole number of times, honeypot by honeypot. */
function isMultiple(short: Plan, long: Plan): boolean {
  const times = long.entries / short.entries;
  return (
    Number.isInteger(times) &&
    short.honeypots.length === long.honeypots.length &&
    short.honeypots.every(
      (honeypot, at) =>
        honeypot === long.honeypots[at] &&
        (short.canonical[at] as number) * times === long.canonical[at] &&
        (short.raw[at] as number) * times === long.raw[at],
    )
  );
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

import type { Resemblance } from './resemblance.js';

/** A part of a plan that stands for itself needs so many sources; parts looked at: the largest. */
const leastSources = 3;
const mostParts = 8;
/** Two tools must be this much likelier than one, as a logarithm: that two send equal counts is a coincidence itself. */
const neededOdds = 3;

/**
 * Equal counts without payload may be sent by two tools: splits the rows of a plan where what they show besides says so.
 * Parts by sources descending.
 */
export function splitPlan(rows: readonly number[], resemblance: Resemblance): (readonly number[])[] {
  if (!resemblance.isTelling || rows.length < 2 * leastSources) return [rows];
  const byTraits = new Map<number, number[]>();
  for (const row of rows) {
    const key = resemblance.lookOf(row);
    const part = byTraits.get(key);
    if (part === undefined) byTraits.set(key, [row]);
    else part.push(row);
  }
  if (byTraits.size === 1) return [rows];
  const sorted = [...byTraits.values()].sort(
    (a, b) => b.length - a.length || (a[0] as number) - (b[0] as number),
  );
  const isPart = (part: readonly number[], at: number): boolean =>
    at < mostParts && part.length >= leastSources;
  let parts = sorted.filter(isPart).map((own) => ({ rows: own, profile: resemblance.profileOf(own) }));
  if (parts.length < 2) return [rows];
  for (;;) {
    let best = { one: -1, other: -1, odds: -neededOdds };
    parts.forEach((one, at) => {
      parts.slice(0, at).forEach((other, there) => {
        const odds = resemblance.logOddsMixed(one.profile, other.profile);
        if (odds > best.odds) best = { one: at, other: there, odds };
      });
    });
    if (best.one < 0) break;
    const joined = [...(parts[best.one]?.rows ?? []), ...(parts[best.other]?.rows ?? [])];
    parts = parts.filter((_, at) => at !== best.one && at !== best.other);
    parts.push({ rows: joined, profile: resemblance.profileOf(joined) });
  }
  for (const part of sorted.filter((own, at) => !isPart(own, at))) {
    const profile = resemblance.profileOf(part);
    const odds = parts.map((own) => resemblance.logOdds(own.profile, profile));
    parts[odds.indexOf(Math.max(...odds))]?.rows.push(...part);
  }
  return parts
    .map((part) => part.rows.sort((a, b) => a - b))
    .sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}

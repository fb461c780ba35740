import type { AttackSources } from '../model/attack-sources.js';
import { portsSet } from './ports-set.js';
import { traits, type SourceTraits } from './traits.js';

/** How the traits of one tool's sources look in these captures: those of groups that most likely are of one tool each. */
export interface TraitBackground {
  /** Groups. */
  readonly groups: number;
  /** For each trait in the order of `traits`: logarithm of the share of `category` in group `g` at [category * groups + g]. */
  readonly logShares: readonly Float64Array[];
  /** For each trait: share of each category, over all groups. */
  readonly averages: readonly Float64Array[];
  /** For each group without payload its set of ports: there it may be several tools'. Null for those with payload. */
  readonly silentOn: readonly (string | null)[];
}

/** Groups looked at: the largest, of so many sources or more. */
const mostGroups = 128;
const leastSources = 8;
/** Bytes of a phrase that say what a group says. */
const headBytes = 8;
/** Sources' worth of doubt about what a group shows: it may be what all groups show on average. */
const doubt = 0.5;

/**
 * A tool that runs on whatever machine it finds shows the mixture of those machines, and one that builds its packets shows
 * its own headers; which is the rule is not assumed but read off sources that sent equal counts to the same ports, and
 * say the same at first. `groups`: rows with equal counts.
 */
export function measureTraits(
  sources: AttackSources,
  columns: SourceTraits,
  groups: readonly (readonly number[])[],
): TraitBackground {
  const largest = groups
    .flatMap((rows) => byWords(sources, rows))
    .filter(({ length }) => length >= leastSources)
    .sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number))
    .slice(0, mostGroups);
  const silentOn = largest.map(([row = 0]) => {
    const isSilent = wordsOf(sources, row) === '';
    return isSilent ? portsSet(sources.sequences[sources.sequence[row] as number] as string) : null;
  });
  const shares = traits.map((trait) => sharesOf(columns[trait], largest));
  return {
    groups: largest.length,
    logShares: shares.map(({ logShares }) => logShares),
    averages: shares.map(({ average }) => average),
    silentOn,
  };
}

function byWords(sources: AttackSources, rows: readonly number[]): number[][] {
  const parts = new Map<string, number[]>();
  for (const row of rows) {
    const words = wordsOf(sources, row);
    const part = parts.get(words);
    if (part === undefined) parts.set(words, [row]);
    else part.push(row);
  }
  return [...parts.values()];
}

/** How the phrase of a source begins. */
function wordsOf({ phrase, phrases: { bytes, offsets } }: AttackSources, row: number): string {
  const from = offsets[phrase[row] as number] as number;
  const to = Math.min(from + headBytes, offsets[(phrase[row] as number) + 1] as number);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

function sharesOf(
  column: Uint16Array,
  groups: readonly (readonly number[])[],
): { logShares: Float64Array; average: Float64Array } {
  const categories = 1 + column.reduce((most, category) => Math.max(most, category), 0);
  // Shared, so that no task has a copy of its own.
  const counts = new Float64Array(new SharedArrayBuffer(8 * categories * groups.length));
  const totals = new Float64Array(groups.length);
  groups.forEach((rows, group) => {
    for (const row of rows) {
      const category = column[row] as number;
      if (category === 0) continue;
      const at = category * groups.length + group;
      counts[at] = (counts[at] as number) + 1;
      totals[group] = (totals[group] as number) + 1;
    }
  });
  const average = new Float64Array(categories).fill(0.5 / categories);
  counts.forEach((count, at) => {
    const total = totals[at % groups.length] as number;
    const category = Math.floor(at / groups.length);
    if (total > 0) average[category] = (average[category] as number) + count / total;
  });
  const sum = average.reduce((all, share) => all + share, 0);
  average.forEach((share, category) => (average[category] = share / sum));
  counts.forEach((count, at) => {
    const expected = average[Math.floor(at / groups.length)] as number;
    counts[at] = Math.log((count + doubt * expected) / ((totals[at % groups.length] as number) + doubt));
  });
  return { logShares: counts, average };
}

import type { CauseTask } from './cause-task.js';
import type { TraitBackground } from './trait-background.js';
import { logGamma } from './log-gamma.js';
import { logChoose } from './poisson.js';
import { traits, type SourceTraits } from './traits.js';

/** What some sources show. */
export interface Profile {
  /** For each group of the background: logarithm of the chance that a tool like that group shows it. */
  readonly logChances: Float64Array;
  /** Sources, as far as they count. */
  readonly sources: number;
  /** For each trait, category -> sources. */
  readonly counts: readonly ReadonlyMap<number, number>[];
  /** Logarithm of the chance that some tool shows it. */
  readonly logChance: number;
}

/** What looks alike with less than these odds (a logarithm) is of two tools. */
export const unlikeBelow = -2;
/** With fewer groups to ask nothing is said. */
const leastGroups = 8;
/** Sources whose worth of evidence a group is at most, so that no fine difference of large groups counts. */
const mostEvidence = 20;
/** So many tools are like none of the groups, and are so alike in themselves. */
const unlikeShare = 0.02;
const concentration = 0.2;
/** What traits say counts for so much at most, either way. */
const mostOdds = 8;
/** A look that more than one tool in five has says nothing in favour of one tool. */
const leastOdds = Math.log(5);

/**
 * Whether two groups of sources look like one tool in what counts and payload do not show: the logarithm of how many times
 * likelier what they show is if one tool sent both than if two did, tools being like the groups of the background.
 * 0 where traits tell nothing.
 */
export class Resemblance {
  readonly #columns: SourceTraits;
  readonly #background: TraitBackground;
  /** Groups asked: not those that may be several tools' here. */
  readonly #asked: Uint32Array;

  constructor({
    ports,
    traits: columns,
    traitBackground,
  }: Pick<CauseTask, 'ports' | 'traits' | 'traitBackground'>) {
    this.#columns = columns;
    this.#background = traitBackground;
    const asked = new Uint32Array(traitBackground.groups);
    let groups = 0;
    for (let group = 0; group < asked.length; group++) {
      if (traitBackground.silentOn[group] !== ports) asked[groups++] = group;
    }
    this.#asked = asked.subarray(0, groups);
  }

  get isTelling(): boolean {
    return this.#asked.length >= leastGroups;
  }

  /** The traits of a row as one number, but for the time between honeypots, which comes in many steps. */
  lookOf(row: number): number {
    let look = 0;
    for (const trait of traits) {
      if (trait !== 'spacing') look = look * 0x10000 + (this.#columns[trait][row] as number);
    }
    return look;
  }

  profileOf(rows: readonly number[]): Profile {
    if (!this.isTelling)
      return { logChances: new Float64Array(0), sources: rows.length, counts: [], logChance: 0 };
    const { groups, logShares } = this.#background;
    const asked = this.#asked;
    const logChances = new Float64Array(asked.length);
    const scale = Math.min(1, mostEvidence / rows.length);
    const shown = traits.map((trait, index) => {
      const counts = countCategories(this.#columns[trait], rows, scale);
      const shares = logShares[index] as Float64Array;
      for (const [category, count] of counts) {
        const from = category * groups;
        for (let at = 0; at < asked.length; at++) {
          logChances[at] =
            (logChances[at] as number) + count * (shares[from + (asked[at] as number)] as number);
        }
      }
      return counts;
    });
    const logChance = this.#logChance(logChances, shown);
    return { logChances, sources: Math.min(rows.length, mostEvidence), counts: shown, logChance };
  }

  logOdds(one: Profile, other: Profile): number {
    if (!this.isTelling) return 0;
    const counts = one.counts.map((own, trait) =>
      joined(own, other.counts[trait] as ReadonlyMap<number, number>),
    );
    const both = this.#logChance(sumOf(one, other), counts);
    const apart = one.logChance + other.logChance;
    const odds = Math.max(-mostOdds, Math.min(mostOdds, both - apart));
    return odds > 0 && odds < leastOdds ? 0 : odds;
  }

  /**
   * The same for sources that came mixed, of tools like the groups only: that those of two tools come as they do is itself
   * one way of many.
   */
  logOddsMixed(one: Profile, other: Profile): number {
    if (!this.isTelling) return 0;
    const [n, m] = [one.sources, other.sources];
    const odds = logMean(sumOf(one, other)) - logMean(one.logChances) - logMean(other.logChances);
    return odds + logChoose(n + m, m) + Math.log(n + m + 1);
  }

  /** That a tool like one of the groups shows it, or one like none of them, that shows hardly more than one category. */
  #logChance(logChances: Float64Array, counts: Profile['counts']): number {
    const { averages } = this.#background;
    const unlike = counts.reduce(
      (sum, own, trait) => sum + logPolya(own, averages[trait] as Float64Array),
      0,
    );
    const known = Math.log(1 - unlikeShare) + logMean(logChances);
    const unknown = Math.log(unlikeShare) + unlike;
    const most = Math.max(known, unknown);
    return most + Math.log(Math.exp(known - most) + Math.exp(unknown - most));
  }
}

/** Sources by category, those that do not show the trait left out. */
function countCategories(column: Uint16Array, rows: readonly number[], scale: number): Map<number, number> {
  const counts = new Map<number, number>();
  let [last, run] = [0, 0];
  for (const row of rows) {
    const category = column[row] as number;
    if (category === last) {
      run++;
      continue;
    }
    if (last > 0) counts.set(last, (counts.get(last) ?? 0) + scale * run);
    [last, run] = [category, 1];
  }
  if (last > 0) counts.set(last, (counts.get(last) ?? 0) + scale * run);
  return counts;
}

function sumOf({ logChances: one }: Profile, { logChances: other }: Profile): Float64Array {
  return one.map((chance, at) => chance + (other[at] as number));
}

function joined(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map(one);
  for (const [category, count] of other) counts.set(category, (counts.get(category) ?? 0) + count);
  return counts;
}

/** Logarithm of the Dirichlet-multinomial chance, but for the number of orders. */
function logPolya(counts: ReadonlyMap<number, number>, average: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (const [category, count] of counts) {
    const prior = concentration * (average[category] as number);
    total += count;
    sum += logGamma(prior + count) - logGamma(prior);
  }
  return sum + logGamma(concentration) - logGamma(concentration + total);
}

function logMean(logs: Float64Array): number {
  let most = -Infinity;
  for (let at = 0; at < logs.length; at++) most = Math.max(most, logs[at] as number);
  let sum = 0;
  for (let at = 0; at < logs.length; at++) {
    const below = (logs[at] as number) - most;
    if (below > negligible) sum += Math.exp(below);
  }
  return most + Math.log(sum / logs.length);
}

/** Logarithm of a share that changes no sum. */
const negligible = -40;

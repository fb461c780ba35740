import { chiSquareOfEven } from './evenness.js';
import type { PhraseColumn } from './phrase-columns.js';

/** A value is common when so many sources hold it, and this share of them. */
const several = 3;
const leastShare = 0.002;
/** Values that may be told apart, and the share of the sources that must hold a common one in both of two columns. */
const mostValues = 64;
const coverage = 0.5;
/** Of the sources with a common value so many hold the one that goes with their value of the other column. */
const agreement = 0.98;
/** So many other columns must agree: user and password of a list of accounts do as well. */
const leastAgreeing = 2;
const comparedColumns = 32;

export interface AgreeingColumn {
  readonly column: number;
  /** Its common values, most common first, ties to the lower id. */
  readonly values: readonly number[];
}

/**
 * Many tools may send messages of one build, and what is a field at first sight is the word of each. Words that one tool
 * draws at random vary independently, or, drawn together from one list, come equally often. So a column of many values is
 * configuration when at least two others determine it and are determined by it, and its values are not equally common.
 */
export function findAgreeing(
  columns: readonly PhraseColumn[],
  phrases: readonly number[],
  weights: Float64Array,
): AgreeingColumn | null {
  const total = phrases.reduce((sum, phrase) => sum + (weights[phrase] as number), 0);
  const candidates = columns.flatMap((column, index) => {
    if (column.isInner) return [];
    const counts = new Float64Array(column.distinct);
    for (const phrase of phrases) {
      const value = column.values[phrase] as number;
      if (value >= 0) counts[value] = (counts[value] as number) + (weights[phrase] as number);
    }
    const least = Math.max(several, leastShare * total);
    const values = [...counts.keys()].filter((value) => (counts[value] as number) >= least);
    const covered = values.reduce((sum, value) => sum + (counts[value] as number), 0);
    if (values.length < 2 || values.length > mostValues || covered < coverage * total) return [];
    values.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
    return [{ column: index, values, counts: values.map((value) => counts[value] as number) }];
  });
  const compared = candidates.slice(0, comparedColumns);
  if (compared.length <= leastAgreeing) return null;
  const support = compared.map(() => 0);
  compared.forEach((one, a) => {
    for (let b = a + 1; b < compared.length; b++) {
      if (!doAgree(one, compared[b] as AgreeingColumn, columns, phrases, weights, total)) continue;
      support[a] = (support[a] as number) + 1;
      support[b] = (support[b] as number) + 1;
    }
  });
  let best = -1;
  compared.forEach(({ counts }, at) => {
    if ((support[at] as number) < leastAgreeing || areEquallyCommon(counts)) return;
    if (best === -1 || (support[at] as number) > (support[best] as number)) best = at;
  });
  return best === -1 ? null : (compared[best] as AgreeingColumn);
}

/** Whether the common values of two columns determine each other. */
function doAgree(
  one: AgreeingColumn,
  other: AgreeingColumn,
  columns: readonly PhraseColumn[],
  phrases: readonly number[],
  weights: Float64Array,
  total: number,
): boolean {
  const [a, b] = [columns[one.column] as PhraseColumn, columns[other.column] as PhraseColumn];
  const [rankA, rankB] = [rankOf(one), rankOf(other)];
  const joint = new Float64Array(one.values.length * other.values.length);
  let both = 0;
  for (const phrase of phrases) {
    const x = rankA.get(a.values[phrase] as number);
    const y = rankB.get(b.values[phrase] as number);
    if (x === undefined || y === undefined) continue;
    const weight = weights[phrase] as number;
    both += weight;
    joint[x * other.values.length + y] = (joint[x * other.values.length + y] as number) + weight;
  }
  if (both < coverage * total) return false;
  const [rows, places] = [new Float64Array(one.values.length), new Float64Array(other.values.length)];
  joint.forEach((count, cell) => {
    const [x, y] = [Math.floor(cell / other.values.length), cell % other.values.length];
    rows[x] = Math.max(rows[x] as number, count);
    places[y] = Math.max(places[y] as number, count);
  });
  const kept = (most: Float64Array): number => most.reduce((sum, count) => sum + count, 0);
  return Math.min(kept(rows), kept(places)) >= agreement * both;
}

function rankOf({ values }: AgreeingColumn): Map<number, number> {
  return new Map(values.map((value, rank) => [value, rank]));
}

/** Chi-square at about 0.1%. */
function areEquallyCommon(counts: readonly number[]): boolean {
  const freedom = counts.length - 1;
  return chiSquareOfEven(counts) <= freedom + 3.1 * Math.sqrt(2 * freedom) + 3;
}

import { findAgreeing } from './agreeing-columns.js';
import { configuredValues, fewValues } from './configured-values.js';
import type { PhraseColumn, PhraseColumns } from './phrase-columns.js';

/** Phrases whose configured values agree. */
export interface ContentLeaf {
  /** Positions in the group's list of phrases, ascending. */
  readonly phrases: readonly number[];
  /** The decisions that led here, outermost first. */
  readonly path: readonly ContentChoice[];
}

/** `value` is the value id held, or -1 for all values that are not configuration. */
export interface ContentChoice {
  readonly column: number;
  readonly value: number;
  readonly configured: readonly number[];
}

/** With less than this share of a phrase fixed, its field is the message itself, and more values are configurations. */
const messageShare = 0.5;
const fewMessages = 12;
const messageRepeats = 5;
/** Columns agree when they share this part of their information, and are independent when they share less than that. */
const agreement = 0.9;
const independence = 0.1;
const rarestIndependent = 0.05;
/** Distance from which bytes of one run count as different places. */
const apart = 4;
const innerSupport = 2;

/**
 * Splits phrases of one structure into configurations, recursively: on the column of configured values that most other
 * columns agree with, leftmost first. Columns of few values that vary independently of one another are fields the tool
 * draws anew, and split nothing. `weights[i]`: sources that sent phrase i.
 */
export function splitContents(group: PhraseColumns, weights: Float64Array): ContentLeaf[] {
  const leaves: ContentLeaf[] = [];
  const split = (phrases: readonly number[], path: readonly ContentChoice[]): void => {
    const choice =
      phrases.length < 2
        ? null
        : (chooseColumn(group, phrases, weights) ?? chooseAgreeing(group, phrases, weights));
    if (choice === null) {
      leaves.push({ phrases, path });
      return;
    }
    const { column, configured } = choice;
    const values = (group.columns[column] as PhraseColumn).values;
    const others: number[] = [];
    const parts = new Map<number, number[]>(configured.map((value) => [value, []]));
    for (const phrase of phrases) (parts.get(values[phrase] as number) ?? others).push(phrase);
    parts.set(-1, others);
    for (const [value, part] of parts) {
      if (part.length > 0) split(part, [...path, { column, value, configured }]);
    }
  };
  split(
    Array.from(weights, (_, index) => index),
    [],
  );
  return leaves;
}

function chooseAgreeing(
  { columns }: PhraseColumns,
  phrases: readonly number[],
  weights: Float64Array,
): Pick<Candidate, 'column' | 'configured'> | null {
  const found = findAgreeing(columns, phrases, weights);
  return found === null ? null : { column: found.column, configured: found.values };
}

interface Candidate {
  readonly column: number;
  readonly configured: readonly number[];
  /** Class of each phrase: rank of its configured value, or `configured.length` for all others. */
  readonly classes: Int8Array;
}

function chooseColumn(
  { columns, fixedBytes }: PhraseColumns,
  phrases: readonly number[],
  weights: Float64Array,
): Candidate | null {
  const candidates: Candidate[] = [];
  let total = 0;
  for (const phrase of phrases) total += weights[phrase] as number;
  let variable = 0;
  const counted = columns.map((column) => {
    const counts = countValues(column, phrases, weights);
    if (counts.distinct > 1 && !column.isInner) variable += column.bytes;
    return counts;
  });
  const fixed =
    fixedBytes + columns.reduce((sum, column, at) => sum + fixedHere(column, counted[at] as Counted), 0);
  const isMessage = fixed < messageShare * (fixed + variable);
  columns.forEach((column, at) => {
    const { counts, distinct } = counted[at] as Counted;
    if (distinct < 2) return;
    const most = isMessage && total >= messageRepeats * distinct && !column.isInner ? fewMessages : fewValues;
    const configured = configuredValues(counts, most);
    if (configured.length > 0 && !isPartOfDictionary(at, counted, columns, phrases, weights))
      candidates.push({ column: at, configured, classes: classesOf(column, configured) });
  });
  return strongest(candidates, columns, phrases, weights);
}

/** Values of a dictionary are held by so many sources each, on average. */
const dictionaryRepeats = 3;

/**
 * Whether a piece says nothing that a dictionary does not say: each word of another column, of more values than a tool
 * has configurations, goes with one value of this one. A user agent picked from a list picks its version with it.
 */
function isPartOfDictionary(
  column: number,
  counted: readonly Counted[],
  columns: readonly PhraseColumn[],
  phrases: readonly number[],
  weights: Float64Array,
): boolean {
  const own = columns[column] as PhraseColumn;
  const total = phrases.reduce((sum, phrase) => sum + (weights[phrase] as number), 0);
  return columns.some((other, at) => {
    const { distinct } = counted[at] as Counted;
    if (at === column || other.isInner || distinct <= fewMessages) return false;
    if (distinct * dictionaryRepeats > total) return false;
    const goesWith = new Int32Array(other.distinct).fill(-1);
    return phrases.every((phrase) => {
      const word = other.values[phrase] as number;
      const value = own.values[phrase] as number;
      if (word < 0) return false;
      if (goesWith[word] === -1) goesWith[word] = value;
      return goesWith[word] === value;
    });
  });
}

interface Counted {
  readonly counts: Float64Array;
  readonly distinct: number;
}

function countValues(column: PhraseColumn, phrases: readonly number[], weights: Float64Array): Counted {
  const counts = new Float64Array(column.distinct);
  let distinct = 0;
  for (const phrase of phrases) {
    const value = column.values[phrase] as number;
    if (value < 0) continue;
    if (counts[value] === 0) distinct++;
    counts[value] = (counts[value] as number) + (weights[phrase] as number);
  }
  return { counts, distinct };
}

function fixedHere(column: PhraseColumn, { distinct }: Counted): number {
  return distinct === 1 && !column.isInner ? column.bytes : 0;
}

function classesOf(column: PhraseColumn, configured: readonly number[]): Int8Array {
  const rank = new Map(configured.map((value, index) => [value, index]));
  return Int8Array.from(column.values, (value) => rank.get(value) ?? configured.length);
}

function strongest(
  candidates: readonly Candidate[],
  columns: readonly PhraseColumn[],
  phrases: readonly number[],
  weights: Float64Array,
): Candidate | null {
  const compared = candidates.slice(0, comparedColumns);
  const support = new Int32Array(compared.length);
  const isFree = new Uint8Array(compared.length);
  compared.forEach((one, a) => {
    compared.slice(a + 1).forEach((other, step) => {
      const b = a + 1 + step;
      const relation = relate(one.classes, other.classes, phrases, weights);
      if (relation.agreement >= agreement && areApart(columns[one.column], columns[other.column])) {
        support[a] = (support[a] as number) + 1;
        support[b] = (support[b] as number) + 1;
      } else if (relation.shared < independence && relation.rarest >= rarestIndependent) {
        isFree[a] = 1;
        isFree[b] = 1;
      }
    });
  });
  let best = -1;
  compared.forEach(({ column }, at) => {
    const needed = (columns[column] as PhraseColumn).isInner ? innerSupport : 0;
    if ((support[at] as number) < needed || (isFree[at] === 1 && support[at] === 0)) return;
    if (best === -1 || (support[at] as number) > (support[best] as number)) best = at;
  });
  return best === -1 ? null : (compared[best] as Candidate);
}

/** Bounds the pairs of columns compared in one step. */
const comparedColumns = 64;

function areApart(one: PhraseColumn | undefined, other: PhraseColumn | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (!one.isInner && !other.isInner) return true;
  return one.position !== other.position || Math.abs(one.offset - other.offset) > apart;
}

interface Relation {
  /** Mutual information over the larger entropy: 1 when each value of one column goes with one value of the other. */
  readonly agreement: number;
  /** Mutual information over the smaller entropy, 0..1. */
  readonly shared: number;
  /** Share of the rarest value. */
  readonly rarest: number;
}

function relate(
  one: Int8Array,
  other: Int8Array,
  phrases: readonly number[],
  weights: Float64Array,
): Relation {
  const width = fewMessages + 2;
  const joint = new Float64Array(width * width);
  const rows = new Float64Array(width);
  const columns = new Float64Array(width);
  let total = 0;
  for (const phrase of phrases) {
    const a = one[phrase] as number;
    const b = other[phrase] as number;
    const weight = weights[phrase] as number;
    joint[a * width + b] = (joint[a * width + b] as number) + weight;
    rows[a] = (rows[a] as number) + weight;
    columns[b] = (columns[b] as number) + weight;
    total += weight;
  }
  let information = 0;
  joint.forEach((value, cell) => {
    if (value === 0) return;
    const expected = (rows[Math.floor(cell / width)] as number) * (columns[cell % width] as number);
    information += (value / total) * Math.log((value * total) / expected);
  });
  const entropies = [entropy(rows, total), entropy(columns, total)];
  const [least, most] = [Math.min(...entropies), Math.max(...entropies)];
  return {
    agreement: most > 0 ? information / most : 1,
    shared: least > 0 ? information / least : 1,
    rarest: Math.min(rarest(rows), rarest(columns)) / total,
  };
}

function entropy(counts: Float64Array, total: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / total) * Math.log(count / total);
  return sum;
}

function rarest(counts: Float64Array): number {
  return counts.reduce((least, count) => (count > 0 ? Math.min(least, count) : least), Infinity);
}

import { HoneysiftError } from '../errors.js';
import { isBackscatter, truthKey, type TruthRow } from './truth.js';
import { compareText } from '../model/compare-text.js';

/**
 * How well groups found by an analysis agree with the tools that really sent the packets.
 *
 * Of all attack sources in the truth but backscatter, a pair is *together* when both stand in one group and *kin* when
 * both were sent by one tool (or one configuration, see `label`). A source without a group (rare, flagged as
 * backscatter, or missing from the assignment) stands alone: it is together with nobody, and costs recall only.
 */
export interface Quality {
  /** Sources judged: rows of the truth that are no backscatter. */
  readonly sources: number;
  readonly labels: number;
  readonly groups: number;
  /** Judged sources without a group; `missing` of them are not in the assignment at all. */
  readonly alone: number;
  readonly missing: number;
  /** Assigned sources that the truth does not know; they are not judged. */
  readonly unknown: number;
  readonly pairsTogether: number;
  readonly pairsKin: number;
  readonly pairsRight: number;
  /** pairsRight / pairsTogether; 1 when nothing is together. */
  readonly precision: number;
  /** pairsRight / pairsKin; 1 when nothing is kin. */
  readonly recall: number;
  /** Mean of the recalls of the labels with two sources or more; 1 when there is none. */
  readonly macroRecall: number;
  readonly macroLabels: number;
  /** Groups that hold most pairs of unlike sources, worst first. */
  readonly merged: readonly MergedGroup[];
  /** Labels that lost most pairs, worst first. */
  readonly split: readonly SplitLabel[];
}

export interface MergedGroup {
  readonly group: string;
  readonly pairsWrong: number;
  readonly labels: readonly Share[];
}

export interface SplitLabel {
  readonly label: string;
  readonly sources: number;
  readonly pairsLost: number;
  readonly recall: number;
  /** `null` are the sources without a group. */
  readonly groups: readonly Share[];
}

export interface Share {
  readonly name: string | null;
  readonly sources: number;
}

export interface QualityOptions {
  /** What must stay together: `tool` (default; tool families) or `variant`, a tool's configuration (root causes). */
  readonly label?: 'tool' | 'variant' | undefined;
  /** How many of the worst to list; default 10. */
  readonly worst?: number | undefined;
}

/** Pairs of more sources than this are no longer exact in a number. */
const mostSources = 94_906_265;

/**
 * Pairwise precision and recall by contingency counts, O(sources). `assignment` maps `ip@day` to a group, or to null
 * for a source that stands alone. Errors: ERR_BOUND above 94,906,265 sources.
 */
export function measureQuality(
  truth: readonly TruthRow[],
  assignment: ReadonlyMap<string, string | null>,
  options: QualityOptions = {},
): Quality {
  if (truth.length > mostSources)
    throw new HoneysiftError('ERR_BOUND', `At most ${mostSources} sources can be judged`);
  const byLabel = new Map<string, Map<string | null, number>>();
  const byGroup = new Map<string, Map<string, number>>();
  const tally = { sources: 0, alone: 0, missing: 0, known: 0 };
  for (const row of truth) {
    const group = assignment.get(truthKey(row));
    if (group !== undefined) tally.known++;
    if (isBackscatter(row)) continue;
    const label = options.label === 'variant' ? `${row.tool} ${row.variant}` : row.tool;
    tally.sources++;
    if (group === undefined) tally.missing++;
    if (group === undefined || group === null) tally.alone++;
    else increment(byGroup, group, label);
    increment(byLabel, label, group ?? null);
  }
  const merged = [...byGroup].map(([group, labels]) => mergedGroup(group, labels));
  const split = [...byLabel].map(([label, groups]) => splitLabel(label, groups));
  const pairsTogether = sumOf([...byGroup.values()].map((labels) => pairs(total(labels))));
  const pairsRight = pairsTogether - sumOf(merged.map(({ pairsWrong }) => pairsWrong));
  const pairsKin = sumOf(split.map(({ sources }) => pairs(sources)));
  const several = split.filter(({ sources }) => sources > 1);
  const worst = options.worst ?? 10;
  return {
    sources: tally.sources,
    labels: byLabel.size,
    groups: byGroup.size,
    alone: tally.alone,
    missing: tally.missing,
    unknown: assignment.size - tally.known,
    pairsTogether,
    pairsKin,
    pairsRight,
    precision: ratio(pairsRight, pairsTogether),
    recall: ratio(pairsRight, pairsKin),
    macroRecall: several.length === 0 ? 1 : sumOf(several.map(({ recall }) => recall)) / several.length,
    macroLabels: several.length,
    merged: worstOf(
      merged,
      ({ pairsWrong }) => pairsWrong,
      ({ group }) => group,
      worst,
    ),
    split: worstOf(
      split,
      ({ pairsLost }) => pairsLost,
      ({ label }) => label,
      worst,
    ),
  };
}

function mergedGroup(group: string, labels: ReadonlyMap<string, number>): MergedGroup {
  const pairsWrong = pairs(total(labels)) - sumOf([...labels.values()].map(pairs));
  return { group, pairsWrong, labels: shares(labels) };
}

function splitLabel(label: string, groups: ReadonlyMap<string | null, number>): SplitLabel {
  const sources = total(groups);
  const kept = sumOf([...groups].map(([group, count]) => (group === null ? 0 : pairs(count))));
  return {
    label,
    sources,
    pairsLost: pairs(sources) - kept,
    recall: ratio(kept, pairs(sources)),
    groups: shares(groups),
  };
}

function increment<Outer, Inner>(table: Map<Outer, Map<Inner, number>>, outer: Outer, inner: Inner): void {
  const row = table.get(outer) ?? new Map<Inner, number>();
  if (row.size === 0) table.set(outer, row);
  row.set(inner, (row.get(inner) ?? 0) + 1);
}

/** n over 2. */
function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function total(counts: ReadonlyMap<unknown, number>): number {
  return sumOf([...counts.values()]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function shares(counts: ReadonlyMap<string | null, number>): Share[] {
  return [...counts]
    .map(([name, sources]) => ({ name, sources }))
    .sort((a, b) => b.sources - a.sources || compareText(a.name ?? '', b.name ?? ''));
}

/** The highest, ties by name, those at zero left out. */
function worstOf<T>(
  items: readonly T[],
  cost: (item: T) => number,
  name: (item: T) => string,
  count: number,
): T[] {
  return items
    .filter((item) => cost(item) > 0)
    .sort((a, b) => cost(b) - cost(a) || compareText(name(a), name(b)))
    .slice(0, count);
}

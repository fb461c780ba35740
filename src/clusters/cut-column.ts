import type { ItemCut } from '../model/itemset-cluster.js';
import type { ItemColumn } from './item-columns.js';
import { peakIntervals } from './peak-intervals.js';
import { supportCount } from './support-count.js';
import { binOf, binRange, countBins } from './value-bins.js';

/** Least share of a ports sequence's sources in a peak. */
const peakShare = 0.05;

/** What is left of a value that no interval holds, and whether it is put in words. */
export interface CutSpec {
  readonly name: string;
  /** By position; NaN where a source has no value. */
  readonly values: Float64Array;
  /** What 1 in the texts is in the values: 1e9 for nanoseconds told in seconds. */
  readonly unit: number;
  /** Whole values below this keep a value of their own: they are told apart, not binned. Default 0. */
  readonly exactBelow?: number | undefined;
}

/**
 * Items `<name>=[from,to)` from the hierarchy value -> bin of a 1-2-5 grid -> peak interval -> any. Where all values fall
 * into one interval the attribute is left out, for it would tell no two sources apart.
 */
export function cutColumn({ name, values, unit, exactBelow = 0 }: CutSpec): ItemColumn {
  const isBinned = (value: number): boolean => value >= exactBelow;
  const { first, counts } = countBins(Array.from(values.filter(isBinned), binOf));
  const intervals = peakIntervals(counts, Math.max(1, supportCount(peakShare, values.length)));
  const labels: string[] = ['none'];
  for (let exact = 0; exact < exactBelow; exact += 1) labels.push(String(exact));
  const firstInterval = labels.length;
  const labelOfBin: number[] = [];
  intervals.forEach(({ from, to }, at) => {
    const low = binRange(first + from, unit).from;
    labels.push(`[${low},${binRange(first + to - 1, unit).to})`);
    for (let bin = from; bin < to; bin += 1) labelOfBin[first + bin] = firstInterval + at;
  });
  const labelOf = (value: number): number => {
    if (Number.isNaN(value)) return 0;
    return isBinned(value) ? (labelOfBin[binOf(value)] ?? 0) : value + 1;
  };
  const isLeftOut = exactBelow === 0 && intervals.length < 2;
  const itemOf = (label: number): string | null => (isLeftOut ? null : `${name}=${labels[label] ?? ''}`);
  const missing = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const cuts: ItemCut[] = counts.map((sources, at) => ({
    attribute: name,
    bin: at + 1,
    ...binRange(first + at, unit),
    sources,
    item: itemOf(labelOfBin[first + at] ?? 0),
  }));
  if (missing > 0) {
    cuts.unshift({ attribute: name, bin: 0, from: null, to: null, sources: missing, item: itemOf(0) });
  }
  return { name, values: values.map(labelOf), labels, cuts, isLeftOut };
}

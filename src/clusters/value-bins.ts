/** Half-open range of values [from, to). */
export interface ValueBin {
  readonly from: number;
  readonly to: number;
}

const steps = [1, 2, 5] as const;

/**
 * Bin of a value on the grid 0, 1, 2, 5, 10, 20, 50, ...: 0 for values below 1, then one bin a grid step. Decided by
 * comparing with whole numbers, never by a logarithm, so that the edges are exact.
 */
export function binOf(value: number): number {
  if (!(value >= 1)) return 0;
  let bin = 1;
  let edge = 1;
  for (; value >= edge * 10; edge *= 10) bin += steps.length;
  if (value >= edge * 5) return bin + 2;
  return value >= edge * 2 ? bin + 1 : bin;
}

/** The values of a bin, divided by `unit`: 1e9 for nanoseconds told in seconds. */
export function binRange(bin: number, unit = 1): ValueBin {
  return { from: edgeAt(bin - 1) / unit, to: edgeAt(bin) / unit };
}

function edgeAt(edge: number): number {
  if (edge < 0) return 0;
  return (steps[edge % steps.length] ?? 1) * 10 ** Math.floor(edge / steps.length);
}

/** How many values fall into each bin from the lowest to the highest that is not empty; `first` is the lowest. */
export interface BinCounts {
  readonly first: number;
  readonly counts: readonly number[];
}

export function countBins(bins: Iterable<number>): BinCounts {
  const found = new Map<number, number>();
  for (const bin of bins) found.set(bin, (found.get(bin) ?? 0) + 1);
  if (found.size === 0) return { first: 0, counts: [] };
  const first = Math.min(...found.keys());
  const last = Math.max(...found.keys());
  return { first, counts: Array.from({ length: last - first + 1 }, (_, at) => found.get(first + at) ?? 0) };
}

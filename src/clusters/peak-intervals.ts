/** A stretch of bins, [from, to), and what they hold. */
export interface PeakInterval {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Cuts a histogram at the minima between its peaks, so that every interval holds at least `minCount`; one interval where
 * it has a single peak, none where it is empty.
 *
 * First every local maximum (a run of equal bins counts as one) is a peak, and the cut between two lies behind the middle
 * of the lowest bins between them. Then, as long as an interval holds too little, the one that holds least joins the
 * neighbour beyond the less deep of its cuts (the larger neighbour, then the lower one, where both are as deep).
 */
export function peakIntervals(counts: readonly number[], minCount: number): PeakInterval[] {
  if (counts.length === 0) return [];
  const cuts = [0, ...cutsBetweenPeaks(counts), counts.length];
  const intervals = cuts.slice(1).map((to, at) => intervalOf(counts, cuts[at] ?? 0, to));
  while (intervals.length > 1) {
    const smallest = intervals.reduce(
      (best, { count }, at) => (count < (intervals[best]?.count ?? 0) ? at : best),
      0,
    );
    if ((intervals[smallest]?.count ?? 0) >= minCount) break;
    const left = joinsLower(counts, intervals, smallest) ? smallest - 1 : smallest;
    const [a, b] = intervals.slice(left, left + 2);
    if (a && b) intervals.splice(left, 2, { from: a.from, to: b.to, count: a.count + b.count });
  }
  return intervals;
}

/** Where each interval but the first begins. */
function cutsBetweenPeaks(counts: readonly number[]): number[] {
  const cuts: number[] = [];
  let isFalling = false;
  let lowestFrom = 0;
  for (let bin = 1; bin < counts.length; bin += 1) {
    const step = (counts[bin] ?? 0) - (counts[bin - 1] ?? 0);
    if (step < 0) {
      isFalling = true;
      lowestFrom = bin;
    } else if (step > 0 && isFalling) {
      isFalling = false;
      cuts.push(Math.floor((lowestFrom + bin - 1) / 2) + 1);
    }
  }
  return cuts;
}

function intervalOf(counts: readonly number[], from: number, to: number): PeakInterval {
  return { from, to, count: counts.slice(from, to).reduce((sum, count) => sum + count, 0) };
}

function joinsLower(counts: readonly number[], intervals: readonly PeakInterval[], at: number): boolean {
  const lower = intervals[at - 1];
  const own = intervals[at];
  const upper = intervals[at + 1];
  if (!lower || !own) return false;
  if (!upper) return true;
  // The lowest bins of a cut stand on both sides of it or before it.
  const depth = (cut: number): number => Math.min(counts[cut - 1] ?? 0, counts[cut] ?? 0);
  const difference = depth(own.from) - depth(own.to);
  return difference !== 0 ? difference > 0 : lower.count >= upper.count;
}

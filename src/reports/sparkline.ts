const bars = '▁▂▃▄▅▆▇█';

/**
 * Counts as one line of at most `width` bars; longer series are summed into neighbouring pairs, triples... A period
 * without any is a blank, so that silence can be told from little.
 */
export function sparkline(counts: readonly number[], width: number): string {
  const step = Math.max(1, Math.ceil(counts.length / width));
  const sums: number[] = [];
  for (let start = 0; start < counts.length; start += step) {
    sums.push(counts.slice(start, start + step).reduce((sum, count) => sum + count, 0));
  }
  const highest = Math.max(...sums, 1);
  return sums
    .map((sum) => (sum === 0 ? ' ' : (bars[Math.min(7, Math.floor((sum / highest) * 7.999))] ?? ' ')))
    .join('');
}

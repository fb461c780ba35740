/** Pearson's chi-square of counts against equal ones, with one degree of freedom fewer than counts. */
export function chiSquareOfEven(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

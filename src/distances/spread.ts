/**
 * Population standard deviation of v over all unordered pairs of `sources`, from the sum of v over ordered pairs and
 * the sum of v^2 over unordered ones. Exact before the square root when the sums are whole numbers, so that equal
 * distances have no deviation at all.
 */
export function spreadOfPairs(sources: number, orderedSum: number, squares: number): number {
  const pairs = (sources * (sources - 1)) / 2;
  const sum = orderedSum / 2;
  if (areWhole(pairs, sum, squares)) {
    const scatter = BigInt(pairs) * BigInt(squares) - BigInt(sum) ** 2n;
    return scatter > 0n ? Math.sqrt(Number(scatter)) / pairs : 0;
  }
  const mean = sum / pairs;
  return Math.sqrt(Math.max(0, squares / pairs - mean * mean));
}

/** Population standard deviation of `sums`, the k-th counted `counts[k]` times, `sources` in all. */
export function spreadOfSums(sources: number, sums: Float64Array, counts: Float64Array): number {
  if (sums.every(Number.isInteger)) {
    let total = 0n;
    let squares = 0n;
    for (const [k, value] of sums.entries()) {
      const weighted = BigInt(counts[k] as number) * BigInt(value);
      total += weighted;
      squares += weighted * BigInt(value);
    }
    const scatter = BigInt(sources) * squares - total * total;
    return Math.sqrt(Number(scatter)) / sources;
  }
  const mean = sums.reduce((total, sum, k) => total + sum * (counts[k] as number), 0) / sources;
  const scatter = sums.reduce((total, sum, k) => total + (sum - mean) ** 2 * (counts[k] as number), 0);
  return Math.sqrt(scatter / sources);
}

function areWhole(...values: number[]): boolean {
  return values.every(Number.isInteger);
}

/** Odds at which a count is called too high to be chance. */
const tail = 0.001;

/** The least count that a Poisson variable of this mean exceeds with a chance under 0.1%. */
export function poissonUpper(mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 500) return Math.ceil(mean + 3.1 * Math.sqrt(mean));
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  while (1 - below > tail) {
    count++;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

/** Logarithm of the number of ways to choose `chosen` of `from`. */
export function logChoose(from: number, chosen: number): number {
  const least = Math.min(chosen, from - chosen);
  if (least <= 0) return 0;
  let sum = 0;
  for (let step = 1; step <= least; step++) sum += Math.log((from - least + step) / step);
  return sum;
}

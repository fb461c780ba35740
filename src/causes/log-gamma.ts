/** Logarithm of the gamma function for x > 0, to 1e-9: Stirling's series, after stepping up to where it holds. */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < 8; at++) product *= at;
  const inverse = 1 / (at * at);
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - inverse / 1680) * inverse) * inverse) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** Start and end of a period (`2004-01` or `2004-01-31`), UTC. */
export function periodBounds(period: string): { readonly start: Date; readonly end: Date } {
  const start = new Date(period.length === 7 ? `${period}-01` : period);
  const end = new Date(start);
  if (period.length === 7) end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCDate(end.getUTCDate() + 1);
  return { start, end };
}

/** At most `most` of the periods, evenly spaced, the first among them. */
export function sparsePeriods(periods: readonly string[], most: number): string[] {
  const steps = [1, 2, 3, 6, 12, 24, 60];
  const step = steps.find((size) => periods.length / size <= most) ?? Math.ceil(periods.length / most);
  return periods.filter((_, index) => index % step === 0);
}

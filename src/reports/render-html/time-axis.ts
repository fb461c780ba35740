const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

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

/** Axis options that name at most `most` periods, each under the middle of its bar; the year stands where it begins. */
export function periodAxis(periods: readonly string[], most: number) {
  const shown = sparsePeriods(periods, most);
  const labels = new Map(
    shown.map((period, index) => {
      const { start, end } = periodBounds(period);
      const year = period.slice(0, 4);
      const name = `${monthNames[start.getUTCMonth()] ?? ''}${period.length === 7 ? '' : ` ${start.getUTCDate()}`}`;
      const isFirst = shown[index - 1]?.slice(0, 4) !== year;
      return [(start.getTime() + end.getTime()) / 2, isFirst ? `${name}\n${year}` : name];
    }),
  );
  return {
    type: 'utc',
    label: null,
    ticks: [...labels.keys()].map((time) => new Date(time)),
    tickFormat: (time: Date) => labels.get(time.getTime()) ?? '',
  } as const;
}

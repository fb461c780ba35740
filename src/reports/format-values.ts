/** What stands for "unknown" or "not applicable". */
export const dash = '–';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `4,102,635`. */
export function formatCount(value: number | null): string {
  return value === null ? dash : grouped.format(value);
}

/** `71.3%` from 0.7131. A share that is not nothing never reads `0.0%`, one short of all never `100.0%`. */
export function formatShare(share: number | null): string {
  if (share === null) return dash;
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  return `${(share * 100).toFixed(1)}%`;
}

/** Distances and seconds: whole numbers as such, else three significant digits at most. */
export function formatDecimal(value: number | null): string {
  if (value === null) return dash;
  if (Number.isInteger(value)) return grouped.format(value);
  const size = Math.abs(value);
  if (size >= 100) return grouped.format(value);
  if (size > 0 && size < 0.005) return '<0.01';
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** `1.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return dash;
  if (seconds < 60) return `${formatDecimal(seconds)} s`;
  const whole = Math.round(seconds);
  const [size, unit, next, smaller] =
    whole >= 86400
      ? ([86400, 'd', 3600, 'h'] as const)
      : whole >= 3600
        ? ([3600, 'h', 60, 'min'] as const)
        : ([60, 'min', 1, 's'] as const);
  const rest = Math.floor((whole % size) / next);
  return `${formatCount(Math.floor(whole / size))} ${unit}${rest > 0 ? ` ${rest} ${smaller}` : ''}`;
}

/** `281.0 MB` (powers of 1,000). */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return dash;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  if (bytes < 1000) return `${formatCount(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** `4.1 M`, `380 k`, `512`: for headlines. */
export function formatRounded(value: number): string {
  if (value < 100_000) return formatCount(value);
  for (const [size, unit] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
  ] as const) {
    if (value >= size) return `${(value / size).toFixed(value < 100 * size ? 1 : 0)} ${unit}`;
  }
  return `${formatCount(value / 1000)} k`;
}

/** `1 root cause`, `12 root causes`. */
export function formatMany(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

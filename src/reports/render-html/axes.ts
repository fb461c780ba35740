import { formatCount } from '../format-values.js';

/** Axis options that put the label of x under the middle of the axis, clear of the tick labels. */
export const below = { labelAnchor: 'center', labelArrow: 'none', labelOffset: 40 } as const;

/** `0`, `500`, `35k`, `1.5M`: short numbers for axes. */
export function tickText(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(2))}M`;
  return value >= 1000 ? `${Number((value / 1e3).toFixed(2))}k` : String(value);
}

/** Axis options for counts from 0 to `highest`: about five ticks, never between two whole numbers. */
export function countAxis(highest: number, format: (value: number) => string = formatCount) {
  const rough = Math.max(1, highest / 5);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((size) => size * power >= rough) ?? 10) * power);
  const ticks: number[] = [];
  for (let tick = 0; tick <= highest + step / 1e6; tick += step) ticks.push(tick);
  return { ticks, tickFormat: format, grid: true, labelArrow: 'none' } as const;
}

/** Axis options for a logarithmic axis of counts from 1: powers of ten, and halves of them where there are few. */
export function logAxis(highest: number) {
  const decades = Array.from(
    { length: Math.floor(Math.log10(Math.max(10, highest))) + 1 },
    (_, power) => 10 ** power,
  );
  const sizes = decades.length > 4 ? [1] : decades.length > 2 ? [1, 3] : [1, 2, 5];
  const ticks = decades.flatMap((decade) => sizes.map((size) => size * decade));
  const domain = [1, Math.max(10, highest)];
  return {
    type: 'log',
    domain,
    ticks: ticks.filter((tick) => tick <= (domain[1] ?? 10)),
    tickFormat: formatCount,
  } as const;
}

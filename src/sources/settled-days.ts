import type { FinalizedSources } from '../native/source-aggregator.js';

/** A run of UTC days, days since 1970-01-01. */
export interface DaySpan {
  readonly first: number;
  readonly last: number;
}

/** Attack sources of days that one capture has for itself, made by the worker that read it: no day part is kept. */
export interface SettledDays extends DaySpan {
  readonly sources: FinalizedSources;
}

/** Of one capture there is no other. */
const everyDay: DaySpan = { first: -0x8000_0000, last: 0x7fff_ffff };

/**
 * Which days each capture is expected to have for itself, told by the days on which captures begin: those between its
 * first day and the next capture's. The first day itself may hold the end of the capture before, unless there is none. Null for captures that
 * begin on one day, and for all when a beginning is not known. A wrong guess costs time: see `overlaps`.
 */
export function expectOwnDays(firstDays: readonly (number | null)[]): (DaySpan | null)[] {
  if (firstDays.length === 1) return [everyDay];
  const known = firstDays.filter((day) => day !== null).sort((a, b) => a - b);
  if (known.length < firstDays.length) return firstDays.map(() => null);
  return firstDays.map((day) => {
    const at = known.indexOf(day ?? 0);
    const next = known[at + 1];
    if (next === day) return null;
    return {
      first: (known[at] ?? 0) + Math.sign(at),
      last: next === undefined ? everyDay.last : next - 1,
    };
  });
}

/** Whether a settled day is one of `days` or was settled twice: then something was missing when it was. */
export function overlaps(settled: readonly DaySpan[], days: readonly number[]): boolean {
  const spans = [...settled, ...days.map((day) => ({ first: day, last: day }))];
  spans.sort((a, b) => a.first - b.first);
  return spans.some(({ first }, at) => at > 0 && first <= (spans[at - 1]?.last ?? 0));
}

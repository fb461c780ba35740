import { invalidArgument } from '../errors.js';

/** The simulated days of one calendar month (UTC). */
export interface MonthSpan {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Months since 0000-01: a month's traffic is seeded by it and by nothing of the other months. */
  readonly ordinal: number;
  /** First and last day, counted from 1970-01-01; inclusive. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly daysInMonth: number;
}

const secondsPerDay = 86_400;

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayNumber(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  const day = ms / (secondsPerDay * 1000);
  if (!Number.isInteger(day) || dayText(day) !== text) {
    throw invalidArgument('day', 'a date YYYY-MM-DD', text);
  }
  return day;
}

export function monthSpan(month: string): MonthSpan {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) throw invalidArgument('month', 'a month YYYY-MM', month);
  const year = Number(match[1]);
  const index = Number(match[2]) - 1;
  const firstDay = dayNumber(`${month}-01`);
  const nextMonth = index === 11 ? `${String(year + 1).padStart(4, '0')}-01` : monthText(year, index + 1);
  const daysInMonth = dayNumber(`${nextMonth}-01`) - firstDay;
  return { month, ordinal: year * 12 + index, firstDay, lastDay: firstDay + daysInMonth - 1, daysInMonth };
}

function monthText(year: number, index: number): string {
  return `${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`;
}

/** Whole months between `from` and `to`, each `YYYY-MM` or `YYYY-MM-DD`; days cut the first and the last month. */
export function spansBetween(from: string, to: string): MonthSpan[] {
  const first = from.length === 7 ? monthSpan(from).firstDay : dayNumber(from);
  const last = to.length === 7 ? monthSpan(to).lastDay : dayNumber(to);
  if (last < first) throw invalidArgument('to', `a day not before ${from}`, to);
  const spans: MonthSpan[] = [];
  for (let day = first; day <= last;) {
    const whole = monthSpan(dayText(day).slice(0, 7));
    const span = { ...whole, firstDay: day, lastDay: Math.min(whole.lastDay, last) };
    spans.push(span);
    day = span.lastDay + 1;
  }
  return spans;
}

/** Share of its month that a span covers, 0..1. */
export function spanShare(span: MonthSpan): number {
  return (span.lastDay - span.firstDay + 1) / span.daysInMonth;
}

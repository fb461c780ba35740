const msPerDay = 86_400_000;

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** `YYYY-MM` of a day counted from 1970-01-01. */
export function monthText(day: number): string {
  return dayText(day).slice(0, 7);
}

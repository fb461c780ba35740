/** 86,400 s in units of 2^16 ns, a whole number; times in these units are exact as numbers. */
const unitsPerDay = 1_318_359_375;

/** UTC day of a time: days and nanoseconds since 1970-01-01. */
export function utcDay(ns: bigint): number {
  return Math.floor(Number(ns >> 16n) / unitsPerDay);
}

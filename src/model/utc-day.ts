/** 86,400 s in units of 2^16 ns, a whole number; times in these units are exact as numbers. */
const unitsPerDay = 1_318_359_375;

/** UTC day of a time: days and nanoseconds since 1970-01-01. */
export function utcDay(ns: bigint): number {
  return Math.floor(Number(ns >> 16n) / unitsPerDay);
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The same of a whole column. */
export function utcDays(ns: BigInt64Array): Int32Array {
  // In halves: a bigint of each row is what would take the time.
  const halves = new Uint32Array(ns.buffer, ns.byteOffset, 2 * ns.length);
  const [low, high] = isLittleEndian ? [0, 1] : [1, 0];
  const days = new Int32Array(ns.length);
  for (let row = 0; row < ns.length; row += 1) {
    const units = ((halves[2 * row + high] ?? 0) | 0) * 65_536 + ((halves[2 * row + low] ?? 0) >>> 16);
    days[row] = Math.floor(units / unitsPerDay);
  }
  return days;
}

/** Milliseconds that a JavaScript Date can hold, either way. */
const maxDateMs = 8.64e15;

/**
 * ISO 8601 UTC text of `ticks` since 1970-01-01, a tick being 10^-digits seconds: `2003-03-01T12:00:00.000001Z`, always
 * with `digits` digits. Null where no such text exists (beyond the year 275760, infinite).
 */
export function isoInstant(ticks: bigint, digits: number): string | null {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((ticks % perSecond) + perSecond) % perSecond;
  const ms = Number((ticks - fraction) / perSecond) * 1000;
  if (Math.abs(ms) > maxDateMs) return null;
  const seconds = new Date(ms).toISOString().slice(0, -5);
  return digits === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(digits, '0')}Z`;
}

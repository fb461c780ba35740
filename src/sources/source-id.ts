import { addressBytes, formatAddress } from '../model/address.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { SourceId } from '../model/ids.js';

/**
 * `<ip>@<YYYY-MM-DD>`: the address and the UTC day on which row `row` was first seen; with one source per platform,
 * `<ip>@<YYYY-MM-DD>/<platform>`.
 */
export function sourceId(sources: AttackSources, row: number): SourceId {
  const platform = sources.platforms?.[sources.platform?.[row] ?? -1];
  const suffix = platform === undefined ? '' : `/${platform}`;
  return `${sourceAddress(sources, row)}@${dayText(sources.day[row] ?? 0)}${suffix}` as SourceId;
}

/** The address of row `row` as text. */
export function sourceAddress(sources: AttackSources, row: number): string {
  return formatAddress(sources.address, row * addressBytes);
}

/** `YYYY-MM-DD` of a number of days since 1970-01-01 UTC. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, -14);
}

/** The inverse of `dayText`. */
export function dayNumber(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000;
}

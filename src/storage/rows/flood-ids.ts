import type { AttackSources } from '../../model/attack-sources.js';
import { dayText } from '../../sources/source-id.js';

/**
 * Flood index -> `flood-<first day>-<n>`, n counting from 1 the floods that began on that day. Unlike the index, the
 * name stays when captures of other days are added.
 */
export function floodIds(sources: AttackSources): string[] {
  const firstDay: number[] = [];
  sources.flood.forEach((flood, row) => {
    if (flood >= 0) firstDay[flood] = Math.min(firstDay[flood] ?? Infinity, sources.day[row] ?? 0);
  });
  const begun = new Map<number, number>();
  return firstDay.map((day) => {
    const number = (begun.get(day) ?? 0) + 1;
    begun.set(day, number);
    return `flood-${dayText(day)}-${number}`;
  });
}

import { traceLineage } from '../../causes/lineage.js';
import { type LineageKind, lineageKinds, type LineageRecord } from '../../model/lineage.js';
import { dayText, sourceId } from '../../sources/source-id.js';
import { openStore } from '../../storage/open-store.js';
import { readGroups, readLineage } from '../../storage/read-lineage.js';
import type { StoreContent } from '../../storage/store-content.js';
import { isFactsOnly } from '../../storage/facts-only.js';

/** Former root causes by what became of them, new ones, and how many of those that go on have another id now. */
export type LineageSummary = Readonly<Record<LineageKind | 'renamed', number>>;

/**
 * The history of a store with the publication that is about to be made: what became of the root causes and families of
 * the store in `former`. Earlier rows that say `same` go.
 * @param former folder of the store, or of a generation, of the publication before; null when there was none. One of facts only
 *   has no root causes that could have become anything
 */
export async function addLineage(
  former: string | null,
  content: StoreContent,
  publication: number,
  signal?: AbortSignal,
): Promise<LineageRecord[]> {
  if (former === null) return [];
  const store = await openStore(former);
  try {
    if (isFactsOnly(store.manifest.options)) return [];
    const history = (await readLineage(store, signal)).filter(({ kind }) => kind !== 'same');
    const before = await readGroups(store, signal);
    const { rootCauses, families, lastDay } = groupsOf(content);
    const record = { publication, publishedThrough: lastDay };
    return [
      ...history,
      ...traceLineage(before.rootCauses, rootCauses).map((row): LineageRecord => ({
        ...row,
        ...record,
        level: 'root_cause',
      })),
      ...traceLineage(before.families, families).map((row): LineageRecord => ({
        ...row,
        ...record,
        level: 'family',
      })),
    ];
  } finally {
    await store.close();
  }
}

/** Of one publication; null when there was none before it. */
export function summarize(records: readonly LineageRecord[], publication: number): LineageSummary | null {
  const rows = records.filter((row) => row.publication === publication && row.level === 'root_cause');
  if (rows.length === 0) return null;
  const counts = lineageKinds.map((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    const ids = new Set(ofKind.map(({ formerId, id }) => formerId ?? id));
    return [kind, ids.size] as const;
  });
  const renamed = rows.filter(({ isHeir, formerId, id }) => isHeir && formerId !== id).length;
  return { ...(Object.fromEntries(counts) as Record<LineageKind, number>), renamed };
}

function groupsOf({ sources, rootCauses }: StoreContent): {
  rootCauses: Map<string, string | null>;
  families: Map<string, string | null>;
  lastDay: string | null;
} {
  const ids = Array.from({ length: sources.count }, (_, row) => sourceId(sources, row) as string);
  const causeOf = new Map<string, string | null>(ids.map((id) => [id, null]));
  const familyOf = new Map(causeOf);
  for (const { rootCauseId, familyId, rows } of rootCauses.rootCauses) {
    for (const row of rows) {
      causeOf.set(ids[row] ?? '', rootCauseId);
      familyOf.set(ids[row] ?? '', familyId);
    }
  }
  const lastDay = sources.day.reduce((last, day) => Math.max(last, day), -Infinity);
  return {
    rootCauses: causeOf,
    families: familyOf,
    lastDay: Number.isFinite(lastDay) ? dayText(lastDay) : null,
  };
}

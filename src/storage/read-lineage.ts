import type { LineageKind, LineageRecord } from '../model/lineage.js';
import type { QueryValue } from './query-value.js';
import type { Store } from './store.js';
import { cellText } from './value-text.js';

/** The history of a store as its table lineage has it. */
export async function readLineage(store: Store, signal?: AbortSignal): Promise<LineageRecord[]> {
  const { rows } = await store.query(
    `SELECT publication, CAST(published_through AS VARCHAR), level, kind, former_id, id, former_sources, sources, shared,
       parts, formers, heir
     FROM lineage ORDER BY ALL`,
    { signal },
  );
  return rows.map((row) => ({
    publication: Number(row[0]),
    publishedThrough: textOrNull(row[1]),
    level: textOrNull(row[2]) as LineageRecord['level'],
    kind: textOrNull(row[3]) as LineageKind,
    formerId: textOrNull(row[4]),
    id: textOrNull(row[5]),
    formerSources: Number(row[6]),
    sources: Number(row[7]),
    shared: Number(row[8]),
    parts: Number(row[9]),
    formers: Number(row[10]),
    isHeir: row[11] === true,
  }));
}

/** Attack source -> its root cause and its family. */
export async function readGroups(
  store: Store,
  signal?: AbortSignal,
): Promise<{
  readonly rootCauses: Map<string, string | null>;
  readonly families: Map<string, string | null>;
}> {
  const rootCauses = new Map<string, string | null>();
  const families = new Map<string, string | null>();
  const { batches } = await store.stream('SELECT source_id, root_cause_id, family_id FROM memberships', {
    signal,
  });
  for await (const batch of batches) {
    for (const [source, rootCause, family] of batch) {
      const id = cellText(source ?? null);
      rootCauses.set(id, textOrNull(rootCause));
      families.set(id, textOrNull(family));
    }
  }
  return { rootCauses, families };
}

function textOrNull(value: QueryValue | undefined): string | null {
  return value === null || value === undefined ? null : cellText(value);
}

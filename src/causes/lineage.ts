import { compareText } from '../model/compare-text.js';
import type { LineageKind, LineageRow } from '../model/lineage.js';

/** Attack source -> the group it belongs to; null for none (rare, backscatter). */
export type GroupOfSource = ReadonlyMap<string, string | null>;

/**
 * What became of every group of a former analysis in a later one, by the sources that both know: one row for every pair
 * of a former and a present group that share sources, and one for every former group without a pair (gone) and every
 * present one (new). Sources that the later analysis does not know any more (pruned) do not count. README.md has the
 * definitions. Linear in the sources; sorted by former group, then present group.
 */
export function traceLineage(former: GroupOfSource, present: GroupOfSource): LineageRow[] {
  const formerSizes = new Map<string, number>();
  const sizes = countGroups(present.values());
  const shared = new Map<string, Map<string, number>>();
  const formersOf = new Map<string, Set<string>>();
  for (const [source, before] of former) {
    if (before === null) continue;
    const targets = shared.get(before) ?? new Map<string, number>();
    shared.set(before, targets);
    const now = present.get(source);
    if (now === undefined) continue;
    formerSizes.set(before, (formerSizes.get(before) ?? 0) + 1);
    if (now === null) continue;
    targets.set(now, (targets.get(now) ?? 0) + 1);
    const formers = formersOf.get(now) ?? new Set<string>();
    formersOf.set(now, formers.add(before));
  }
  const rows: LineageRow[] = [];
  for (const [formerId, targets] of shared) {
    const formerSources = formerSizes.get(formerId) ?? 0;
    if (targets.size === 0) rows.push({ ...noRow, kind: 'gone', formerId, formerSources });
    const heir = heirOf(formerId, targets);
    for (const [id, count] of targets) {
      const sources = sizes.get(id) ?? 0;
      const formers = formersOf.get(id)?.size ?? 0;
      const isSame = formerId === id && count === sources && count === formerSources;
      const kind = kindOf(targets.size, formers, isSame);
      const counts = { formerSources, sources, shared: count, parts: targets.size, formers };
      rows.push({ kind, formerId, id, ...counts, isHeir: id === heir });
    }
  }
  for (const [id, sources] of sizes) {
    if (!formersOf.has(id)) rows.push({ ...noRow, kind: 'new', id, sources });
  }
  return rows.sort(
    (a, b) => compareText(a.formerId ?? '~', b.formerId ?? '~') || compareText(a.id ?? '~', b.id ?? '~'),
  );
}

const noRow = {
  formerId: null,
  id: null,
  formerSources: 0,
  sources: 0,
  shared: 0,
  parts: 0,
  formers: 0,
  isHeir: false,
} as const;

function kindOf(parts: number, formers: number, isSame: boolean): LineageKind {
  if (parts > 1) return 'split';
  if (formers > 1) return 'merged';
  return isSame ? 'same' : 'grown';
}

/** The group that took most of the sources; of equals the one that kept the id, then the first by id. */
function heirOf(formerId: string, targets: ReadonlyMap<string, number>): string | null {
  let heir: string | null = null;
  for (const [id, count] of targets) {
    const most = heir === null ? 0 : (targets.get(heir) ?? 0);
    const isAhead =
      count > most || (count === most && heir !== formerId && (id === formerId || id < (heir ?? '')));
    if (isAhead) heir = id;
  }
  return heir;
}

function countGroups(groups: Iterable<string | null>): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const group of groups) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

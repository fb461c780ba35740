import type { Contents } from './contents.js';
import type { DraftCause } from './draft-causes.js';
import { findOutliers } from './outliers.js';

export interface SortedDrafts {
  readonly kept: readonly DraftCause[];
  /** Single sources that are alone in their family, outside clusters or outliers of one. */
  readonly rare: readonly DraftCause[];
  readonly outliers: ReadonlySet<DraftCause>;
}

export function setRareAside(contents: Contents, drafts: readonly DraftCause[]): SortedDrafts {
  const inFamily = new Map<number, number>();
  for (const { family } of drafts) inFamily.set(family, (inFamily.get(family) ?? 0) + 1);
  const outliers = new Set(draftsByGroup(drafts).flatMap((group) => findOutliers(contents, group)));
  const isRare = (draft: DraftCause): boolean =>
    draft.rows.length === 1 &&
    inFamily.get(draft.family) === 1 &&
    (draft.group.clusterId === null || outliers.has(draft));
  return { kept: drafts.filter((draft) => !isRare(draft)), rare: drafts.filter(isRare), outliers };
}

export function draftsByGroup(drafts: readonly DraftCause[]): DraftCause[][] {
  const groups = new Map<unknown, DraftCause[]>();
  for (const draft of drafts) {
    const list = groups.get(draft.group);
    if (list === undefined) groups.set(draft.group, [draft]);
    else list.push(draft);
  }
  return [...groups.values()];
}

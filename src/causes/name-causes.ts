import type { FamilyId, RootCauseId } from '../model/ids.js';
import type { CausePart, CauseTask, PartFamily, PartRootCause } from './cause-task.js';
import type { Contents } from './contents.js';
import type { DraftCause } from './draft-causes.js';
import type { PlanFamilies } from './families.js';
import type { Plan } from './plans.js';
import { draftsByGroup, setRareAside } from './rare-drafts.js';
import { explainCause, explainFamily } from './reasons.js';
import { templateSkeleton } from './render-template.js';
import { familyIdOf, rootCauseIdOf } from './root-cause-id.js';
import { buildTemplate } from './template.js';

interface NamedDraft {
  readonly draft: DraftCause;
  readonly cause: Omit<PartRootCause, 'familyId'>;
}

/** Turns drafts into root causes, families, rare sources and outliers. */
export function nameCauses(
  task: CauseTask,
  contents: Contents,
  plans: readonly Plan[],
  families: PlanFamilies,
  drafts: readonly DraftCause[],
): Omit<CausePart, 'counted'> {
  const { kept, rare, outliers } = setRareAside(contents, drafts);
  const named = nameDrafts(task, contents, plans, kept, outliers, drafts);
  const { familyOf, list } = nameFamilies(task, named, families);
  return {
    rootCauses: named.map(({ draft, cause }) => ({ ...cause, familyId: familyOf(draft.family) })),
    families: list,
    rare: sourceRows(task, rare),
    outliers: sourceRows(
      task,
      [...outliers].filter(({ group }) => group.clusterId !== null),
    ),
  };
}

function sourceRows(task: CauseTask, drafts: readonly DraftCause[]): Uint32Array {
  return sourcesOf(
    task,
    drafts.flatMap(({ rows }) => rows),
  );
}

/** Rows of AttackSources, ascending. */
function sourcesOf(task: CauseTask, rows: readonly number[]): Uint32Array {
  const sources = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) sources[at] = task.rows[rows[at] as number] as number;
  return sources.sort();
}

function nameDrafts(
  task: CauseTask,
  contents: Contents,
  plans: readonly Plan[],
  kept: readonly DraftCause[],
  outliers: ReadonlySet<DraftCause>,
  all: readonly DraftCause[],
): NamedDraft[] {
  const siblings = new Map(draftsByGroup(all).map((list) => [list[0]?.group, list]));
  const used = new Set<string>();
  return kept.map((draft) => {
    const { group, rows, content, plan } = draft;
    const phrases = new Set<number>();
    for (const row of rows) {
      const phrase = contents.phraseOfRow[row] as number;
      if (contents.contentOfPhrase[phrase] === content) phrases.add(phrase);
    }
    const template = buildTemplate(
      task.phrases,
      contents,
      [...phrases].sort((a, b) => a - b),
    );
    const defining = [group.portsSequence, group.items.join(' '), templateSkeleton(template)];
    const rootCauseId = unusedId(used, defining, planText(task, plans[plan] as Plan));
    const cause = {
      rootCauseId,
      portsSequence: group.portsSequence,
      clusterId: group.clusterId,
      items: group.items,
      rows: sourcesOf(task, rows),
      template,
      reason: explainCause(contents, draft, template, siblings.get(group) ?? [draft], outliers.has(draft)),
    };
    return { draft, cause };
  });
}

/** Where two root causes of one run are defined alike, the later one (by sources, then content) adds its counts. */
function unusedId(used: Set<string>, defining: readonly string[], plan: string): RootCauseId {
  let parts = [...defining];
  let id = rootCauseIdOf(parts);
  for (let turn = 0; used.has(id); turn++) {
    parts = [...defining, plan, ...(turn > 0 ? [String(turn)] : [])];
    id = rootCauseIdOf(parts);
  }
  used.add(id);
  return id;
}

function planText({ honeypotNames }: CauseTask, { honeypots, canonical, raw }: Plan): string {
  return honeypots
    .map(
      (honeypot, at) =>
        `${honeypotNames[honeypot] ?? String(honeypot)}=${String(raw[at])}/${String(canonical[at])}`,
    )
    .join(' ');
}

function nameFamilies(
  task: CauseTask,
  named: readonly NamedDraft[],
  families: PlanFamilies,
): { familyOf: (family: number) => FamilyId; list: PartFamily[] } {
  const members = new Map<number, NamedDraft[]>();
  for (const one of named) {
    const list = members.get(one.draft.family);
    if (list === undefined) members.set(one.draft.family, [one]);
    else list.push(one);
  }
  const ids = new Map<number, FamilyId>();
  const list = [...members].map(([family, causes]): PartFamily => {
    const sorted = [...causes].sort(
      (a, b) =>
        b.cause.rows.length - a.cause.rows.length || (a.cause.rootCauseId < b.cause.rootCauseId ? -1 : 1),
    );
    const familyId = familyIdOf([task.ports, (sorted[0] as NamedDraft).cause.rootCauseId]);
    ids.set(family, familyId);
    return {
      familyId,
      rootCauseIds: sorted.map(({ cause }) => cause.rootCauseId).sort(),
      portsSequences: [...new Set(sorted.map(({ cause }) => cause.portsSequence))].sort(),
      reason: explainFamily(families.bonds.get(family) ?? [], causes.length),
    };
  });
  return { familyOf: (family) => ids.get(family) as FamilyId, list };
}

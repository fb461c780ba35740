import type { RootCause, ToolFamily } from '../model/root-cause.js';
import type { ClusterId } from '../model/ids.js';
import type { Stage } from '../model/stage.js';
import type { CausePart, CausesInput, CauseTask, FoundCauses, TaskGroup } from './cause-task.js';
import { type Contents, type ReadPhrases, readPhrases, splitIntoContents } from './contents.js';
import { type DraftCause, draftCauses } from './draft-causes.js';
import { type PlanFamilies, unitePlans } from './families.js';
import { nameCauses } from './name-causes.js';
import { listPlans, type Plan } from './plans.js';
import { planTasks } from './plan-tasks.js';
import { Resemblance } from './resemblance.js';
import { setRareAside } from './rare-drafts.js';

/** Itemset clusters -> root causes and tool families (DESIGN section 6); the method is in README.md. */
export const findRootCauses: Stage<CausesInput, CauseTask, CausePart, FoundCauses> = {
  name: 'causes.split',
  plan: planTasks,
  weigh: ({ rows }) => rows.length,
  run(task, context) {
    const phrases = readPhrases(task);
    context.throwIfCancelled();
    const { contents, plans, families, drafts } = split(task, phrases, task.groups);
    context.throwIfCancelled();
    const named = nameCauses(task, contents, plans, families, drafts);
    context.throwIfCancelled();
    return { ...named, counted: countCauses(task, phrases, { contents, plans, families }) };
  },
  merge(parts) {
    const rootCauses = parts
      .flatMap(({ rootCauses }) => rootCauses)
      .map((cause): RootCause => ({ ...cause, clusterId: cause.clusterId as ClusterId | null }));
    const families: ToolFamily[] = parts.flatMap(({ families }) => families);
    return {
      rootCauses: rootCauses.sort(
        (a, b) => compare(a.portsSequence, b.portsSequence) || compare(a.rootCauseId, b.rootCauseId),
      ),
      families: families.sort((a, b) => compare(a.familyId, b.familyId)),
      rare: sorted(parts.map(({ rare }) => rare)),
      outliers: sorted(parts.map(({ outliers }) => outliers)),
      counted: parts.reduce((sum, { counted }) => sum + counted, 0),
    };
  },
};

interface FamiliesOfPlans {
  readonly contents: Contents;
  readonly plans: readonly Plan[];
  readonly families: PlanFamilies;
}

function split(
  task: CauseTask,
  phrases: ReadPhrases,
  groups: readonly TaskGroup[],
  known?: FamiliesOfPlans,
): FamiliesOfPlans & { readonly drafts: readonly DraftCause[] } {
  const contents = splitIntoContents(phrases, groups);
  const { plans, families } = known && areEqual(known.contents, contents) ? known : tiePlans(task, contents);
  return { contents, plans, families, drafts: draftCauses(groups, contents, plans, families) };
}

function tiePlans(task: CauseTask, contents: Contents): Pick<FamiliesOfPlans, 'plans' | 'families'> {
  const resemblance = new Resemblance(task);
  const plans = listPlans(task, contents, resemblance);
  return { plans, families: unitePlans(task, contents, plans, resemblance) };
}

/** The groups decide the contents, and these the plans: mostly other groups come to the same contents. */
function areEqual(one: Contents, other: Contents): boolean {
  return one.contentOfPhrase.every((content, phrase) => content === other.contentOfPhrase[phrase]);
}

function countCauses(task: CauseTask, phrases: ReadPhrases, known: FamiliesOfPlans): number {
  if (task.countedGroups.length === 0) return 0;
  const { contents, drafts } = split(task, phrases, task.countedGroups, known);
  return setRareAside(contents, drafts).kept.filter(({ group }) => group.clusterId !== null).length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(lists: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(lists.flatMap((list) => [...list])).sort();
}

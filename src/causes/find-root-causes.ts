import type { RootCause, RootCauses, ToolFamily } from '../model/root-cause.js';
import type { ClusterId } from '../model/ids.js';
import type { Stage } from '../model/stage.js';
import type { CausePart, CausesInput, CauseTask } from './cause-task.js';
import { readContents } from './contents.js';
import { draftCauses } from './draft-causes.js';
import { unitePlans } from './families.js';
import { nameCauses } from './name-causes.js';
import { listPlans } from './plans.js';
import { planTasks } from './plan-tasks.js';

/** Itemset clusters -> root causes and tool families (DESIGN section 6); the method is in README.md. */
export const findRootCauses: Stage<CausesInput, CauseTask, CausePart, RootCauses> = {
  name: 'causes.split',
  plan: planTasks,
  weigh: ({ rows }) => rows.length,
  run(task, context) {
    const contents = readContents(task);
    context.throwIfCancelled();
    const plans = listPlans(task, contents);
    const families = unitePlans(task, contents, plans);
    context.throwIfCancelled();
    return nameCauses(task, contents, plans, families, draftCauses(task, contents, plans, families));
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
    };
  },
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(lists: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(lists.flatMap((list) => [...list])).sort();
}

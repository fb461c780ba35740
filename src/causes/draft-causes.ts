import type { TaskGroup } from './cause-task.js';
import type { Contents } from './contents.js';
import type { PlanFamilies } from './families.js';
import type { Plan } from './plans.js';

/** Sources of one group of rows, one family and one content but for losses: a root cause that has no name yet. */
export interface DraftCause {
  readonly group: TaskGroup;
  readonly family: number;
  /** Local rows, ascending. */
  readonly rows: readonly number[];
  /** The content most of its sources sent, and the phrase most of those sent. */
  readonly content: number;
  readonly phrase: number;
  /** The commonest plan. */
  readonly plan: number;
  /** Sources whose content is another: entries were lost. */
  readonly lossy: number;
}

/** Drafts by group, then sources descending, then commonest phrase and plan. */
export function draftCauses(
  groups: readonly TaskGroup[],
  contents: Contents,
  plans: readonly Plan[],
  families: PlanFamilies,
): DraftCause[] {
  const planOfRow = new Uint32Array(contents.phraseOfRow.length);
  plans.forEach(({ rows }, plan) => {
    for (const row of rows) planOfRow[row] = plan;
  });
  return groups.flatMap((group) => {
    const byCause = new Map<number, { family: number; rows: number[] }>();
    let [lastPlan, last] = [-1, null as number[] | null];
    for (const row of group.rows) {
      const plan = planOfRow[row] as number;
      if (plan === lastPlan) {
        last?.push(row);
        continue;
      }
      const family = families.ofPlan[plan] as number;
      const source = plans[families.sourceOfPlan[plan] as number] as Plan;
      // As text, with one key a row, it takes most of the time.
      const key = family * contents.contents.length + source.content;
      const cause = byCause.get(key);
      lastPlan = plan;
      last = cause?.rows ?? [];
      last.push(row);
      if (cause === undefined) byCause.set(key, { family, rows: last });
    }
    return [...byCause.values()]
      .map(({ family, rows }) => draft(group, family, rows, planOfRow, contents, plans))
      .sort((a, b) => b.rows.length - a.rows.length || a.phrase - b.phrase || a.plan - b.plan);
  });
}

function draft(
  group: TaskGroup,
  family: number,
  rows: readonly number[],
  planOfRow: Uint32Array,
  { contentOfPhrase, phraseOfRow }: Contents,
  plans: readonly Plan[],
): DraftCause {
  const content = commonest(
    rows.map((row) => contentOfPhrase[phraseOfRow[row] as number] as number),
    (id) => id,
  );
  const own = rows.filter((row) => contentOfPhrase[phraseOfRow[row] as number] === content);
  const phrase = commonest(
    own.map((row) => phraseOfRow[row] as number),
    (id) => id,
  );
  const plan = commonest(
    own.map((row) => planOfRow[row] as number),
    (id) => (plans[id] as Plan).phrase,
  );
  return { group, family, rows, content, phrase, plan, lossy: rows.length - own.length };
}

/** The id that occurs most, ties to the lowest rank, then to the lowest id. */
function commonest(ids: readonly number[], rank: (id: number) => number): number {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].reduce((best, next) => {
    const order = best[1] - next[1] || rank(next[0]) - rank(best[0]) || next[0] - best[0];
    return order >= 0 ? best : next;
  })[0];
}

import type { CauseTask } from './cause-task.js';
import { isEmptyContent, type Contents } from './contents.js';
import type { Resemblance } from './resemblance.js';
import { splitPlan } from './split-plan.js';

/** Sources that sent the same content in the same packets: equal counts to every honeypot, raw and canonical. */
export interface Plan {
  readonly content: number;
  /** Entries of their phrases, repetitions included. */
  readonly entries: number;
  /** Honeypots in environment order, and what each got. */
  readonly honeypots: readonly number[];
  readonly raw: readonly number[];
  readonly canonical: readonly number[];
  /** How they went about it, a position in `manners`; 0 for all where there is no loss to explain. */
  readonly manner: number;
  /** Number among the plans that differ in nothing else, where what their sources show besides says they are two tools'. */
  readonly make: number;
  /** Local rows, ascending. */
  readonly rows: readonly number[];
  /** The phrase most of the rows sent, ties to the lowest number. */
  readonly phrase: number;
}

/** Plans by content, then sources descending, then counts: an order that depends on content alone. */
export function listPlans(task: CauseTask, contents: Contents, resemblance: Resemblance): Plan[] {
  const { phraseOfRow, contentOfPhrase, tables } = contents;
  const { sequenceOffsets } = tables.table;
  const byKey = new Map<string, { key: string; rows: number[] }>();
  phraseOfRow.forEach((phrase, row) => {
    const from = task.targetOffsets[row] as number;
    const to = task.targetOffsets[row + 1] as number;
    const entries = (sequenceOffsets[phrase + 1] as number) - (sequenceOffsets[phrase] as number);
    const manner = task.lossRate > 0 ? task.traits.manner[row] : 0;
    let key = `${String(contentOfPhrase[phrase])} ${entries} ${String(manner)}`;
    for (let at = from; at < to; at++) {
      key += ` ${String(task.targetHoneypot[at])}:${String(task.targetCanonical[at])}:${String(task.targetPackets[at])}`;
    }
    const plan = byKey.get(key);
    if (plan === undefined) byKey.set(key, { key, rows: [row] });
    else plan.rows.push(row);
  });
  const partsOf = (rows: readonly number[]): (readonly number[])[] => {
    const first = rows[0] as number;
    if (!isEmptyContent(contents, contentOfPhrase[phraseOfRow[first] as number] as number)) return [rows];
    return splitPlan(rows, resemblance);
  };
  return [...byKey.values()]
    .flatMap(({ key, rows }) =>
      partsOf(rows).map((part, make) => ({ key: `${key} ${make}`, make, rows: part })),
    )
    .map(({ key, make, rows }) => {
      const row = rows[0] as number;
      const phrase = phraseOfRow[row] as number;
      const from = task.targetOffsets[row] as number;
      const to = task.targetOffsets[row + 1] as number;
      const plan: Plan = {
        content: contentOfPhrase[phrase] as number,
        entries: (sequenceOffsets[phrase + 1] as number) - (sequenceOffsets[phrase] as number),
        honeypots: Array.from(task.targetHoneypot.subarray(from, to)),
        raw: Array.from(task.targetPackets.subarray(from, to)),
        canonical: Array.from(task.targetCanonical.subarray(from, to)),
        manner: task.lossRate > 0 ? (task.traits.manner[row] as number) : 0,
        make,
        rows,
        phrase: commonestPhrase(rows, phraseOfRow),
      };
      return { key, plan };
    })
    .sort((a, b) => b.plan.rows.length - a.plan.rows.length || (a.key < b.key ? -1 : 1))
    .map(({ plan }) => plan);
}

function commonestPhrase(rows: readonly number[], phraseOfRow: Uint32Array): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const phrase = phraseOfRow[row] as number;
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  let best = -1;
  for (const [phrase, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && phrase < best)) best = phrase;
  }
  return best;
}

export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { TaskGroup } from './cause-task.js';

/** The rows of clusters and of what they left, numbered 0.. in the order of the groups. */
export function groupRows(sequences: readonly SequenceClusters[]): {
  readonly groups: TaskGroup[];
  /** Local row -> row of AttackSources. */
  readonly rows: Uint32Array;
} {
  const groups = inOrder(sequences);
  const rows = concatenate(groups);
  // Parts of one buffer: it goes to another thread once.
  const locals = Uint32Array.from(rows.keys());
  return { groups: cutByGroup(groups, locals), rows };
}

/** Other groups of the same rows, without their items. */
export function regroupRows(sequences: readonly SequenceClusters[], rows: Uint32Array): TaskGroup[] {
  if (sequences.length === 0) return [];
  const localOf = new Map(Array.from(rows, (row, local) => [row, local]));
  const groups = inOrder(sequences).map((group) => ({ ...group, items: [] }));
  return cutByGroup(
    groups,
    concatenate(groups).map((row) => localOf.get(row) as number),
  );
}

/** Clusters by id, behind them what no itemset covers; none of them empty. */
function inOrder(sequences: readonly SequenceClusters[]): TaskGroup[] {
  return [...sequences]
    .sort((a, b) => (a.portsSequence < b.portsSequence ? -1 : 1))
    .flatMap(({ portsSequence, clusters, unclustered }) => [
      ...[...clusters].sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1)),
      { portsSequence, clusterId: null, items: [], rows: unclustered },
    ])
    .filter(({ rows }) => rows.length > 0)
    .map(({ portsSequence, clusterId, items, rows }) => ({ portsSequence, clusterId, items, rows }));
}

function concatenate(groups: readonly TaskGroup[]): Uint32Array {
  const all = new Uint32Array(groups.reduce((sum, { rows }) => sum + rows.length, 0));
  let at = 0;
  for (const { rows } of groups) {
    all.set(rows, at);
    at += rows.length;
  }
  return all;
}

function cutByGroup(groups: readonly TaskGroup[], locals: Uint32Array): TaskGroup[] {
  let at = 0;
  return groups.map((group) => ({ ...group, rows: locals.subarray(at, (at += group.rows.length)) }));
}

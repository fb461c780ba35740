import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import { countBackground } from './background.js';
import type { CausesInput, CauseTask, TaskGroup } from './cause-task.js';
import { measureLoss } from './loss-rate.js';
import { mannerOf } from './manner.js';
import { portsSet } from './ports-set.js';
import { wordBackground } from './telling-words.js';

/** One task per set of ports: a tool that shuffles its ports leaves several sequences of one set. */
export function planTasks({ sources, honeypotNames, sequenceClusters }: CausesInput): CauseTask[] {
  const bySet = new Map<string, SequenceClusters[]>();
  for (const clusters of sequenceClusters) {
    const ports = portsSet(clusters.portsSequence);
    const list = bySet.get(ports);
    if (list === undefined) bySet.set(ports, [clusters]);
    else list.push(clusters);
  }
  const shared = {
    lossRate: measureLoss(sources),
    background: countBackground(sources, sequenceClusters),
    words: wordBackground(sources, sequenceClusters),
    honeypotNames,
  };
  return [...bySet]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ports, clusters]) => ({ ...packRows(sources, clusters), ports, ...shared }));
}

function packRows(
  sources: AttackSources,
  sequences: readonly SequenceClusters[],
): Omit<CauseTask, 'ports' | 'lossRate' | 'background' | 'words' | 'honeypotNames'> {
  const groups: TaskGroup[] = [];
  const rowLists: Uint32Array[] = [];
  let count = 0;
  const add = (
    portsSequence: string,
    clusterId: string | null,
    items: readonly string[],
    rows: Uint32Array,
  ): void => {
    if (rows.length === 0) return;
    groups.push({ portsSequence, clusterId, items, from: count, to: count + rows.length });
    rowLists.push(rows);
    count += rows.length;
  };
  const sorted = [...sequences].sort((a, b) => (a.portsSequence < b.portsSequence ? -1 : 1));
  for (const { portsSequence, clusters, unclustered } of sorted) {
    for (const { clusterId, items, rows } of byId(clusters)) add(portsSequence, clusterId, items, rows);
    add(portsSequence, null, [], unclustered);
  }
  const rows = new Uint32Array(count);
  let at = 0;
  for (const list of rowLists) {
    rows.set(list, at);
    at += list.length;
  }
  return { groups, rows, ...gather(sources, rows), phrases: sources.phrases };
}

function byId<T extends { readonly clusterId: string }>(clusters: readonly T[]): T[] {
  return [...clusters].sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1));
}

function gather(
  sources: AttackSources,
  rows: Uint32Array,
): Pick<
  CauseTask,
  'phrase' | 'phraseCut' | 'manner' | 'targetOffsets' | 'targetHoneypot' | 'targetPackets' | 'targetCanonical'
> {
  const targetOffsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, index) => {
    const targets = (sources.targetOffsets[row + 1] as number) - (sources.targetOffsets[row] as number);
    targetOffsets[index + 1] = (targetOffsets[index] as number) + targets;
  });
  const total = targetOffsets[rows.length] as number;
  const targetHoneypot = new Uint16Array(total);
  const targetPackets = new Float64Array(total);
  const targetCanonical = new Float64Array(total);
  rows.forEach((row, index) => {
    const from = sources.targetOffsets[row] as number;
    const to = sources.targetOffsets[row + 1] as number;
    const at = targetOffsets[index] as number;
    targetHoneypot.set(sources.targetHoneypot.subarray(from, to), at);
    targetPackets.set(sources.targetPackets.subarray(from, to), at);
    targetCanonical.set(sources.targetCanonical.subarray(from, to), at);
  });
  return {
    phrase: rows.map((row) => sources.phrase[row] as number),
    phraseCut: Uint8Array.from(rows, (row) => sources.phraseCut[row] as number),
    manner: Uint8Array.from(rows, (row) => mannerOf(sources, row)),
    targetOffsets,
    targetHoneypot,
    targetPackets,
    targetCanonical,
  };
}

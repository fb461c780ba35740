import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import { countBackground } from './background.js';
import type { CausesInput, CauseTask } from './cause-task.js';
import { measureLoss } from './loss-rate.js';
import { mannerOf } from './manner.js';
import { portsSet } from './ports-set.js';
import { groupRows, regroupRows } from './task-groups.js';
import { wordBackground } from './telling-words.js';

/** One task per set of ports: a tool that shuffles its ports leaves several sequences of one set. */
export function planTasks({
  sources,
  honeypotNames,
  sequenceClusters,
  countedClusters = [],
}: CausesInput): CauseTask[] {
  const counted = byPortsSet(countedClusters);
  const shared = {
    lossRate: measureLoss(sources),
    background: countBackground(sources, sequenceClusters),
    words: wordBackground(sources, sequenceClusters),
    honeypotNames,
  };
  return [...byPortsSet(sequenceClusters)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ports, clusters]) => {
      const { groups, rows } = groupRows(clusters);
      const countedGroups = regroupRows(counted.get(ports) ?? [], rows);
      return {
        ports,
        groups,
        countedGroups,
        rows,
        ...gather(sources, rows),
        phrases: sources.phrases,
        ...shared,
      };
    });
}

function byPortsSet(sequenceClusters: readonly SequenceClusters[]): Map<string, SequenceClusters[]> {
  const bySet = new Map<string, SequenceClusters[]>();
  for (const clusters of sequenceClusters) {
    const ports = portsSet(clusters.portsSequence);
    const list = bySet.get(ports);
    if (list === undefined) bySet.set(ports, [clusters]);
    else list.push(clusters);
  }
  return bySet;
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

import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import { countBackground } from './background.js';
import type { CausesInput, CauseTask } from './cause-task.js';
import { groupByPlan, measureLoss } from './loss-rate.js';
import { portsSet } from './ports-set.js';
import { groupRows, regroupRows } from './task-groups.js';
import { wordBackground } from './telling-words.js';
import { measureTraits } from './trait-background.js';
import { readTraits, type SourceTraits } from './traits.js';

/** One task per set of ports: a tool that shuffles its ports leaves several sequences of one set. */
export function planTasks({
  sources,
  signatures,
  honeypotNames,
  sequenceClusters,
  countedClusters = [],
}: CausesInput): CauseTask[] {
  const counted = byPortsSet(countedClusters);
  const plans = groupByPlan(sources);
  const lossRate = measureLoss(sources, plans);
  const traits = readTraits(sources, signatures, lossRate);
  const shared = {
    lossRate,
    traitBackground: measureTraits(
      sources,
      traits,
      plans.map(({ rows }) => rows),
    ),
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
        ...gather(sources, traits, rows),
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
  traits: SourceTraits,
  rows: Uint32Array,
): Pick<
  CauseTask,
  'phrase' | 'phraseCut' | 'traits' | 'targetOffsets' | 'targetHoneypot' | 'targetPackets' | 'targetCanonical'
> {
  const targetOffsets = new Uint32Array(rows.length + 1);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const targets = (sources.targetOffsets[row + 1] as number) - (sources.targetOffsets[row] as number);
    targetOffsets[index + 1] = (targetOffsets[index] as number) + targets;
  }
  const total = targetOffsets[rows.length] as number;
  const targetHoneypot = new Uint16Array(total);
  const targetPackets = new Float64Array(total);
  const targetCanonical = new Float64Array(total);
  for (let index = 0, at = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const to = sources.targetOffsets[row + 1] as number;
    for (let from = sources.targetOffsets[row] as number; from < to; from++, at++) {
      targetHoneypot[at] = sources.targetHoneypot[from] as number;
      targetPackets[at] = sources.targetPackets[from] as number;
      targetCanonical[at] = sources.targetCanonical[from] as number;
    }
  }
  return {
    phrase: gathered(sources.phrase, rows, new Uint32Array(rows.length)),
    phraseCut: gathered(sources.phraseCut, rows, new Uint8Array(rows.length)),
    traits: {
      system: gathered(traits.system, rows, new Uint16Array(rows.length)),
      ports: gathered(traits.ports, rows, new Uint16Array(rows.length)),
      manner: gathered(traits.manner, rows, new Uint16Array(rows.length)),
      course: gathered(traits.course, rows, new Uint16Array(rows.length)),
      spacing: gathered(traits.spacing, rows, new Uint16Array(rows.length)),
    },
    targetOffsets,
    targetHoneypot,
    targetPackets,
    targetCanonical,
  };
}

type Column = Uint8Array | Uint16Array | Uint32Array;

function gathered<C extends Column>(column: Column, rows: Uint32Array, into: C): C {
  for (let index = 0; index < rows.length; index++) into[index] = column[rows[index] as number] as number;
  return into;
}

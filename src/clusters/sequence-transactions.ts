import type { AttackSources } from '../model/attack-sources.js';
import type { ItemCut } from '../model/itemset-cluster.js';
import { type ItemAttribute, type ItemColumn, type PacketCounts, packetsPerTarget } from './item-columns.js';

/** The attack sources of one ports sequence that take part in its clusters. */
export interface SequenceGroup {
  readonly portsSequence: string;
  /** Rows of AttackSources, ascending: without backscatter, one a flood event. */
  readonly rows: Uint32Array;
}

/** What mining one ports sequence needs of its attack sources and nothing else: a task can be sent anywhere. */
export interface SequenceTransactions extends SequenceGroup {
  readonly columns: readonly ItemColumn[];
  /** Of the columns that were generalised, those left out included. */
  readonly cuts?: readonly ItemCut[] | undefined;
  /** The source at position p has n_i = targetPackets[k] on honeypot targetHoneypot[k], k in targetOffsets[p .. p + 1). */
  readonly targetOffsets: Uint32Array;
  readonly targetHoneypot: Uint16Array;
  readonly targetPackets: Float64Array;
}

/** What the items of a transaction are made of. */
export interface TransactionItems {
  readonly attributes: readonly ItemAttribute[];
  /** Whether the packets per honeypot are items. */
  readonly withHoneypots: boolean;
  readonly counts: PacketCounts;
}

/** Cuts the rows of one sequence out of the attack sources. */
export function extractSequence(
  sources: AttackSources,
  group: SequenceGroup,
  { attributes, withHoneypots, counts }: TransactionItems,
): SequenceTransactions {
  const { portsSequence, rows } = group;
  const made = attributes.map((attribute) => attribute(sources, rows, counts));
  const cuts = made.flatMap((column) => column.cuts ?? []);
  const columns = made
    .filter(({ isLeftOut }) => isLeftOut !== true)
    .map(({ name, values, labels }) => ({ name, values, labels }));
  const targets = withHoneypots ? extractTargets(sources, rows, counts) : noTargets(rows);
  return { portsSequence, rows, columns, cuts, ...targets };
}

type Targets = Pick<SequenceTransactions, 'targetOffsets' | 'targetHoneypot' | 'targetPackets'>;

function noTargets(rows: Uint32Array): Targets {
  return {
    targetOffsets: new Uint32Array(rows.length + 1),
    targetHoneypot: new Uint16Array(),
    targetPackets: new Float64Array(),
  };
}

function extractTargets(sources: AttackSources, rows: Uint32Array, counts: PacketCounts): Targets {
  const targetOffsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, position) => {
    const targets = (sources.targetOffsets[row + 1] ?? 0) - (sources.targetOffsets[row] ?? 0);
    targetOffsets[position + 1] = (targetOffsets[position] ?? 0) + targets;
  });
  const cells = targetOffsets[rows.length] ?? 0;
  const targetHoneypot = new Uint16Array(cells);
  const targetPackets = new Float64Array(cells);
  const packets = packetsPerTarget(sources, counts);
  rows.forEach((row, position) => {
    const begin = sources.targetOffsets[row];
    const end = sources.targetOffsets[row + 1];
    targetHoneypot.set(sources.targetHoneypot.subarray(begin, end), targetOffsets[position]);
    targetPackets.set(packets.subarray(begin, end), targetOffsets[position]);
  });
  return { targetOffsets, targetHoneypot, targetPackets };
}

import { type AttackSources, targetCount } from '../model/attack-sources.js';
import type { ItemCut } from '../model/itemset-cluster.js';

/** Which packet counts n_i make the items: all packets, or without retransmissions. */
export type PacketCounts = 'raw' | 'canonical';

/**
 * One attribute of the attack sources of a ports sequence, as items `<name>=<value>`. Every source has a value (where
 * there is none, a labelled value says so): no source's items are then part of another's.
 */
export interface ItemColumn {
  readonly name: string;
  /** By position within the sequence's rows; whole numbers. Items of one attribute are ordered by it. */
  readonly values: Float64Array;
  /** The text of value `v`, where it is not `v` itself. */
  readonly labels?: readonly string[] | undefined;
  /** Where values were generalised: the histogram and what became of its bins. */
  readonly cuts?: readonly ItemCut[] | undefined;
  /** True where the values tell no two sources apart, so that they make no items. */
  readonly isLeftOut?: boolean | undefined;
}

/** Makes a column from some rows of attack sources. */
export type ItemAttribute = (sources: AttackSources, rows: Uint32Array, counts: PacketCounts) => ItemColumn;

/** `T=`: honeypots targeted. */
export const targetsAttribute: ItemAttribute = (sources, rows) => ({
  name: 'T',
  values: Float64Array.from(rows, (row) => targetCount(sources, row)),
});

/** `N=`: packets sent in all, the sum of the n_i that `counts` picks. */
export const packetsAttribute: ItemAttribute = (sources, rows, counts) => ({
  name: 'N',
  values: packetSums(sources, rows, counts),
});

/** N of some rows. */
export function packetSums(sources: AttackSources, rows: Uint32Array, counts: PacketCounts): Float64Array {
  const packets = packetsPerTarget(sources, counts);
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    const end = sources.targetOffsets[row + 1] ?? 0;
    for (let at = sources.targetOffsets[row] ?? 0; at < end; at += 1) sum += packets[at] ?? 0;
    return sum;
  });
}

/** The attributes of the report, in canonical order; the items `n_<honeypot>=` follow them. */
export const reportAttributes: readonly ItemAttribute[] = [targetsAttribute, packetsAttribute];

export function packetsPerTarget(sources: AttackSources, counts: PacketCounts): Float64Array {
  return counts === 'canonical' ? sources.targetCanonical : sources.targetPackets;
}

import type { AttackSources } from '#honeysift/model/attack-sources.js';

/** Packets an attack source sent, by honeypot number; `[raw, canonical]` where the two differ. */
export type PacketVector = Readonly<Record<number, number | readonly [number, number]>>;

/** Attack sources of which nothing matters but the packets per honeypot. */
export function sourcesWithVectors(vectors: readonly PacketVector[]): AttackSources {
  const targetOffsets = new Uint32Array(vectors.length + 1);
  const targets: [number, number, number][] = [];
  vectors.forEach((vector, row) => {
    for (const [honeypot, counts] of Object.entries(vector)) {
      const [raw, canonical] = typeof counts === 'number' ? [counts, counts] : counts;
      targets.push([Number(honeypot), raw, canonical]);
    }
    targetOffsets[row + 1] = targets.length;
  });
  const sumOf = (row: number, column: 1 | 2): number =>
    targets
      .slice(targetOffsets[row], targetOffsets[row + 1])
      .reduce((sum, target) => sum + target[column], 0);
  const rows = vectors.length;
  return {
    count: rows,
    address: new Uint8Array(16 * rows),
    day: new Int32Array(rows),
    firstNs: new BigInt64Array(rows),
    lastNs: new BigInt64Array(rows),
    packets: Float64Array.from(vectors, (_, row) => sumOf(row, 1)),
    canonicalPackets: Float64Array.from(vectors, (_, row) => sumOf(row, 2)),
    targetOffsets,
    targetHoneypot: Uint16Array.from(targets, ([honeypot]) => honeypot),
    targetFirstNs: new BigInt64Array(targets.length),
    targetLastNs: new BigInt64Array(targets.length),
    targetPackets: Float64Array.from(targets, ([, raw]) => raw),
    targetCanonical: Float64Array.from(targets, ([, , canonical]) => canonical),
    sequence: new Uint32Array(rows),
    sequences: ['445'],
    phrase: new Uint32Array(rows),
    phrases: { offsets: Float64Array.from([0, 0]), bytes: new Uint8Array() },
    phraseCut: new Uint8Array(rows),
    backscatter: new Uint8Array(rows),
    flood: new Int32Array(rows).fill(-1),
    synPackets: new Uint32Array(rows),
    dataSegments: new Uint32Array(rows),
    retransmissions: new Uint32Array(rows),
    sequenceGaps: new Uint32Array(rows),
    backscatterFlows: new Uint32Array(rows),
    portFlows: new Uint32Array(rows),
    sourcePorts: new Uint32Array(rows),
    risingSourcePorts: new Uint32Array(rows),
  };
}

import type { PhraseDictionary } from './phrase-dictionary.js';

/**
 * Attack sources as columns, one row each, sorted by (first day, address bytes): row numbers depend on content alone.
 * Row `r` targets honeypots `targetHoneypot[targetOffsets[r] .. targetOffsets[r + 1])`, ascending environment order.
 */
export interface AttackSources {
  readonly count: number;
  /** 16 bytes a row, network order; IPv4 as ::ffff:a.b.c.d. */
  readonly address: Uint8Array;
  /** Days since 1970-01-01 UTC of the first inbound packet. */
  readonly day: Int32Array;
  /** Nanoseconds since 1970-01-01 UTC, of inbound packets. */
  readonly firstNs: BigInt64Array;
  readonly lastNs: BigInt64Array;
  /** N: inbound packets, raw. */
  readonly packets: Float64Array;
  /** N without retransmissions and copies made by the capture: copies = N - this - `retransmissions`. */
  readonly canonicalPackets: Float64Array;
  readonly targetOffsets: Uint32Array;
  /** Index into Environment.honeypots. */
  readonly targetHoneypot: Uint16Array;
  /** n_i raw and canonical. */
  readonly targetPackets: Float64Array;
  readonly targetCanonical: Float64Array;
  /** First inbound packet at that honeypot, nanoseconds since 1970-01-01 UTC. */
  readonly targetFirstNs: BigInt64Array;
  /** Last inbound packet at that honeypot. */
  readonly targetLastNs: BigInt64Array;
  /** Index into `sequences`. */
  readonly sequence: Uint32Array;
  /** Distinct ports sequences (`80,8080,1080`, `1434U`, `I`, `P47`), sorted as strings. */
  readonly sequences: readonly string[];
  /** Index into `phrases`. */
  readonly phrase: Uint32Array;
  readonly phrases: PhraseDictionary;
  /** 1 where the phrase was cut at the byte bound. */
  readonly phraseCut: Uint8Array;
  /** 1 where every inbound packet is backscatter. */
  readonly backscatter: Uint8Array;
  /** Flows that an inbound response opened; also those of sources that attack as well. */
  readonly backscatterFlows: Uint32Array;
  /** Index of the flood event, or -1. */
  readonly flood: Int32Array;
  /** Evidence of loss: inbound TCP SYNs, inbound TCP data segments, how many of both were retransmissions, and holes
   * in the inbound sequence space (bytes missing between segments), each a count of packets or holes. */
  readonly synPackets: Uint32Array;
  readonly dataSegments: Uint32Array;
  readonly retransmissions: Uint32Array;
  readonly sequenceGaps: Uint32Array;
  /** How the source chose the ports it sent from: flows with ports that attack, distinct ports they came from, and flows
   * whose port lies 1 to 64 above that of the flow before (in time; modulo 65,536). */
  readonly portFlows: Uint32Array;
  readonly sourcePorts: Uint32Array;
  readonly risingSourcePorts: Uint32Array;
  /** Only where one source per platform was asked for: the platform of each row, an index into `platforms`. Then
   * `targetHoneypot` is a position within the platform, and rows of one day and address are in order of platform. */
  readonly platform?: Uint16Array | undefined;
  readonly platforms?: readonly string[] | undefined;
}

/** T, the number of honeypots row `r` targets. */
export function targetCount(sources: AttackSources, row: number): number {
  return (sources.targetOffsets[row + 1] ?? 0) - (sources.targetOffsets[row] ?? 0);
}

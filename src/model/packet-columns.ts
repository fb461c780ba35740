/** Bits of PacketColumns.flags; the same as PacketFlag in native/common/packet_columns.h. */
export const packetFlag = {
  hasIp: 1 << 0,
  ipv6: 1 << 1,
  hasPorts: 1 << 2,
  hasTcp: 1 << 3,
  hasIcmp: 1 << 4,
  fragment: 1 << 5,
  laterFragment: 1 << 6,
  payloadInScratch: 1 << 7,
  hasTime: 1 << 8,
  /** Header marks of mass scanners: src/packets/README.md has the rules. */
  miraiMark: 1 << 9,
  masscanMark: 1 << 10,
  zmapMark: 1 << 11,
  networkInScratch: 1 << 12,
} as const;

/** One batch of decoded packets: `rows` of `capacity` rows are filled. All columns lie over `buffer`. */
export interface PacketColumns {
  readonly buffer: ArrayBuffer;
  readonly capacity: number;
  rows: number;
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly timestampNs: BigInt64Array;
  /** Offset of the record in the uncompressed stream, bytes. */
  readonly recordOffset: BigUint64Array;
  /** 16 bytes a row; IPv4 as ::ffff:a.b.c.d. */
  readonly srcAddress: Uint8Array;
  readonly dstAddress: Uint8Array;
  readonly originalLength: Uint32Array;
  readonly capturedLength: Uint32Array;
  readonly tcpSeq: Uint32Array;
  readonly tcpAck: Uint32Array;
  /** Where the innermost IP header stands in the bytes fed (or in scratch: see packetFlag.networkInScratch). */
  readonly networkOffset: Uint32Array;
  /** Where the payload stands in the bytes fed (or in scratch: see packetFlag.payloadInScratch). */
  readonly payloadOffset: Uint32Array;
  readonly payloadLength: Uint32Array;
  readonly payloadCaptured: Uint32Array;
  readonly srcPort: Uint16Array;
  readonly dstPort: Uint16Array;
  readonly ipId: Uint16Array;
  readonly tcpWindow: Uint16Array;
  readonly flags: Uint16Array;
  readonly ipProtocol: Uint8Array;
  readonly ttl: Uint8Array;
  readonly tcpFlags: Uint8Array;
  readonly icmpType: Uint8Array;
  readonly icmpCode: Uint8Array;
}

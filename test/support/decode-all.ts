import { packetFlag } from '#honeysift/model/packet-columns.js';
import { allocatePacketColumns, PacketDecoder } from '#honeysift/native/packet-decoder.js';
import type { DecodedTotals } from '#honeysift/native/packet-decoder.js';

/** One packet with its payload, as a test wants to look at it. */
export interface PacketFacts {
  readonly timestampNs: bigint;
  readonly recordOffset: number;
  readonly source: string;
  readonly destination: string;
  readonly originalLength: number;
  readonly capturedLength: number;
  readonly tcpSeq: number;
  readonly tcpAck: number;
  /** Of the header that networkOffset points to; 0 without one. */
  readonly ipVersion: number;
  readonly payloadLength: number;
  readonly payload: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly ipId: number;
  readonly tcpWindow: number;
  readonly flags: number;
  readonly ipProtocol: number;
  readonly ttl: number;
  readonly tcpFlags: number;
  readonly icmpType: number;
  readonly icmpCode: number;
}

export interface Decoded {
  readonly packets: readonly PacketFacts[];
  readonly totals: DecodedTotals;
}

/** Where the next piece of a stream ends that is `length` bytes long and read up to `from`. */
export type Cut = (from: number, length: number) => number;

const whole: Cut = (_from, length) => length;

/** Decodes a capture in memory, cut into pieces as `cut` says, in batches of `capacity` rows. */
export function decodeAll(capture: Uint8Array, cut: Cut = whole, capacity = 64): Decoded {
  const decoder = new PacketDecoder();
  const columns = allocatePacketColumns(capacity);
  const packets: PacketFacts[] = [];
  const scratch = new Uint8Array(200_000);
  let start = 0;
  let end = 0;
  for (;;) {
    // A copy of its own, so that reading beyond the fed bytes cannot go unnoticed.
    const fed = Uint8Array.from(capture.subarray(start, end));
    const step = decoder.decode(fed, end === capture.length, columns, scratch);
    if (step.status === 'not-a-capture') throw new Error('not a capture');
    for (let row = 0; row < columns.rows; row += 1) packets.push(factsOf(row));
    start += step.consumed;
    if (step.status === 'end') return { packets, totals: decoder.totals() };
    if (step.status === 'need-bytes')
      end = Math.min(capture.length, Math.max(end + 1, cut(end, capture.length)));

    function factsOf(row: number): PacketFacts {
      const at = columns.payloadOffset[row] ?? 0;
      const flags = columns.flags[row] ?? 0;
      const bytes = (flags & packetFlag.payloadInScratch) === 0 ? fed : scratch;
      const header = (flags & packetFlag.networkInScratch) === 0 ? fed : scratch;
      const payload = bytes.subarray(at, at + (columns.payloadCaptured[row] ?? 0));
      return {
        timestampNs: columns.timestampNs[row] ?? 0n,
        recordOffset: Number(columns.recordOffset[row]),
        source: Buffer.from(columns.srcAddress.subarray(16 * row, 16 * row + 16)).toString('hex'),
        destination: Buffer.from(columns.dstAddress.subarray(16 * row, 16 * row + 16)).toString('hex'),
        originalLength: columns.originalLength[row] ?? 0,
        capturedLength: columns.capturedLength[row] ?? 0,
        tcpSeq: columns.tcpSeq[row] ?? 0,
        tcpAck: columns.tcpAck[row] ?? 0,
        ipVersion: (flags & packetFlag.hasIp) === 0 ? 0 : (header[columns.networkOffset[row] ?? 0] ?? 0) >> 4,
        payloadLength: columns.payloadLength[row] ?? 0,
        payload: Buffer.from(payload).toString('latin1'),
        srcPort: columns.srcPort[row] ?? 0,
        dstPort: columns.dstPort[row] ?? 0,
        ipId: columns.ipId[row] ?? 0,
        tcpWindow: columns.tcpWindow[row] ?? 0,
        flags,
        ipProtocol: columns.ipProtocol[row] ?? 0,
        ttl: columns.ttl[row] ?? 0,
        tcpFlags: columns.tcpFlags[row] ?? 0,
        icmpType: columns.icmpType[row] ?? 0,
        icmpCode: columns.icmpCode[row] ?? 0,
      };
    }
  }
}

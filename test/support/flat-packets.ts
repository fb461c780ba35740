import { parseAddress } from '#honeysift/model/address.js';
import { packetFlag, type PacketColumns } from '#honeysift/model/packet-columns.js';
import { allocatePacketColumns } from '#honeysift/native/packet-decoder.js';

/** One packet as the aggregator sees it; what is left out is 0 or empty. */
export interface FlatPacket {
  /** Nanoseconds since 1970-01-01 UTC; null: the capture knows none. */
  readonly time: bigint | null;
  readonly src: string;
  readonly dst: string;
  readonly protocol: number;
  /** Absent for packets whose ports are unknown. */
  readonly srcPort?: number;
  readonly dstPort?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly ipId?: number;
  /** Some fragment of an IP packet. */
  readonly fragment?: boolean;
  /** TCP flag bits. */
  readonly flags?: number;
  readonly icmpType?: number;
  /** Captured payload, one character a byte. */
  readonly payload?: string;
  /** Payload bytes on the wire, when more than were captured. */
  readonly wire?: number;
}

export const tcpFlag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export interface FlatBatch {
  readonly columns: PacketColumns;
  readonly bytes: Uint8Array;
  readonly scratch: Uint8Array;
}

/** Packets as one batch. Every other payload lies in scratch, so that both places are used. */
export function batchOf(packets: readonly FlatPacket[]): FlatBatch {
  const columns = allocatePacketColumns(Math.max(1, packets.length));
  columns.rows = packets.length;
  const places = [new Pieces(), new Pieces()] as const;
  packets.forEach((packet, row) => {
    const inScratch = row % 2 === 1;
    const payload = Buffer.from(packet.payload ?? '', 'latin1');
    columns.payloadOffset[row] = places[inScratch ? 1 : 0].add(payload);
    columns.payloadCaptured[row] = payload.length;
    columns.payloadLength[row] = packet.wire ?? payload.length;
    columns.timestampNs[row] = packet.time ?? 0n;
    columns.srcAddress.set(addressOf(packet.src), row * 16);
    columns.dstAddress.set(addressOf(packet.dst), row * 16);
    columns.ipProtocol[row] = packet.protocol;
    columns.srcPort[row] = packet.srcPort ?? 0;
    columns.dstPort[row] = packet.dstPort ?? 0;
    columns.tcpSeq[row] = packet.seq ?? 0;
    columns.tcpAck[row] = packet.ack ?? 0;
    columns.ipId[row] = packet.ipId ?? 0;
    columns.tcpFlags[row] = packet.flags ?? 0;
    columns.icmpType[row] = packet.icmpType ?? 0;
    columns.flags[row] = flagsOf(packet) | (inScratch ? packetFlag.payloadInScratch : 0);
  });
  return { columns, bytes: places[0].whole(), scratch: places[1].whole() };
}

export function hasPorts({ protocol, srcPort }: FlatPacket): boolean {
  return (protocol === 6 || protocol === 17) && srcPort !== undefined;
}

function flagsOf(packet: FlatPacket): number {
  const isIcmp = (packet.protocol === 1 || packet.protocol === 58) && packet.icmpType !== undefined;
  return (
    packetFlag.hasIp |
    (packet.src.includes(':') ? packetFlag.ipv6 : 0) |
    (packet.time === null ? 0 : packetFlag.hasTime) |
    (packet.fragment === true ? packetFlag.fragment : 0) |
    (hasPorts(packet) ? packetFlag.hasPorts : 0) |
    (hasPorts(packet) && packet.protocol === 6 ? packetFlag.hasTcp : 0) |
    (isIcmp ? packetFlag.hasIcmp : 0)
  );
}

function addressOf(text: string): Uint8Array {
  const address = parseAddress(text);
  if (!address) throw new Error(`${text} is no address`);
  return address;
}

class Pieces {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  add(piece: Uint8Array): number {
    this.#pieces.push(piece);
    this.#length += piece.length;
    return this.#length - piece.length;
  }

  whole(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#pieces));
  }
}

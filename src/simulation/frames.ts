import type { PacketArena } from './packet-arena.js';
import { sumWords, type Segment } from './payload.js';
import type { TcpOptions } from './stacks.js';

/** Wire constants. */
export const tcpFlag = { fin: 1, syn: 2, rst: 4, push: 8, ack: 16 } as const;
export const ipProtocol = { icmp: 1, tcp: 6, udp: 17 } as const;

const recordHeader = 16;
const ethernetHeader = 14;
const ipHeader = 20;
/** Frames from the wire are padded; those a virtual machine sends are seen before its card pads them. */
const shortestInboundFrame = 60;

/** One direction of a conversation. Addresses are numbers. */
export interface Direction {
  source: number;
  destination: number;
  inbound: boolean;
  /** Last octet of the honeypot's card address. */
  hostCard: number;
  ttl: number;
  dontFragment: boolean;
}

/** Writes Ethernet frames with IPv4 in them into an arena, checksums and all, as pcap records (microseconds). */
export class FrameWriter {
  readonly arena: PacketArena;
  /** Midnight of the day being written, seconds since 1970. */
  daySeconds = 0;

  constructor(arena: PacketArena) {
    this.arena = arena;
  }

  tcp(
    timeUs: number,
    way: Direction,
    ipId: number,
    sourcePort: number,
    destinationPort: number,
    seq: number,
    ack: number,
    flags: number,
    window: number,
    options: TcpOptions,
    data: Segment | null,
  ): void {
    const headerLength = 20 + options.bytes.length;
    const length = headerLength + (data === null ? 0 : data.bytes.length);
    const at = this.#ip(timeUs, way, ipId, ipProtocol.tcp, length);
    const bytes = this.arena.bytes;
    const offsetAndFlags = (headerLength << 10) | flags;
    put16(bytes, at, sourcePort);
    put16(bytes, at + 2, destinationPort);
    put32(bytes, at + 4, seq);
    put32(bytes, at + 8, ack);
    put16(bytes, at + 12, offsetAndFlags);
    put16(bytes, at + 14, window);
    bytes[at + 18] = 0;
    bytes[at + 19] = 0;
    if (options.bytes.length > 0) bytes.set(options.bytes, at + 20);
    if (data !== null) bytes.set(data.bytes, at + headerLength);
    const sum =
      pseudoHeader(way, ipProtocol.tcp, length) +
      sourcePort +
      destinationPort +
      words(seq) +
      words(ack) +
      offsetAndFlags +
      window +
      options.sum +
      (data === null ? 0 : data.sum);
    put16(bytes, at + 16, checksum(sum));
  }

  udp(
    timeUs: number,
    way: Direction,
    ipId: number,
    sourcePort: number,
    destinationPort: number,
    data: Segment,
  ): void {
    const length = 8 + data.bytes.length;
    const at = this.#ip(timeUs, way, ipId, ipProtocol.udp, length);
    const bytes = this.arena.bytes;
    put16(bytes, at, sourcePort);
    put16(bytes, at + 2, destinationPort);
    put16(bytes, at + 4, length);
    bytes.set(data.bytes, at + 8);
    const sum = pseudoHeader(way, ipProtocol.udp, length) + sourcePort + destinationPort + length + data.sum;
    // Zero would mean "no checksum".
    put16(bytes, at + 6, checksum(sum) || 0xffff);
  }

  /** `rest` is the second word of the header: identifier and sequence number of an echo. */
  icmp(
    timeUs: number,
    way: Direction,
    ipId: number,
    type: number,
    code: number,
    rest: number,
    data: Segment,
  ): void {
    const at = this.#ip(timeUs, way, ipId, ipProtocol.icmp, 8 + data.bytes.length);
    const bytes = this.arena.bytes;
    bytes[at] = type;
    bytes[at + 1] = code;
    put32(bytes, at + 4, rest);
    bytes.set(data.bytes, at + 8);
    put16(bytes, at + 2, checksum(type * 256 + code + words(rest) + data.sum));
  }

  raw(timeUs: number, way: Direction, ipId: number, protocol: number, data: Segment): void {
    const at = this.#ip(timeUs, way, ipId, protocol, data.bytes.length);
    this.arena.bytes.set(data.bytes, at);
  }

  /** Record, Ethernet and IP header; returns where the IP payload begins. */
  #ip(timeUs: number, way: Direction, ipId: number, protocol: number, payloadLength: number): number {
    const totalLength = ipHeader + payloadLength;
    const wanted = ethernetHeader + totalLength;
    const frameLength = way.inbound && wanted < shortestInboundFrame ? shortestInboundFrame : wanted;
    const record = this.arena.reserve(timeUs, recordHeader + frameLength);
    const bytes = this.arena.bytes;
    const seconds = Math.floor(timeUs / 1e6);
    putLittle32(bytes, record, this.daySeconds + seconds);
    putLittle32(bytes, record + 4, timeUs - seconds * 1e6);
    putLittle32(bytes, record + 8, frameLength);
    putLittle32(bytes, record + 12, frameLength);
    const frame = record + recordHeader;
    if (frameLength !== wanted) bytes.fill(0, frame + wanted, frame + frameLength);
    putCard(bytes, frame, way.inbound ? way.hostCard : 1);
    putCard(bytes, frame + 6, way.inbound ? 1 : way.hostCard);
    put16(bytes, frame + 12, 0x0800);
    const at = frame + ethernetHeader;
    const fragment = way.dontFragment ? 0x4000 : 0;
    const ttlAndProtocol = (way.ttl << 8) | protocol;
    put16(bytes, at, 0x4500);
    put16(bytes, at + 2, totalLength);
    put16(bytes, at + 4, ipId);
    put16(bytes, at + 6, fragment);
    put16(bytes, at + 8, ttlAndProtocol);
    put32(bytes, at + 12, way.source);
    put32(bytes, at + 16, way.destination);
    const sum =
      0x4500 + totalLength + ipId + fragment + ttlAndProtocol + words(way.source) + words(way.destination);
    put16(bytes, at + 10, checksum(sum));
    return at + ipHeader;
  }
}

/** IP header and the first 8 bytes behind it of a packet that never was: what an ICMP error quotes. */
export function quotedPacket(
  source: number,
  destination: number,
  sourcePort: number,
  destinationPort: number,
  protocol: number,
): Uint8Array {
  const bytes = new Uint8Array(ipHeader + 8);
  put16(bytes, 0, 0x4500);
  put16(bytes, 2, protocol === ipProtocol.udp ? 28 : 40);
  put16(bytes, 4, sourcePort);
  put16(bytes, 8, (117 << 8) | protocol);
  put32(bytes, 12, source);
  put32(bytes, 16, destination);
  put16(bytes, 10, checksum(sumWords(bytes, 0, ipHeader)));
  put16(bytes, ipHeader, sourcePort);
  put16(bytes, ipHeader + 2, destinationPort);
  const lengthOfNothing = 8 << 16;
  put32(
    bytes,
    ipHeader + 4,
    protocol === ipProtocol.udp ? lengthOfNothing : Math.imul(sourcePort, 0x9e3779b1) >>> 0,
  );
  return bytes;
}

function pseudoHeader(way: Direction, protocol: number, length: number): number {
  return words(way.source) + words(way.destination) + protocol + length;
}

function words(value: number): number {
  return (value >>> 16) + (value & 0xffff);
}

/** Folds a sum of fewer than 2^16 words and complements it (RFC 1071). */
function checksum(sum: number): number {
  let folded = (sum >>> 16) + (sum & 0xffff);
  folded = (folded >>> 16) + (folded & 0xffff);
  return ~folded & 0xffff;
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function putLittle32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** Locally administered card addresses 02:00:00:00:00:xx. */
function putCard(bytes: Uint8Array, at: number, last: number): void {
  bytes[at] = 2;
  bytes[at + 1] = 0;
  bytes[at + 2] = 0;
  bytes[at + 3] = 0;
  bytes[at + 4] = last >>> 8;
  bytes[at + 5] = last;
}

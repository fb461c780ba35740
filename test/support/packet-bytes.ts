/** Packets and captures made by hand, header by header; every number in wire order. */

export function bytesOf(...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  return Uint8Array.from(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    ),
  );
}

export const be16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
export const be32 = (value: number): number[] => [...be16(value >>> 16), ...be16(value & 0xffff)];
const le16 = (value: number): number[] => be16(value).reverse();
const le32 = (value: number): number[] => be32(value).reverse();

export function ethernet(payload: Uint8Array, type = 0x0800): Uint8Array {
  return bytesOf([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2], be16(type), payload);
}

export function vlan(payload: Uint8Array, type = 0x0800): Uint8Array {
  return bytesOf(be16(42), be16(type), payload);
}

export interface Ipv4Options {
  readonly protocol?: number;
  readonly source?: readonly number[];
  readonly destination?: readonly number[];
  readonly totalLength?: number;
  readonly options?: readonly number[];
  readonly id?: number;
  /** Flags and offset as they stand on the wire: 0x2000 more fragments, low 13 bits offset in units of 8. */
  readonly fragment?: number;
  readonly ttl?: number;
}

export function ipv4(payload: Uint8Array, given: Ipv4Options = {}): Uint8Array {
  const {
    protocol = 6,
    source = [10, 0, 0, 1],
    destination = [192, 168, 0, 2],
    options = [],
    ttl = 64,
  } = given;
  const headerLength = 20 + options.length;
  return bytesOf(
    [0x40 | (headerLength / 4), 0],
    be16(given.totalLength ?? headerLength + payload.length),
    be16(given.id ?? 0x1234),
    be16(given.fragment ?? 0),
    [ttl, protocol, 0, 0],
    source,
    destination,
    options,
    payload,
  );
}

export const source6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
export const destination6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

export function ipv6(payload: Uint8Array, next: number, payloadLength = payload.length): Uint8Array {
  return bytesOf([0x60, 0, 0, 0], be16(payloadLength), [next, 57], source6, destination6, payload);
}

export interface TcpOptions {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly flags?: number;
  readonly sequence?: number;
  readonly dataOffset?: number;
  readonly options?: readonly number[];
}

export function tcp(payload: Uint8Array | string = '', given: TcpOptions = {}): Uint8Array {
  const { sourcePort = 40000, destinationPort = 445, flags = 0x18, options = [] } = given;
  const { sequence = 0x11223344 } = given;
  const dataOffset = given.dataOffset ?? 5 + options.length / 4;
  return bytesOf(
    be16(sourcePort),
    be16(destinationPort),
    be32(sequence),
    be32(0x55667788),
    [dataOffset << 4, flags],
    be16(8192),
    [0, 0, 0, 0],
    options,
    payload,
  );
}

export function udp(payload: Uint8Array | string = '', destinationPort = 1434, length?: number): Uint8Array {
  const body = bytesOf(payload);
  return bytesOf(be16(50000), be16(destinationPort), be16(length ?? body.length + 8), [0, 0], body);
}

export function icmp(type: number, code: number, payload: Uint8Array | string = ''): Uint8Array {
  return bytesOf([type, code, 0, 0, 0, 1, 0, 2], payload);
}

export interface PcapOptions {
  readonly linkType?: number;
  readonly bigEndian?: boolean;
  readonly magic?: number;
  readonly snapLength?: number;
  readonly version?: readonly [number, number];
}

export interface PcapRecord {
  readonly bytes: Uint8Array;
  readonly seconds?: number;
  readonly fraction?: number;
  readonly originalLength?: number;
}

export function pcapHeader(given: PcapOptions = {}): Uint8Array {
  const {
    linkType = 1,
    bigEndian = false,
    magic = 0xa1b2c3d4,
    snapLength = 262144,
    version = [2, 4],
  } = given;
  const n16 = bigEndian ? be16 : le16;
  const n32 = bigEndian ? be32 : le32;
  return bytesOf(
    n32(magic),
    n16(version[0]),
    n16(version[1]),
    n32(0),
    n32(0),
    n32(snapLength),
    n32(linkType),
  );
}

export function pcapRecord(record: PcapRecord, given: PcapOptions = {}): Uint8Array {
  const n32 = given.bigEndian === true ? be32 : le32;
  const { bytes, seconds = 1_000_000_000, fraction = 5, originalLength = bytes.length } = record;
  const extra = given.magic === 0xa1b2cd34 ? [0, 0, 0, 0, 0, 0, 0, 0] : [];
  return bytesOf(n32(seconds), n32(fraction), n32(bytes.length), n32(originalLength), extra, bytes);
}

/** A pcap file of the given packets, one second apart. */
export function pcapFile(packets: readonly Uint8Array[], given: PcapOptions = {}): Uint8Array {
  const records = packets.map((bytes, at) => pcapRecord({ bytes, seconds: 1_000_000_000 + at }, given));
  return bytesOf(pcapHeader(given), ...records);
}

import type { LoggedPacket } from './log-event.js';

/** A pcap file header: nanoseconds, raw IP. */
export function pcapHeader(): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b23c4d, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(101, 20);
  return header;
}

/** A pcap record of the packet; what no log tells (TTL, window, options) has values that no scanner's mark has. */
export function pcapRecord(packet: LoggedPacket): Uint8Array {
  const isIp6 = packet.source.length === 16;
  const protocol = isIp6 && packet.protocol === 1 ? 58 : packet.protocol;
  const segment = transportBytes(packet, protocol);
  const header = isIp6
    ? ip6Header(packet, protocol, segment.length)
    : ip4Header(packet, protocol, segment.length);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(Number(packet.timeNs / 1_000_000_000n), 0);
  record.writeUInt32LE(Number(packet.timeNs % 1_000_000_000n), 4);
  record.writeUInt32LE(header.length + segment.length, 8);
  record.writeUInt32LE(header.length + segment.length, 12);
  return Buffer.concat([record, header, segment]);
}

function ip4Header({ source, target }: LoggedPacket, protocol: number, length: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + length, 2);
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  header.set(source, 12);
  header.set(target, 16);
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += header.readUInt16BE(at);
  sum = (sum & 0xffff) + (sum >>> 16);
  header.writeUInt16BE(~((sum & 0xffff) + (sum >>> 16)) & 0xffff, 10);
  return header;
}

function ip6Header({ source, target }: LoggedPacket, protocol: number, length: number): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(length, 4);
  header.writeUInt8(protocol, 6);
  header.writeUInt8(64, 7);
  header.set(source, 8);
  header.set(target, 24);
  return header;
}

function transportBytes(packet: LoggedPacket, protocol: number): Buffer {
  const { sourcePort, targetPort, payload } = packet;
  if (protocol === 1 || protocol === 58) {
    return Buffer.concat([Buffer.from([sourcePort & 0xff, targetPort & 0xff, 0, 0, 0, 0, 0, 0]), payload]);
  }
  const header = Buffer.alloc(protocol === 17 ? 8 : 20);
  header.writeUInt16BE(sourcePort, 0);
  header.writeUInt16BE(targetPort, 2);
  if (protocol === 17) {
    header.writeUInt16BE(8 + payload.length, 4);
  } else {
    header.writeUInt32BE((initialSequence(packet) + packet.sequence) >>> 0, 4);
    header.writeUInt8(0x50, 12);
    header.writeUInt8(packet.flags, 13);
    header.writeUInt16BE(65_535, 14);
  }
  return Buffer.concat([header, payload]);
}

/** The same for all packets of a connection; never the target's address, which is Mirai's mark. */
function initialSequence({ source, sourcePort, targetPort, startNs }: LoggedPacket): number {
  let hash = 0x811c9dc5;
  for (const byte of source) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ Number(startNs & 0xffff_ffffn), 0x01000193);
  hash = Math.imul(hash ^ Number(startNs >> 32n), 0x01000193);
  return Math.imul(hash ^ (sourcePort * 65_536 + targetPort), 0x01000193) >>> 0;
}

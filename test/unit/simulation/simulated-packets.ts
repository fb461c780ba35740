import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A packet of a simulated capture, read with nothing of the simulator's own code. */
export interface SimulatedPacket {
  /** Microseconds since 1970. */
  readonly timeUs: number;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly ttl: number;
  /** Zero unless TCP or UDP. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Zero unless TCP. */
  readonly seq: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export function* packetsOf(path: string): Generator<SimulatedPacket> {
  const stored = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(stored) : stored;
  if (bytes.readUInt32LE(0) !== 0xa1b2c3d4 || bytes.readUInt32LE(20) !== 1)
    throw new Error(`${path}: no Ethernet pcap`);
  for (let at = 24; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    const timeUs = bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4);
    yield packetOf(timeUs, bytes.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
}

function packetOf(timeUs: number, frame: Buffer): SimulatedPacket {
  const ip = frame.subarray(14, 14 + frame.readUInt16BE(16));
  const body = ip.subarray(20);
  const protocol = ip.readUInt8(9);
  const hasPorts = protocol === 6 || protocol === 17;
  const header = protocol === 6 ? (body.readUInt8(12) >> 4) * 4 : 8;
  return {
    timeUs,
    source: ip.subarray(12, 16).join('.'),
    destination: ip.subarray(16, 20).join('.'),
    protocol,
    ttl: ip.readUInt8(8),
    sourcePort: hasPorts ? body.readUInt16BE(0) : 0,
    destinationPort: hasPorts ? body.readUInt16BE(2) : 0,
    seq: protocol === 6 ? body.readUInt32BE(4) : 0,
    flags: protocol === 6 ? body.readUInt8(13) : 0,
    payload: body.subarray(header),
  };
}

/** What the packets say about one attack source. */
export interface CountedSource {
  readonly key: string;
  /** n_i, in the order of the honeypots given. */
  readonly packets: number[];
  readonly firstUs: number;
  lastUs: number;
  /** Ports in order of their first inbound packet. */
  readonly ports: string[];
}

/** Attack sources recounted from captures, keyed `ip@day`. */
export function countSources(
  paths: readonly string[],
  honeypots: readonly string[],
): Map<string, CountedSource> {
  const sources = new Map<string, CountedSource>();
  for (const path of paths) {
    for (const packet of packetsOf(path)) {
      const honeypot = honeypots.indexOf(packet.destination);
      if (honeypot < 0) continue;
      const key = `${packet.source}@${new Date(packet.timeUs / 1000).toISOString().slice(0, 10)}`;
      let source = sources.get(key);
      if (source === undefined) {
        source = {
          key,
          packets: honeypots.map(() => 0),
          firstUs: packet.timeUs,
          lastUs: packet.timeUs,
          ports: [],
        };
        sources.set(key, source);
      }
      source.packets[honeypot] = (source.packets[honeypot] ?? 0) + 1;
      source.lastUs = packet.timeUs;
      const port = portText(packet);
      if (!source.ports.includes(port)) source.ports.push(port);
    }
  }
  return sources;
}

function portText({ protocol, destinationPort }: SimulatedPacket): string {
  if (protocol === 6) return String(destinationPort);
  if (protocol === 17) return `${destinationPort}U`;
  return protocol === 1 ? 'I' : `P${protocol}`;
}

export const reportAddresses = ['192.0.2.10', '192.0.2.11', '192.0.2.12'];

export function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const fileHeader = 24;
const recordHeader = 16;
const ethernet = 14;

/**
 * Writes what `capture` holds ten times over: every packet ten times, at its own time, each copy from (or to) another port
 * of the peer. So every source of the same days makes ten times the connections with ten times the packets. Of the packets
 * of honeypots and peers the honeypot is the one whose last address byte is in `honeypots`; others than TCP and UDP
 * become ten copies that differ in their IP identification.
 * @param capture pcap of little-endian byte order, Ethernet, IPv4
 */
export function writeTenfold(capture: string, to: string, honeypots: ReadonlySet<number>): void {
  const bytes = readFileSync(capture);
  const file = openSync(to, 'w');
  try {
    let out = Buffer.alloc(1 << 22);
    let filled = bytes.copy(out, 0, 0, fileHeader);
    for (let at = fileHeader; at < bytes.length;) {
      const length = recordHeader + bytes.readUInt32LE(at + 8);
      for (let copy = 0; copy < 10; copy += 1) {
        if (filled + length > out.length) {
          writeSync(file, out, 0, filled);
          out = Buffer.alloc(out.length);
          filled = 0;
        }
        bytes.copy(out, filled, at, at + length);
        if (copy > 0) change(out.subarray(filled + recordHeader, filled + length), copy, honeypots);
        filled += length;
      }
      at += length;
    }
    writeSync(file, out, 0, filled);
  } finally {
    closeSync(file);
  }
}

function change(frame: Buffer, copy: number, honeypots: ReadonlySet<number>): void {
  const ip = frame.subarray(ethernet);
  const transport = ip.subarray(((ip[0] ?? 0) & 15) * 4);
  if ((ip[9] === 6 || ip[9] === 17) && transport.length >= 4) {
    const peerPort = honeypots.has(ip[19] ?? 0) ? 0 : 2;
    transport.writeUInt16BE((transport.readUInt16BE(peerPort) + copy * 6007) & 0xffff, peerPort);
  } else {
    ip.writeUInt16BE((ip.readUInt16BE(4) + copy * 6007) & 0xffff, 4);
  }
}

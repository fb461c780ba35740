import { closeSync, openSync, writeSync } from 'node:fs';

import type { LinkFacts, LivePacket } from './live-packet.js';

const headerBytes = 24;
const recordHeaderBytes = 16;
const bufferBytes = 256 * 1024;
const magics = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const;

/**
 * A pcap file under way. Writes are synchronous: packets come from a loop that gives nothing else a turn, and must not
 * pile up in memory. Errors are those of node:fs.
 */
export class PcapFile {
  readonly path: string;
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(bufferBytes);
  #filled = 0;
  #packets = 0;

  /** Creates the file; one that exists is left alone (EEXIST). */
  constructor(path: string, { linkType, snapLength, resolution }: LinkFacts) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    const header = Buffer.alloc(headerBytes);
    header.writeUInt32LE(magics[resolution], 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(snapLength, 16);
    header.writeUInt32LE(linkType, 20);
    this.#append(header);
  }

  get packets(): number {
    return this.#packets;
  }

  write({ seconds, fraction, originalLength, bytes }: LivePacket): void {
    if (this.#filled + recordHeaderBytes > bufferBytes) this.flush();
    const buffer = this.#buffer;
    const at = this.#filled;
    buffer.writeUInt32LE(seconds, at);
    buffer.writeUInt32LE(fraction, at + 4);
    buffer.writeUInt32LE(bytes.length, at + 8);
    buffer.writeUInt32LE(originalLength, at + 12);
    this.#filled += recordHeaderBytes;
    this.#append(bytes);
    this.#packets += 1;
  }

  /** Whatever was written is in the file afterwards. */
  flush(): void {
    const filled = this.#filled;
    this.#filled = 0;
    writeWhole(this.#file, this.#buffer.subarray(0, filled));
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
      this.#buffer = Buffer.alloc(0);
    }
  }

  #append(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > bufferBytes) this.flush();
    if (bytes.length > bufferBytes) {
      writeWhole(this.#file, bytes);
      return;
    }
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

import { bytesOf } from './packet-bytes.js';

/** Writes pcapng blocks of one byte order. */
export class PcapngWriter {
  readonly #bigEndian: boolean;

  constructor(bigEndian = false) {
    this.#bigEndian = bigEndian;
  }

  n16(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    if (this.#bigEndian) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  }

  n32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    if (this.#bigEndian) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  }

  n64(value: bigint): Buffer {
    const bytes = Buffer.alloc(8);
    if (this.#bigEndian) bytes.writeBigInt64BE(value);
    else bytes.writeBigInt64LE(value);
    return bytes;
  }

  block(type: number, body: Uint8Array): Uint8Array {
    const padding = (4 - (body.length % 4)) % 4;
    const length = body.length + padding + 12;
    return bytesOf(this.n32(type), this.n32(length), body, new Uint8Array(padding), this.n32(length));
  }

  section(): Uint8Array {
    return this.block(
      0x0a0d0d0a,
      bytesOf(this.n32(0x1a2b3c4d), this.n16(1), this.n16(0), new Uint8Array(8).fill(255)),
    );
  }

  option(code: number, value: Uint8Array): Uint8Array {
    const padding = (4 - (value.length % 4)) % 4;
    return bytesOf(this.n16(code), this.n16(value.length), value, new Uint8Array(padding));
  }

  interface(linkType = 1, options: readonly Uint8Array[] = [], snapLength = 0): Uint8Array {
    const end = options.length > 0 ? [this.option(0, new Uint8Array(0))] : [];
    return this.block(1, bytesOf(this.n16(linkType), this.n16(0), this.n32(snapLength), ...options, ...end));
  }

  enhanced(packet: Uint8Array, ticks: bigint, interfaceId = 0, originalLength = packet.length): Uint8Array {
    return this.block(6, bytesOf(this.n32(interfaceId), this.#packet(packet, ticks, originalLength)));
  }

  obsolete(packet: Uint8Array, ticks: bigint, interfaceId = 0): Uint8Array {
    return this.block(
      2,
      bytesOf(this.n16(interfaceId), this.n16(7), this.#packet(packet, ticks, packet.length)),
    );
  }

  simple(packet: Uint8Array, originalLength = packet.length): Uint8Array {
    return this.block(3, bytesOf(this.n32(originalLength), packet));
  }

  #packet(packet: Uint8Array, ticks: bigint, originalLength: number): Uint8Array {
    const high = Number(ticks >> 32n);
    const low = Number(ticks & 0xffffffffn);
    return bytesOf(this.n32(high), this.n32(low), this.n32(packet.length), this.n32(originalLength), packet);
  }
}

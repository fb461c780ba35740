import type { DecodeStep } from '../native/packet-decoder.js';
import type { ByteSource } from './byte-source.js';

export interface Feed {
  readonly source: ByteSource;
  readonly chunkBytes: number;
  /** Read into in turn; a longer record gets others. */
  readonly chunks: readonly [ChunkBuffer, ChunkBuffer];
  /** Decodes what it is given, as PacketDecoder.decode, and takes the packets, whose payloads lie in `bytes`. */
  readonly decode: (bytes: Uint8Array, endOfStream: boolean) => DecodeStep | Promise<DecodeStep>;
  /** The stream is no capture; must throw. */
  readonly onForeign: (bytes: Uint8Array) => never;
}

/** A chunk stands behind room for the record that the chunk before broke off. */
export interface ChunkBuffer {
  readonly bytes: Uint8Array;
  readonly room: number;
}

const initialRoom = 64 * 1024;
/** A pcap file header; with less nothing can be told. */
const smallestCapture = 24;

/**
 * Drives a source through a decoder. While one chunk is decoded the next is read, into a second buffer; only the
 * record that a chunk's end cuts through is copied. Memory: two chunks, plus twice the longest record (at most 16 MiB,
 * the bound of a pcapng block).
 */
export async function feedDecoder({ source, chunkBytes, chunks, decode, onForeign }: Feed): Promise<void> {
  let [current, next] = chunks;
  let left: Uint8Array = new Uint8Array(0);
  let needed = smallestCapture;
  let pending = source.read(chunkOf(next));
  for (;;) {
    const count = await pending;
    if (next.room < left.length) next = withRoom(next, count, left.length, chunkBytes);
    const start = next.room - left.length;
    next.bytes.set(left, start);
    left = next.bytes.subarray(start, next.room + count);
    [current, next] = [next, current];
    const endOfStream = count === 0;
    if (!endOfStream) pending = source.read(chunkOf(next));
    if (left.length < needed && !endOfStream) continue;
    try {
      for (;;) {
        // Awaited only when there is something to wait for: a batch is decoded in less than a millisecond.
        const decoded = decode(left, endOfStream);
        const step = decoded instanceof Promise ? await decoded : decoded;
        if (step.status === 'not-a-capture') onForeign(left);
        left = left.subarray(step.consumed);
        needed = step.needed;
        if (step.status === 'end') return;
        if (step.status === 'need-bytes') break;
      }
    } catch (error) {
      // The read under way must not outlive the file it reads.
      await pending.catch(() => 0);
      throw error;
    }
  }
}

/** Room for chunks of that size, and for most records that one breaks off. */
export function newChunkBuffer(chunkBytes: number): ChunkBuffer {
  return newBuffer(initialRoom, chunkBytes);
}

function newBuffer(room: number, chunkBytes: number): ChunkBuffer {
  return { bytes: new Uint8Array(room + chunkBytes), room };
}

function chunkOf(buffer: ChunkBuffer): Uint8Array {
  return buffer.bytes.subarray(buffer.room);
}

function withRoom(buffer: ChunkBuffer, count: number, least: number, chunkBytes: number): ChunkBuffer {
  const larger = newBuffer(2 ** Math.ceil(Math.log2(least)), chunkBytes);
  larger.bytes.set(buffer.bytes.subarray(buffer.room, buffer.room + count), larger.room);
  return larger;
}

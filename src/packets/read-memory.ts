import { type ChunkBuffer, newChunkBuffer } from './feed-decoder.js';

/** What a capture is read with. */
export interface ReadMemory {
  readonly chunkBytes: number;
  readonly chunks: readonly [ChunkBuffer, ChunkBuffer];
  /** Where fragments are put together. */
  readonly scratch: Uint8Array;
}

/** Room for four of the longest datagrams in a batch; when it is used up the batch ends. */
const scratchBytes = 256 * 1024;

/** Of the capture that this thread read last. */
let spare: ReadMemory | undefined;

/**
 * Runs `read` with memory that the next capture of this thread gets again: getting new memory from the system for every
 * capture takes longer than reading a small one.
 */
export async function withReadMemory<Result>(
  chunkBytes: number,
  read: (memory: ReadMemory) => Promise<Result>,
): Promise<Result> {
  const memory = spare?.chunkBytes === chunkBytes ? spare : newMemory(chunkBytes);
  spare = undefined;
  const result = await read(memory);
  // After an error it is not known who may still write to it.
  spare = memory;
  return result;
}

function newMemory(chunkBytes: number): ReadMemory {
  return {
    chunkBytes,
    chunks: [newChunkBuffer(chunkBytes), newChunkBuffer(chunkBytes)],
    scratch: new Uint8Array(scratchBytes),
  };
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const chunkCharacters = 64 * 1024;

/** Writes text of any size to standard output as fast as its reader takes it, never holding more than a few chunks. */
export async function writeOut(pieces: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunks(pieces)), process.stdout, { end: false });
}

function* chunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkCharacters) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

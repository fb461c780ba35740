import type { Writable } from 'node:stream';

import { HoneysiftError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { decompress } from './decompress.js';
import { openFileSource } from './file-source.js';
import { spoolSource } from './spool-source.js';
import { infoLines } from './tshark-lines.js';
import { listenToComplaints, startTshark, type TsharkProcess } from './tshark-process.js';

/** Info columns of one batch: row `k` has `bytes[offsets[k] .. offsets[k + 1])`, UTF-8; empty where there is none. */
export interface InfoBatch {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** What tshark says about the packets of one capture, in their order. */
export interface InfoReader {
  /** The lines of the next packets. */
  next(rows: number): Promise<InfoBatch>;
  /** Whether tshark goes on after all packets asked for. */
  hasMore(): Promise<boolean>;
  /** Packets so far that tshark did not reach: it stops at damage. */
  missing(): number;
  /** What it complained about, as far as it has. */
  complaint(): string;
  close(): Promise<void>;
}

const chunkBytes = 256 * 1024;

/**
 * Runs tshark over a capture, which it gets decompressed on its standard input while its lines are read.
 * Memory: a pipe's worth, and the lines of one batch.
 * @throws HoneysiftError ERR_TOOL without tshark; ERR_CAPTURE when the file cannot be opened.
 */
export async function openTsharkInfo(path: string): Promise<InfoReader> {
  if (path === '-') {
    throw new HoneysiftError(
      'ERR_CAPTURE',
      'Standard input cannot be read twice, as the rendering tshark needs; save it to a file first',
    );
  }
  const opened = await decompress(await openFileSource(path), path);
  // A thread decompresses one xz source at a time, and the decoder needs it next.
  const source = opened.compression === 'xz' ? await spoolSource(opened) : opened;
  let tshark: TsharkProcess;
  try {
    tshark = await startTshark();
  } catch (error) {
    await source.close();
    throw error;
  }
  const complaint = listenToComplaints(tshark);
  // A program that cannot be started, or ends early, shows as missing lines.
  tshark.on('error', () => undefined);
  tshark.stdin.on('error', () => undefined);
  const fed = feed(source, tshark);
  const lines = infoLines(tshark.stdout);
  let missing = 0;
  return {
    async next(rows) {
      const texts: Uint8Array[] = [];
      for (let row = 0; row < rows; row += 1) {
        const line = await lines.next();
        if (line.done === true) missing += 1;
        texts.push(line.done === true ? new Uint8Array(0) : line.value.info);
      }
      return pack(texts);
    },
    hasMore: async () => (await lines.next()).done !== true,
    missing: () => missing,
    complaint,
    async close() {
      // With nothing to read and nobody to write to, its processes end.
      tshark.stdin.destroy();
      tshark.stdout.destroy();
      await fed;
      await source.close();
    },
  };
}

/** Never rejects: what is not fed is missing in the lines. */
async function feed(source: ByteSource, { stdin }: TsharkProcess): Promise<void> {
  const ended = new Promise((resolve) => stdin.once('close', resolve));
  try {
    while (!stdin.destroyed) {
      const bytes = new Uint8Array(chunkBytes);
      const count = await source.read(bytes);
      if (count === 0) break;
      if (!stdin.write(bytes.subarray(0, count))) await Promise.race([drained(stdin), ended]);
    }
  } catch {
    // Reading errors are those of the decoder's own reading, which reports them.
  }
  stdin.end();
}

function drained(stream: Writable): Promise<unknown> {
  return new Promise((resolve) => stream.once('drain', resolve));
}

function pack(texts: readonly Uint8Array[]): InfoBatch {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [row, text] of texts.entries()) offsets[row + 1] = (offsets[row] ?? 0) + text.length;
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (const [row, text] of texts.entries()) bytes.set(text, offsets[row]);
  return { bytes, offsets };
}

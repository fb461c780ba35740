import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

import { HoneysiftError } from '../errors.js';

/** Where bytes were put aside: they need not stay in memory until somebody wants them. */
export interface SpilledBytes {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Runs `work` with a new folder for temporary files (in TMPDIR), and removes it afterwards. */
export async function withSpillFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files of this thread so far. */
let files = 0;

/** Appends to a file of its own in a spill folder, made with the first bytes. */
export class SpillFile {
  readonly #file: string;
  #descriptor: number | undefined;
  #length = 0;

  constructor(folder: string) {
    files += 1;
    this.#file = join(folder, `${threadId}-${files}`);
  }

  /** @throws HoneysiftError ERR_BOUND when there is no room. */
  append(bytes: Uint8Array): SpilledBytes {
    const spilled = { file: this.#file, offset: this.#length, length: bytes.length };
    try {
      this.#descriptor ??= openSync(this.#file, 'wx', 0o600);
      for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done);
    } catch (cause) {
      throw unusable(this.#file, cause);
    }
    this.#length += bytes.length;
    return spilled;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Fills `into`, which must be as long, with what was put aside. */
export function readSpilled({ file, offset, length }: SpilledBytes, into: Uint8Array): void {
  try {
    const descriptor = openSync(file, 'r');
    try {
      for (let done = 0; done < length;) {
        const count = readSync(descriptor, into, done, length - done, offset + done);
        if (count === 0) throw new Error('it is shorter than it was');
        done += count;
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): HoneysiftError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HoneysiftError(
    'ERR_BOUND',
    `The temporary file ${file} cannot be used: ${why}; make room there or set TMPDIR`,
    { cause },
  );
}

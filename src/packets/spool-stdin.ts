import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { HoneysiftError } from '../errors.js';

/** Captures that any thread can read, as often as it wants. */
export interface SpooledCaptures {
  readonly files: readonly string[];
  /** The name by which the user knows a file: `-` for what came from standard input. */
  readonly nameOf: (file: string) => string;
}

/**
 * Runs `work` with `-` among the captures replaced by a temporary file that holds what standard input gave: workers have
 * no standard input, and inferring the honeypots reads captures twice. The file is removed afterwards.
 * @throws HoneysiftError ERR_CAPTURE when standard input or the temporary file fails; ERR_CANCELLED.
 */
export async function withSpooledStdin<Result>(
  captures: readonly string[],
  signal: AbortSignal | undefined,
  work: (spooled: SpooledCaptures) => Promise<Result>,
  stdin: Readable = process.stdin,
): Promise<Result> {
  if (!captures.includes('-')) return work({ files: captures, nameOf: (file) => file });
  const folder = await mkdtemp(join(tmpdir(), 'honeysift-'));
  try {
    const copy = join(folder, 'standard-input');
    await spool(stdin, copy, signal);
    return await work({
      files: captures.map((path) => (path === '-' ? copy : path)),
      nameOf: (file) => (file === copy ? '-' : file),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spool(stdin: Readable, copy: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pipeline(stdin, createWriteStream(copy), { ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted) {
      throw new HoneysiftError('ERR_CANCELLED', 'Cancelled while standard input was being read', { cause });
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HoneysiftError(
      'ERR_CAPTURE',
      `Standard input cannot be copied to ${copy}: ${why}; make room there or set TMPDIR`,
      { cause },
    );
  }
}

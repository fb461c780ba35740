import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { HoneysiftError } from '../../errors.js';

/** Where a capture was read, and by what the file is known again without being read. */
export interface Origin {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Time of its last change, nanoseconds, as text. */
  readonly changed: string;
  readonly inode: string;
}

/** @throws HoneysiftError ERR_CAPTURE when the file is gone. */
export async function originOf(path: string): Promise<Origin> {
  const origin = await originIfThere(path);
  if (origin !== null) return origin;
  throw new HoneysiftError('ERR_CAPTURE', `${path} does not exist or cannot be read; check the path`);
}

/** The same, or null when the file is gone. */
export async function originIfThere(path: string): Promise<Origin | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  if (facts === null) return null;
  return {
    path: resolve(path),
    bytes: Number(facts.size),
    changed: String(facts.mtimeNs),
    inode: String(facts.ino),
  };
}

/** Equal for files that are taken for unchanged: same path, size, time of change and inode. */
export function originKey({ path, bytes, changed, inode }: Origin): string {
  return [path, bytes, changed, inode].join('\n');
}

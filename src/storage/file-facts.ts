import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';

export interface FileFacts {
  readonly bytes: number;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}

const pieceBytes = 1 << 20;

/** Size and SHA-256 of a file; with `sync` its bytes are on the disk, not only in the cache, when the promise settles. */
export async function fileFacts(path: string, sync = false): Promise<FileFacts> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, (await file.stat()).size + 1));
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      bytes += bytesRead;
    }
    if (sync) await file.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** Makes names that were created, renamed or removed in a folder survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether something stands at `path`; a link that leads nowhere does not. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

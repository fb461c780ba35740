import { spawnSync } from 'node:child_process';

import type { ByteSource } from '#honeysift/packets/byte-source.js';
import type { DecompressedSource } from '#honeysift/packets/decompressed-source.js';

/** What a program that compresses standard input makes of `content`. */
export function compressWith(program: string, content: Uint8Array, ...options: readonly string[]): Buffer {
  const { stdout, stderr, status } = spawnSync(program, ['-q', '-c', ...options], {
    input: content,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} ${options.join(' ')} failed: ${String(stderr)}`);
  return stdout;
}

/** A source that gives at most `most` bytes at once. */
export function bytesSource(bytes: Uint8Array, most = bytes.length): ByteSource {
  let left = bytes;
  return {
    read(into) {
      const piece = left.subarray(0, Math.min(most, into.length));
      into.set(piece);
      left = left.subarray(piece.length);
      return Promise.resolve(piece.length);
    },
    close: () => Promise.resolve(),
  };
}

/** Reads to the end, `room` bytes at a time; `anomaly` is null when nothing is lost. */
export async function readAll(
  source: DecompressedSource,
  room = 100_000,
): Promise<{ content: Buffer; anomaly: string | null; offset: number | null }> {
  const parts: Buffer[] = [];
  const into = new Uint8Array(room);
  try {
    for (;;) {
      const count = await source.read(into);
      if (count === 0) break;
      parts.push(Buffer.from(into.subarray(0, count)));
    }
  } finally {
    await source.close();
  }
  const loss = source.loss();
  return { content: Buffer.concat(parts), anomaly: loss?.anomaly ?? null, offset: loss?.offset ?? null };
}

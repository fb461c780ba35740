import { statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { readFully, type ByteSource } from './byte-source.js';
import { looksLikeCapture } from './capture-signature.js';
import { decompress } from './decompress.js';
import { openFileSource } from './file-source.js';

/** Files so named are taken even when their content is none: reading them then says what is wrong. */
const captureName = /\.(pcap|pcapng|cap)(\.gz|\.zst|\.xz)?$/i;
const magicBytes = 4;

/**
 * The capture files that the given paths mean, in the order given. `-` stays. A folder stands for the captures in it
 * and below, by name (*.pcap, *.pcapng, *.cap, each also .gz, .zst or .xz) or by content, sorted by path; links to folders are not
 * followed. A file named twice is taken once.
 * @throws HoneysiftError ERR_CAPTURE when a path does not exist, a folder holds no capture, or something in or below it
 * cannot be read: captures may be in there, and none is left out silently.
 */
export async function expandCaptures(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const file of await expand(path)) {
      const key = file === '-' ? file : resolve(file);
      if (!found.has(key)) found.set(key, file);
    }
  }
  return [...found.values()];
}

async function expand(path: string): Promise<string[]> {
  if (path === '-') return [path];
  if (!isFolder(path)) return [path];
  const captures = await capturesBelow(path);
  if (captures.length === 0) {
    throw new HoneysiftError(
      'ERR_CAPTURE',
      `The folder ${path} holds no capture (pcap or pcapng, plain, gzip, zstd or xz)`,
    );
  }
  return captures;
}

/** In this thread: handing so little to another one takes ten times as long. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw new HoneysiftError('ERR_CAPTURE', `${path} does not exist or cannot be read; check the path`, {
      cause,
    });
  }
}

async function capturesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(`The folder ${folder}`, cause);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const captures: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) captures.push(...(await capturesBelow(path)));
    else if (await isCapture(path)) captures.push(path);
  }
  return captures;
}

async function isCapture(path: string): Promise<boolean> {
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    // A link to nothing, or a file that went away.
    if (cause.code === 'ENOENT' || cause.code === 'ELOOP') return null;
    throw unreadable(path, cause);
  });
  if (!facts?.isFile()) return false;
  if (captureName.test(path)) return true;
  const stored = await openFileSource(path);
  let source: ByteSource = stored;
  try {
    source = await decompress(stored, path);
    return looksLikeCapture(await readFully(source, magicBytes));
  } catch (error) {
    // Compressed in a way that cannot be read; nothing says that a capture is in there.
    if (error instanceof HoneysiftError && !isSystemError(error.cause)) return false;
    throw error;
  } finally {
    await source.close();
  }
}

function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause;
}

function unreadable(what: string, cause: unknown): HoneysiftError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const advice = 'make it readable, or name the captures and folders to read one by one';
  return new HoneysiftError('ERR_CAPTURE', `${what} cannot be read: ${why}; ${advice}`, { cause });
}

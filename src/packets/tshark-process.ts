import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

import { HoneysiftError } from '../errors.js';

export type TsharkProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** The last of what tshark said on standard error. */
const mostComplaint = 2000;

let versionKnown: Promise<string> | undefined;

/**
 * Version of the tshark that PATH names, e.g. `4.0.17`.
 * @throws HoneysiftError ERR_TOOL when there is none.
 */
export async function tsharkVersion(): Promise<string> {
  versionKnown ??= askVersion();
  try {
    return await versionKnown;
  } catch (error) {
    versionKnown = undefined;
    throw error;
  }
}

async function askVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('tshark', ['--version'], { env: environment() });
    return /\b\d+\.\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'unknown';
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_TOOL',
      'The rendering tshark needs the program tshark, which cannot be run here; install it (Debian: apt-get install ' +
        'tshark) and see that PATH names it, or use the rendering text',
      { cause },
    );
  }
}

/**
 * A tshark that reads a capture from its standard input and prints for each packet its number, its captured length and
 * its Info column, separated by tabs. No names are looked up and no personal settings are read.
 */
export async function startTshark(): Promise<TsharkProcess> {
  // Column fields were renamed to lower case in 4.2.
  const [major = 0, minor = 0] = (await tsharkVersion()).split('.').map(Number);
  const info = major > 4 || (major === 4 && minor >= 2) ? '_ws.col.info' : '_ws.col.Info';
  const fields = ['frame.number', 'frame.cap_len', info].flatMap((field) => ['-e', field]);
  const tshark = ['tshark', '-n', '-r', '-', '-T', 'fields', '-E', 'separator=/t', ...fields];
  // The standard input that Node gives a process is a socket, and tshark reads files and pipes only.
  return spawn('sh', ['-c', 'cat | "$@"', 'sh', ...tshark], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment(),
  });
}

function environment(): NodeJS.ProcessEnv {
  const noSettings = join(tmpdir(), 'honeysift-no-wireshark-settings');
  return { ...process.env, WIRESHARK_CONFIG_DIR: noSettings, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** Keeps the end of what the process complains about; the text is whole once it has ended. */
export function listenToComplaints(process: TsharkProcess): () => string {
  let text = '';
  process.stderr.setEncoding('utf8');
  process.stderr.on('data', (piece: string) => {
    text = (text + piece).slice(-mostComplaint);
  });
  return () => text.trim();
}

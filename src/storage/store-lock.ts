import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { HoneysiftError } from '../errors.js';

const lockFile = '.lock';

const holderShape = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When the lock was taken, ISO 8601. */
  since: z.string(),
  /** When the process began, in the words of its system; tells it from a later one of the same number. */
  began: z.string(),
  token: z.string(),
});

type Holder = z.infer<typeof holderShape>;

/** Held while a store is written. */
export interface StoreLock {
  /** @throws HoneysiftError ERR_STORE when somebody removed the lock or took it over. */
  confirm(): Promise<void>;
}

/**
 * Runs `work` while no other process writes the store in `directory`. Readers are never kept out. A lock that a process of
 * this machine left when it died is taken over.
 * @throws HoneysiftError ERR_STORE naming the process that writes the store, its machine and since when.
 */
export async function withStoreLock<Result>(
  directory: string,
  work: (lock: StoreLock) => Promise<Result>,
): Promise<Result> {
  const mine = holderHere();
  const path = join(directory, lockFile);
  await takeLock(directory, path, mine);
  try {
    await removeLeftovers(directory);
    return await work({
      async confirm() {
        if ((await readHolder(path))?.token === mine.token) return;
        throw new HoneysiftError(
          'ERR_STORE',
          `The store ${directory} cannot be written: its lock ${path} was taken away while this process held it`,
        );
      },
    });
  } finally {
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  }
}

async function takeLock(directory: string, path: string, mine: Holder): Promise<void> {
  const own = `${path}-${mine.pid}-${mine.token}`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(own, `${JSON.stringify(mine)}\n`);
  } catch (cause) {
    await rm(own, { force: true }).catch(() => undefined);
    throw new HoneysiftError(
      'ERR_STORE',
      `The store ${directory} cannot be written: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  try {
    for (;;) {
      // A link, unlike a file that is created and then filled, appears with all that it says.
      if (await linked(own, path)) return;
      const holder = await readHolder(path);
      if (holder === null) continue;
      if (!isDead(holder)) throw held(directory, path, holder);
      await takeAway(path, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** What processes left that died while they took the lock. */
async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(`${lockFile}-`)) continue;
    const path = join(directory, name);
    const holder = await readHolder(path);
    if (holder !== null && isDead(holder)) await rm(path, { force: true });
  }
}

/** Removes the lock of `dead`; puts back what somebody else took in between. */
async function takeAway(path: string, dead: Holder): Promise<void> {
  const aside = `${path}-stale-${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readHolder(aside))?.token !== dead.token) await linked(aside, path);
  await rm(aside, { force: true });
}

/** Null when there is no lock. One that cannot be read counts as held by nobody knows whom. */
async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return holderShape.parse(JSON.parse(text));
  } catch {
    return { pid: 0, host: 'an unknown machine', since: 'an unknown time', began: '', token: '' };
  }
}

function held(directory: string, path: string, { pid, host, since }: Holder): HoneysiftError {
  return new HoneysiftError(
    'ERR_STORE',
    `The store ${directory} is being written by process ${pid} on ${host} since ${since}: wait for it to end; ` +
      `if that process is gone, remove ${path}`,
  );
}

function holderHere(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    began: beginningOf(process.pid) ?? '',
    token: randomUUID(),
  };
}

function isDead({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return true;
  }
  const now = beginningOf(pid);
  return began !== '' && now !== null && now !== began;
}

/** Boot and clock ticks at which a process began (Linux, proc(5): field 22 of stat); null where this is not told. */
function beginningOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

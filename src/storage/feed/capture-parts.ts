import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { HoneysiftError } from '../../errors.js';
import type { PacketPart } from '../../model/packet-part.js';
import type { DayPart } from '../../native/source-aggregator.js';
import type { CollectPart } from '../../sources/collect-sources.js';
import { dayText } from '../../sources/source-id.js';
import { fileFacts } from '../file-facts.js';
import type { Origin } from './origin.js';
import { packed, unpacked } from './packed.js';
import { type KeptFile, unfinishedPrefix, writeFolder, writeKept } from './write-whole.js';

/** A day partial that lies in a file. */
export interface StoredDay extends KeptFile {
  /** As in DayPart. */
  readonly day: number;
  readonly flows: number;
  readonly events: number;
}

/** What a worker found in one capture, without its day partials, which lie in files of their own. */
export interface StoredPart extends Omit<CollectPart, 'days'> {
  /** Null for what came from standard input. */
  readonly origin: Origin | null;
  /** Ascending; paths are below the folder of the capture. */
  readonly days: readonly StoredDay[];
  /** Days before retention began, which were not kept. */
  readonly droppedDays: number;
  /** Files of its packets, where they are kept. */
  readonly packetFiles: readonly KeptFile[];
}

const partFile = 'capture.part';

/** Reads what `writePart` kept of the capture in the folder `folder`. @throws HoneysiftError ERR_STORE when it is damaged. */
export async function readPart(folder: string): Promise<StoredPart> {
  try {
    return unpacked(await readFile(join(folder, partFile))) as StoredPart;
  } catch (cause) {
    throw damaged(join(folder, partFile), (cause as Error).message, cause);
  }
}

/** Size and digest of the file that `readPart` reads. */
export async function partFacts(folder: string): Promise<KeptFile> {
  return { path: partFile, ...(await fileFacts(join(folder, partFile))) };
}

export interface WritePartOptions {
  readonly origin: Origin | null;
  /** Days before this one (since 1970-01-01) are not kept; null keeps all. */
  readonly from: number | null;
}

/**
 * Keeps all that a worker found in one capture in the folder `<parent>/<content digest>`: that is either whole or not
 * there. `collect` may write files of its own into the folder that it is given. Workers do not wait for the disk:
 * the stage `feed.sync` does, and what is found of a run that was broken off before is looked at with `keepIfWhole`.
 */
export async function writePart(
  parent: string,
  collect: (folder: string) => Promise<CollectPart>,
  { origin, from }: WritePartOptions,
): Promise<string> {
  const fill = async (folder: string): Promise<{ readonly name: string }> => {
    const { days, probes, ...rest } = await collect(folder);
    const isKept = ({ day }: { readonly day: number }): boolean => from === null || day >= from;
    const kept = days.filter(isKept);
    const stored: StoredDay[] = [];
    for (const { day, flows, events, bytes } of kept) {
      stored.push({ day, flows, events, ...(await writeKept(folder, `${dayText(day)}.day`, bytes, false)) });
    }
    const droppedDays = days.length - kept.length;
    const packetFiles = await packetFilesOf(folder, rest.packets, from);
    const part = { ...rest, origin, days: stored, probes: probes.filter(isKept), droppedDays, packetFiles };
    // It says what the others are, and nothing says what it is.
    await writeKept(folder, partFile, packed(part satisfies StoredPart));
    return { name: rest.facts.contentDigest };
  };
  return (await writeFolder(parent, fill, false)).name;
}

/** Whether the files are those that were written, which a loss of power may have changed; if not, the folder goes. */
export async function keepIfWhole(folder: string): Promise<boolean> {
  const isKept = await isWhole(folder);
  if (!isKept) await rm(folder, { recursive: true, force: true });
  return isKept;
}

async function isWhole(folder: string): Promise<boolean> {
  try {
    const part = await readPart(folder);
    for (const { path, bytes, sha256 } of keptFiles(part, null)) {
      const found = await fileFacts(join(folder, path));
      if (found.bytes !== bytes || found.sha256 !== sha256) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** What of a capture is kept when days before `from` are not: its files by their paths below its folder. */
export function keptFiles({ days, packetFiles }: StoredPart, from: number | null): KeptFile[] {
  const kept = days.filter(({ day }) => from === null || day >= from);
  return [
    ...kept.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    ...packetFiles.filter(({ path }) => isOfKeptMonth(path, from)),
  ];
}

/** Packets lie in a file per month: one goes when all of its days do. */
function isOfKeptMonth(path: string, from: number | null): boolean {
  const month = /month=(\d{4}-\d\d)\//.exec(path)?.[1];
  return from === null || month === undefined || month >= dayText(from).slice(0, 7);
}

async function packetFilesOf(
  folder: string,
  packets: PacketPart | undefined,
  from: number | null,
): Promise<KeptFile[]> {
  if (packets === undefined) return [];
  const kept: KeptFile[] = [];
  for (const { path, bytes, sha256 } of packets.files) {
    if (isOfKeptMonth(path, from)) kept.push({ path, bytes, sha256 });
    else await rm(join(folder, path));
  }
  const { payloads } = packets;
  if (payloads !== null) kept.push({ path: payloads, ...(await fileFacts(join(folder, payloads))) });
  return kept;
}

/** A day partial as it was written. @throws HoneysiftError ERR_STORE when its file is not what was written. */
export async function readDay(file: string, { day, flows, events, sha256 }: StoredDay): Promise<DayPart> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw damaged(file, (cause as Error).message, cause);
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw damaged(file, 'its bytes are not those that were written');
  // Native code reads it in place, in words of eight bytes.
  return { day, flows, events, bytes: bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes) };
}

/** Content digests of the captures whose parts lie in `parent`. */
export async function listParts(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  return names.filter((name) => !name.startsWith(unfinishedPrefix)).sort();
}

function damaged(file: string, why: string, cause?: unknown): HoneysiftError {
  return new HoneysiftError(
    'ERR_STORE',
    `${file} is damaged: ${why}; run "honeysift ingest --repair" on the store`,
    { cause },
  );
}

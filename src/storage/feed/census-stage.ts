import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HoneysiftError } from '../../errors.js';
import { takeCensus } from '../../environment/address-census.js';
import { inferHoneypots } from '../../environment/infer-honeypots.js';
import type { Environment } from '../../model/environment.js';
import type { Stage } from '../../model/stage.js';
import { type AddressPairs, mergeAddressPairs } from '../../native/address-census.js';
import type { LogOptions } from '../../packets/logs/log-options.js';
import type { CaptureToRead, ReadCapture } from './collect-stage.js';
import type { Origin } from './origin.js';
import { packed, unpacked } from './packed.js';
import { unfinishedPrefix, writeFolder, writeKept } from './write-whole.js';

interface CensusInput {
  readonly captures: readonly CaptureToRead[];
  /** Where censuses are kept, absolute. */
  readonly folder: string;
  readonly filter: string | undefined;
  readonly logs?: LogOptions | undefined;
}

interface CensusTask {
  readonly capture: CaptureToRead;
  readonly folder: string;
  readonly filter: string | undefined;
  readonly logs?: LogOptions | undefined;
}

interface StoredCensus {
  readonly origin: Origin | null;
  readonly pairs: AddressPairs;
}

/** Begins with the SHA-256 of the rest. */
const censusFile = 'pairs.census';
const sumBytes = 32;

/** As `environment.census`, but each capture's census is kept in a file. One task per capture. */
export const feedCensus: Stage<CensusInput, CensusTask, ReadCapture, readonly ReadCapture[]> = {
  name: 'feed.census',

  plan: ({ captures, folder, filter, logs }) =>
    captures.map((capture) => ({ capture, folder, filter, logs })),

  async run({ capture, folder, filter, logs }, context) {
    const { file, name, origin } = capture;
    const { contentDigest, pairs } = await takeCensus({ capture: file, filter, logs }, context);
    await writeFolder(folder, async (unfinished) => {
      const bytes = packed({ origin, pairs } satisfies StoredCensus);
      const sum = createHash('sha256').update(bytes).digest();
      await writeKept(unfinished, censusFile, Buffer.concat([sum, bytes]));
      return { name: contentDigest };
    });
    return { name, origin, contentDigest };
  },

  merge: (parts) => parts,
};

/** Origins of the captures whose census lies in `folder`, by content digest. */
export async function readCensusOrigins(folder: string): Promise<ReadCapture[]> {
  const digests = (await readdir(folder).catch(() => [])).filter(
    (name) => !name.startsWith(unfinishedPrefix),
  );
  const found: ReadCapture[] = [];
  for (const contentDigest of digests) {
    const { origin } = await readCensus(folder, contentDigest);
    found.push({ name: origin?.path ?? '-', origin, contentDigest });
  }
  return found;
}

/** The honeypots that the captures of these content digests show together. */
export async function inferFromCensuses(
  folder: string,
  contentDigests: Iterable<string>,
): Promise<Environment> {
  const pairs: AddressPairs[] = [];
  for (const contentDigest of contentDigests) pairs.push((await readCensus(folder, contentDigest)).pairs);
  return inferHoneypots(mergeAddressPairs(pairs));
}

export async function readCensus(folder: string, contentDigest: string): Promise<StoredCensus> {
  const file = join(folder, contentDigest, censusFile);
  try {
    const bytes = await readFile(file);
    const sum = createHash('sha256').update(bytes.subarray(sumBytes)).digest();
    if (!sum.equals(bytes.subarray(0, sumBytes)))
      throw new Error('its bytes are not those that were written');
    return unpacked(bytes.subarray(sumBytes)) as StoredCensus;
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_STORE',
      `${file} is damaged: ${(cause as Error).message}; run "honeysift ingest --repair" on the store`,
      { cause },
    );
  }
}

import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { voidLogger, type Logger } from '../logger.js';
import { honeysiftVersion } from './honeysift-version.js';
import type { StoreContent } from './store-content.js';
import { commitStaged, manifestFile, prepareStaging } from './store-folder.js';
import { manifestText, storeFormatVersion, type StoreManifest } from './store-manifest.js';
import { storeUnits, timeUnitOf } from './store-units.js';
import { throwIfAborted } from './throw-if-aborted.js';
import { writeTables } from './write-tables.js';
import { compareText } from '../model/compare-text.js';

export interface WriteStoreOptions {
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Writes `content` as a store to the folder `dir`, replacing a store that is there. The same content gives the same
 * bytes. Killed or failing at any point it leaves the old store, or a folder that `openStore` refuses.
 * Throws ERR_STORE when the folder cannot be written or holds something else, ERR_ARGUMENT when the content contradicts
 * itself, ERR_CANCELLED when the signal fires.
 */
export async function writeStore(
  dir: string,
  content: StoreContent,
  options: WriteStoreOptions = {},
): Promise<StoreManifest> {
  const { signal, logger = voidLogger() } = options;
  const directory = resolve(dir);
  const timeUnit = timeUnitOf(content);
  const units = storeUnits(content, timeUnit);
  throwIfAborted(signal);
  const staging = await prepareStaging(directory);
  try {
    const tables = await writeTables(units, content, staging, signal);
    const manifest: StoreManifest = {
      format: 'honeysift-store',
      formatVersion: storeFormatVersion,
      honeysift: honeysiftVersion(),
      timeUnit,
      options: content.options,
      environment: content.environment,
      captures: content.captures
        .map(({ path, digest }) => ({ path, digest }))
        .sort((a, b) => compareText(a.path, b.path) || compareText(a.digest, b.digest)),
      tables,
    };
    await writeFile(join(staging, manifestFile), manifestText(manifest), { flush: true });
    throwIfAborted(signal);
    await commitStaged(directory, staging);
    logger.info(`Wrote ${content.sources.count} attack sources to ${dir}`);
    return manifest;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (error instanceof HoneysiftError) throw error;
    throw new HoneysiftError('ERR_STORE', `Cannot write the store ${dir}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

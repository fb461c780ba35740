import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { voidLogger, type Logger } from '../logger.js';
import { compareText } from '../model/compare-text.js';
import { fileFacts } from './file-facts.js';
import { honeysiftVersion } from './honeysift-version.js';
import { readManifest } from './read-manifest.js';
import type { StoreContent } from './store-content.js';
import { commitStaged, manifestFile, preparePacketFolder, prepareStaging } from './store-folder.js';
import { type StoreLock, withStoreLock } from './store-lock.js';
import { manifestText, storeFormatVersion, type StoreFile, type StoreManifest } from './store-manifest.js';
import { storeUnits, timeUnitOf } from './store-units.js';
import { throwIfAborted } from './throw-if-aborted.js';
import { writePacketTables } from './write-packet-tables.js';
import { writeTables } from './write-tables.js';

export interface WriteStoreOptions {
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Writes `content` as a store to the folder `dir`, replacing a store that is there. The same content gives the same
 * bytes. Killed or failing at any point it leaves the old store, or the new one.
 * Throws ERR_STORE when the folder cannot be written, is being written or holds something else, ERR_ARGUMENT when the
 * content contradicts itself, ERR_CANCELLED when the signal fires.
 */
export async function writeStore(
  dir: string,
  content: StoreContent,
  options: WriteStoreOptions = {},
): Promise<StoreManifest> {
  const { signal, logger = voidLogger() } = options;
  const directory = resolve(dir);
  throwIfAborted(signal);
  return withStoreLock(directory, async (lock) => {
    await refuseFeed(directory, dir);
    const manifest = await publishStore(directory, content, { lock, signal });
    logger.info(`Wrote ${content.sources.count} attack sources to ${dir}`);
    return manifest;
  });
}

/**
 * The same for content whose packets are written while it is made: `make` gets the folder for them. Nobody else can write
 * the store in the meantime.
 */
export async function writeStoreWithPackets<Content extends StoreContent>(
  dir: string,
  make: (packetFolder: string) => Promise<Content>,
  options: WriteStoreOptions = {},
): Promise<{ readonly content: Content; readonly manifest: StoreManifest }> {
  const { signal, logger = voidLogger() } = options;
  const directory = resolve(dir);
  throwIfAborted(signal);
  return withStoreLock(directory, async (lock) => {
    await refuseFeed(directory, dir);
    const folder = await preparePacketFolder(directory);
    try {
      const content = await make(folder);
      const manifest = await publishStore(directory, content, { lock, signal });
      logger.info(`Wrote ${content.sources.count} attack sources and their packets to ${dir}`);
      return { content, manifest };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

export interface PublishOptions {
  /** Of the store's folder. */
  readonly lock: StoreLock;
  readonly signal?: AbortSignal | undefined;
  /** Text of the file `feed.json`, of a store that `ingest` keeps. */
  readonly feed?: string | undefined;
}

/** What `writeStore` does, for those who hold the lock. */
export async function publishStore(
  directory: string,
  content: StoreContent,
  { lock, signal, feed }: PublishOptions,
): Promise<StoreManifest> {
  const timeUnit = timeUnitOf(content);
  const units = storeUnits(content, timeUnit);
  throwIfAborted(signal);
  const staging = await prepareStaging(directory);
  try {
    const tables = {
      ...(await writeTables(units, content, staging, signal)),
      ...(content.packets === undefined
        ? {}
        : await writePacketTables(content.packets, staging, content.packetsFrom)),
    };
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
      ...(feed === undefined ? {} : { feed: await writeFeed(staging, feed) }),
      tables,
    };
    await writeFile(join(staging, manifestFile), manifestText(manifest), { flush: true });
    throwIfAborted(signal);
    await lock.confirm();
    await commitStaged(directory, staging);
    return manifest;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (error instanceof HoneysiftError) throw error;
    throw new HoneysiftError(
      'ERR_STORE',
      `Cannot write the store ${directory}: ${(error as Error).message}; it is as it was before`,
      { cause: error },
    );
  }
}

async function writeFeed(staging: string, text: string): Promise<StoreFile> {
  const path = 'feed.json';
  await writeFile(join(staging, path), text, { flush: true });
  return { path, ...(await fileFacts(join(staging, path))) };
}

/** What ingest gathered over the days is not replaced by one analysis. */
async function refuseFeed(directory: string, dir: string): Promise<void> {
  const reading = await readManifest(directory);
  if (reading === null || !reading.ok || reading.manifest.feed === undefined) return;
  throw new HoneysiftError(
    'ERR_STORE',
    `The store ${dir} is kept by "honeysift ingest": add captures to it with that, or name another folder`,
  );
}

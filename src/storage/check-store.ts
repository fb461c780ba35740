import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { findDamagedCensuses, findDamagedParts, fileProblem } from './feed/drop-damaged.js';
import { feedFolder } from './feed/feed-folder.js';
import { type FeedIndex, parseFeed } from './feed/feed-index.js';
import { fileFacts } from './file-facts.js';
import { openStore } from './open-store.js';
import { readManifest } from './read-manifest.js';
import { generationName, generationsFolder, manifestFile, stagingPrefix } from './store-folder.js';
import type { StoreFile, StoreManifest } from './store-manifest.js';
import { verifyStore } from './table-digest.js';
import { throwIfAborted } from './throw-if-aborted.js';

/** One thing that is wrong with a store. */
export interface StoreProblem {
  /** Path below the store's folder. */
  readonly file: string;
  /** Null where it is no table's. */
  readonly table: string | null;
  /** Path of the capture of which the file holds something; null where it holds nothing of one alone. */
  readonly capture: string | null;
  readonly problem: string;
  /** What to do about it. */
  readonly repair: string;
}

export interface StoreCheck {
  /** Files that were read. */
  readonly files: number;
  /** Empty when the store is whole. */
  readonly problems: readonly StoreProblem[];
  /** What writers that were broken off left; the next one clears it up. Paths below the store's folder. */
  readonly leftovers: readonly string[];
}

/**
 * Reads every file of the store in `dir` and says what is not as it was written: files that are missing, changed or
 * unknown, and tables whose rows are others.
 * @throws HoneysiftError ERR_STORE when there is no store, ERR_CANCELLED
 */
export async function checkStore(dir: string, signal?: AbortSignal): Promise<StoreCheck> {
  const directory = resolve(dir);
  const reading = await readManifest(directory);
  if (reading === null) {
    throw new HoneysiftError('ERR_STORE', `There is no store in ${dir}: name the folder of one`);
  }
  const leftovers = (await namesIn(directory)).filter((name) => name.startsWith(stagingPrefix));
  if (!reading.ok) {
    const broken = { file: manifestFile, table: null, capture: null, problem: reading.problem };
    return { files: 1, problems: [{ ...broken, repair: republish(dir, true) }], leftovers };
  }
  const check = new Check(directory, dir, reading.generation, reading.manifest);
  await check.tables(signal);
  const index = await check.feed();
  await check.unknown();
  if (index !== null) leftovers.push(...(await check.parts(index, signal)));
  if (check.problems.length === 0) await check.rows(signal);
  return { files: check.files, problems: check.problems, leftovers };
}

class Check {
  readonly problems: StoreProblem[] = [];
  files = 0;
  readonly #directory: string;
  readonly #dir: string;
  readonly #generation: string;
  readonly #manifest: StoreManifest;

  constructor(directory: string, dir: string, generation: string, manifest: StoreManifest) {
    this.#directory = directory;
    this.#dir = dir;
    this.#generation = generation;
    this.#manifest = manifest;
  }

  async tables(signal: AbortSignal | undefined): Promise<void> {
    this.files += 1;
    const text = await readFile(join(this.#generation, manifestFile), 'utf8');
    const isNamed = basename(dirname(this.#generation)) === generationsFolder;
    const name = basename(this.#generation);
    if (isNamed && !name.startsWith(generationName(text))) {
      this.#add(manifestFile, null, 'holds other bytes than were written (its SHA-256 is not its name)');
    }
    for (const [table, { files }] of Object.entries(this.#manifest.tables)) {
      for (const file of files) {
        throwIfAborted(signal);
        await this.#file(file, table);
      }
    }
  }

  async feed(): Promise<FeedIndex | null> {
    const { feed } = this.#manifest;
    if (feed === undefined) return null;
    await this.#file(feed, null);
    try {
      return parseFeed(await readFile(join(this.#generation, feed.path), 'utf8'));
    } catch {
      return null;
    }
  }

  /** What lies among the files of the store and is not in its manifest. */
  async unknown(): Promise<void> {
    const { tables, feed } = this.#manifest;
    const known = new Set([
      manifestFile,
      ...(feed === undefined ? [] : [feed.path]),
      ...Object.values(tables).flatMap(({ files }) => files.map(({ path }) => path)),
    ]);
    const isFlat = this.#generation === this.#directory;
    const folder = isFlat ? join(this.#generation, 'tables') : this.#generation;
    for (const path of await filesBelow(folder)) {
      const name = relative(this.#generation, join(folder, path));
      if (!known.has(name)) this.#add(name, tableOf(name), "is not the store's", 'remove it');
    }
  }

  /** Returns what broken-off runs left. */
  async parts(index: FeedIndex, signal: AbortSignal | undefined): Promise<string[]> {
    for (const { capture, file, problem } of await findDamagedParts(this.#directory, index)) {
      throwIfAborted(signal);
      const { path } = capture;
      const repair = `${republish(this.#dir, true)}: it reads ${path} again (name it where it is now when it has moved)`;
      this.problems.push({ file, table: null, capture: path, problem, repair });
    }
    for (const file of await findDamagedCensuses(this.#directory)) {
      const capture = index.captures.find(({ contentDigest }) => file.endsWith(contentDigest))?.path ?? null;
      const problem = 'holds other bytes than were written';
      this.problems.push({ file, table: null, capture, problem, repair: republish(this.#dir, true) });
    }
    this.files += index.captures.reduce((sum, { files }) => sum + files.length, 0);
    return this.#besides(index);
  }

  async #besides(index: FeedIndex): Promise<string[]> {
    const known = new Set(
      index.captures.flatMap(({ contentDigest, files }) =>
        files.map(({ path }) => join('parts', index.partsKey, contentDigest, path)),
      ),
    );
    const digests = new Set([...index.captures, ...index.pruned].map(({ contentDigest }) => contentDigest));
    const layout = /^(?:parts|census)\/[0-9a-f]{16}\/(?:([0-9a-f]{64})|\.new-[0-9a-f-]+)\//;
    const leftovers: string[] = [];
    for (const name of await filesBelow(join(this.#directory, feedFolder))) {
      if (known.has(name)) continue;
      const file = join(feedFolder, name);
      const match = layout.exec(name);
      if (name.startsWith('census/') && match !== null && digests.has(match[1] ?? '')) this.files += 1;
      else if (match !== null) leftovers.push(file);
      else this.#add(file, null, "is not the store's", 'remove it');
    }
    return leftovers;
  }

  /** Of a store all of whose files are as they were written. */
  async rows(signal: AbortSignal | undefined): Promise<void> {
    const store = await openStore(this.#dir);
    try {
      for (const { table } of await verifyStore(store, signal)) {
        this.#add(join('tables', table), table, 'has other rows than its manifest says (row digest)');
      }
    } finally {
      await store.close();
    }
  }

  async #file(file: StoreFile, table: string | null): Promise<void> {
    this.files += 1;
    const facts = await fileFacts(join(this.#generation, file.path)).catch(() => null);
    const problem = fileProblem(facts, file);
    if (problem !== null) this.#add(file.path, table, problem);
  }

  #add(file: string, table: string | null, problem: string, repair?: string): void {
    const advice = repair ?? republish(this.#dir, this.#manifest.feed !== undefined);
    this.problems.push({ file, table, capture: null, problem, repair: advice });
  }
}

function republish(dir: string, isFeed: boolean): string {
  return isFeed
    ? `honeysift ingest --repair --store ${dir}`
    : `run honeysift analyze --out ${dir} on its captures again`;
}

function tableOf(path: string): string | null {
  const [folder, table] = path.split('/');
  return folder === 'tables' ? (table ?? null) : null;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

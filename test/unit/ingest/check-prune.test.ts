import { copyFile, cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkStore, openStore, prune, simulate, type StoreProblem } from '#honeysift/index.js';

import { contentDigests, ingestInto, readManifestOf, simulateDays } from '../../support/feed.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
const at = (name: string): string => join(folder.path, name);
let files: readonly string[];
let honeypots: string;
let reference: Record<string, string>;

beforeAll(async () => {
  ({ files, honeypotsFile: honeypots } = await simulateDays(folder.path, 5));
  await ingestInto(at('base'), files.slice(0, 3));
  reference = contentDigests((await ingestInto(at('base'), files)).manifest);
});
afterAll(() => {
  folder.remove();
});

async function copyOfBase(name: string): Promise<string> {
  await rm(at(name), { recursive: true, force: true });
  await cp(at('base'), at(name), { recursive: true, verbatimSymlinks: true });
  return at(name);
}

/** Every file of the store by its path below it; those of the generation before the current one do not count. */
async function filesOf(store: string): Promise<string[]> {
  const current = JSON.stringify(readManifestOf(store));
  const entries = await readdir(store, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const former = await Promise.all(
    found
      .filter((path) => path.endsWith('/manifest.json') && path.includes('/generations/'))
      .map(async (path) => {
        const isCurrent = JSON.stringify(JSON.parse(await readFile(path, 'utf8'))) === current;
        return isCurrent ? [] : [path.slice(0, -'manifest.json'.length)];
      }),
  );
  return found.filter((path) => !former.flat().some((prefix) => path.startsWith(prefix))).sort();
}

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  const place = Math.floor(bytes.length / 2);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  // As a new file, for others may share the old one's.
  await rm(path);
  await writeFile(path, bytes);
}

/** One file of each kind: of each table, of the feed, the manifest. */
function kindOf(path: string): string {
  return path
    .slice(folder.path.length)
    .replace(/^\/[\w-]+\//, '')
    .replace(/[0-9a-f]{64}|[0-9a-f]{16}/g, '#')
    .replace(/\d{4}-\d\d(-\d\d)?/, 'DAY');
}

describe('check', () => {
  it('finds nothing wrong with a store that is whole', async () => {
    expect(await checkStore(at('base'))).toMatchObject({ problems: [], leftovers: [] });
  });

  it('finds, names and has repaired a flipped bit in every kind of file', async () => {
    const store = await copyOfBase('flipped');
    const kinds = new Map((await filesOf(store)).map((path) => [kindOf(path), path]));
    expect(kinds.size).toBeGreaterThan(18);
    for (const [kind, path] of kinds) {
      const name = path.slice(path.indexOf('/tables/') + 1);
      await flip(path);
      const { problems } = await checkStore(store);
      const [problem] = problems as readonly [StoreProblem];
      expect(problems.length, kind).toBeGreaterThanOrEqual(1);
      expect(problem.repair, kind).toMatch(/honeysift ingest --repair --store/);
      if (kind.includes('tables/')) {
        expect(problem).toMatchObject({ file: name, table: name.split('/')[1] });
      } else if (kind.startsWith('feed/')) {
        expect(problem.capture, kind).toMatch(/\.pcap$/);
      }
      // Tables are repaired by one run, below: it is always the same.
      if (kind.includes('tables/') && !kind.includes('phrases')) {
        await flip(path);
        continue;
      }
      const { manifest } = await ingestInto(store, [], { repair: true });
      expect(contentDigests(manifest), kind).toEqual(reference);
      expect((await checkStore(store)).problems, kind).toEqual([]);
    }
  }, 200_000);

  it('finds missing and unknown files, in tables and in the feed', async () => {
    const store = await copyOfBase('missing');
    const all = await filesOf(store);
    const day = all.find((path) => path.endsWith('.day')) ?? '';
    const table = all.find((path) => path.includes('/clusters/')) ?? '';
    await rm(day);
    await rm(table);
    await writeFile(join(store, 'tables', 'rules', 'other.parquet'), 'x');
    await writeFile(join(store, 'feed', 'notes.txt'), 'x');
    const { problems } = await checkStore(store);
    expect(problems.map(({ file, problem }) => [file.split('/').at(-1), problem]).sort()).toEqual([
      [day.split('/').at(-1), 'is missing'],
      ['notes.txt', "is not the store's"],
      ['other.parquet', "is not the store's"],
      ['part-00000.parquet', 'is missing'],
    ]);
    await rm(join(store, 'feed', 'notes.txt'));
    await ingestInto(store, [], { repair: true });
    expect((await checkStore(store)).problems).toEqual([]);
  });

  it('asks for a capture whose parts are damaged and which has moved', async () => {
    await copyFile(files[0] ?? '', at('here.pcap'));
    await ingestInto(at('moved'), [at('here.pcap')], { honeypots });
    await rename(at('here.pcap'), at('there.pcap'));
    const before = contentDigests(readManifestOf(at('moved')));
    await flip((await filesOf(at('moved'))).find((path) => path.endsWith('.day')) ?? '');
    expect((await checkStore(at('moved'))).problems[0]?.capture).toBe(at('here.pcap'));
    await expect(ingestInto(at('moved'), [], { repair: true })).rejects.toThrow(
      /here\.pcap\. Name them where they are now/,
    );
    const { manifest } = await ingestInto(at('moved'), [at('there.pcap')], { repair: true });
    expect(contentDigests(manifest)).toEqual(before);
    expect((await checkStore(at('moved'))).problems).toEqual([]);
  });
});

describe('prune', () => {
  it('drops the days before, and remembers the captures', async () => {
    const store = await copyOfBase('pruned');
    const result = await prune({ store, before: '2003-10-31', workers: 0 });
    expect(result).toMatchObject({ published: true, pruned: files.slice(0, 2) });
    expect((await prune({ store, before: '2003-10-30', workers: 0 })).published).toBe(false);
    const again = await ingestInto(store, files);
    expect(again).toMatchObject({ published: false, pruned: files.slice(0, 2), ingested: [] });
    expect((await checkStore(store)).problems).toEqual([]);
    const opened = await openStore(store);
    expect(
      (await opened.query("SELECT count(*) FROM attack_sources WHERE day < DATE '2003-10-31'")).rows,
    ).toEqual([[0]]);
    await opened.close();
  });

  it('keeps old days of new captures out as well: the order of prune and ingest does not matter', async () => {
    const first = at('first');
    await ingestInto(first, files.slice(3), { honeypots });
    await prune({ store: first, before: '2003-10-31', workers: 0 });
    const late = await ingestInto(first, files.slice(0, 3));
    expect(late.pruned).toEqual(files.slice(0, 2));
    await ingestInto(at('then'), files, { honeypots });
    const { manifest } = await prune({ store: at('then'), before: '2003-10-31', workers: 0 });
    expect(contentDigests(late.manifest)).toEqual(contentDigests(manifest));
    const kept = await ingestInto(at('kept'), files.slice(2), { honeypots });
    expect(contentDigests(manifest)).toEqual(contentDigests(kept.manifest));
  });

  it('drops packets and payloads of the days before from captures that go on beyond', async () => {
    const month = join(folder.path, 'month');
    const { files: months, honeypotsFile } = await simulate({
      out: month,
      from: '2003-10-29',
      to: '2003-11-02',
      sources: 200,
      split: 'month',
      seed: 3,
    });
    await ingestInto(at('cut'), months, { honeypots: honeypotsFile, packets: true });
    const facts = async (where: string): Promise<unknown> => {
      const opened = await openStore(at('cut'));
      const { rows } = await opened.query(`
        SELECT count(*), min(day) >= DATE '2003-10-31', count(payload_id), hash(list(record_offset ORDER BY capture, packet)),
          (SELECT sum(packets) FROM payloads SEMI JOIN (FROM packets ${where}) USING (payload_id))
        FROM packets ${where}`);
      await opened.close();
      return rows[0];
    };
    const before = (await facts("WHERE day >= DATE '2003-10-31'")) as unknown[];
    const result = await prune({ store: at('cut'), before: '2003-10-31', workers: 0 });
    expect(result.cut).toEqual([{ path: months[0], droppedDays: 2 }]);
    const after = (await facts('')) as unknown[];
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
    // Payloads count the packets that are left, and none is left without one.
    expect(after[4]).toBe(after[2]);
    expect((await checkStore(at('cut'))).problems).toEqual([]);
    const again = await ingestInto(at('cut'), months, { repair: true });
    expect(contentDigests(again.manifest)).toEqual(contentDigests(result.manifest));
  });

  it('refuses what is no day, and stores that are none', async () => {
    await expect(prune({ store: at('base'), before: '2003-02-30' })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    });
    await expect(prune({ store: at('nowhere'), before: '2003-02-01' })).rejects.toMatchObject({
      code: 'ERR_STORE',
    });
  });
});

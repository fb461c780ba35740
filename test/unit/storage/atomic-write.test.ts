import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'node:v8';

import { describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';
import { verifyStore } from '#honeysift/storage/table-digest.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent, ns, sampleSpec } from '../../support/store-content.js';
import { withTempFolder } from '../../support/temp-folder.js';

const entries = ['current', 'generations', 'manifest.json', 'tables'];

const small = (): StoreContent => buildContent(sampleSpec());

function larger(): StoreContent {
  const sources = Array.from({ length: 400 }, (_, index) => ({
    ip: `10.1.${index >> 8}.${index & 255}`,
    first: ns('2003-01-01T00:00:00Z') + BigInt(index) * 86_400_000_000_000n,
    phrase: `phrase ${index}`,
  }));
  return buildContent({ sources });
}

async function countSources(folder: string): Promise<number> {
  const store = await openStore(folder);
  try {
    expect(await verifyStore(store)).toEqual([]);
    return Number((await store.query('SELECT count(*) FROM attack_sources')).rows[0]?.[0]);
  } finally {
    await store.close();
  }
}

describe('opening refuses', () => {
  it.each([
    [
      'a folder that is not there',
      async (folder: string) => rm(folder, { recursive: true }),
      /There is no store/,
    ],
    [
      'an empty folder',
      async (folder: string) => {
        await rm(folder, { recursive: true });
        await mkdir(folder);
      },
      /There is no store/,
    ],
    [
      'a manifest that is not JSON',
      (folder: string) => truncate(join(folder, 'manifest.json'), 100),
      /not JSON/,
    ],
    [
      'a manifest of something else',
      (folder: string) => writeFile(join(folder, 'manifest.json'), '{"name":"app"}'),
      /manifest\.json is wrong/,
    ],
    [
      'another version of the format',
      (folder: string) => edit(folder, '"formatVersion": 1', '"formatVersion": 2'),
      /format version 2, this honeysift reads 1/,
    ],
    [
      'a manifest that leads out of the folder',
      (folder: string) => edit(folder, 'tables/clusters/', 'tables/../../'),
      /manifest\.json is wrong at "tables\.clusters/,
    ],
    [
      'a table that is missing from the manifest',
      (folder: string) => edit(folder, '"clusters": {', '"klusters": {'),
      /no files of the table clusters/,
    ],
    [
      'a missing file',
      (folder: string) => rm(join(folder, 'tables', 'clusters', 'part-00000.parquet')),
      /clusters\/part-00000\.parquet is missing/,
    ],
    [
      'a cut file',
      (folder: string) => truncate(join(folder, 'tables', 'phrases', 'part-00000.parquet'), 60),
      /has 60 bytes, its manifest says/,
    ],
    [
      'a file that is no Parquet',
      (folder: string) => overwrite(join(folder, 'tables', 'phrases', 'part-00000.parquet')),
      /cannot be read/,
    ],
  ] as const)('%s', async (_, damage, message) => {
    await withTempFolder(async (parent) => {
      const folder = join(parent, 'store');
      await writeStore(folder, small());
      await damage(folder);
      const opening = openStore(folder);
      await expect(opening).rejects.toMatchObject({ code: 'ERR_STORE' });
      await expect(opening).rejects.toThrow(message);
      await expect(opening).rejects.toThrow(folder);
    });
  });
});

describe('writing', () => {
  it('replaces a store and leaves other files alone', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, small());
      await writeFile(join(folder, 'report.html'), 'mine');
      await writeStore(folder, larger());
      expect(await countSources(folder)).toBe(400);
      expect((await readdir(folder)).sort()).toEqual([...entries, 'report.html'].sort());
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe('mine');
    });
  });

  it("does not touch tables or a manifest that are not a store's", async () => {
    await withTempFolder(async (folder) => {
      await mkdir(join(folder, 'a', 'tables'), { recursive: true });
      await mkdir(join(folder, 'b'));
      await writeFile(join(folder, 'b', 'manifest.json'), '{"name":"app"}');
      await writeFile(join(folder, 'c'), 'a file');
      for (const name of ['a', 'b', 'c']) {
        await expect(writeStore(join(folder, name), small())).rejects.toMatchObject({ code: 'ERR_STORE' });
      }
      expect(await readdir(folder, { recursive: true })).toHaveLength(5);
    });
  });

  it('keeps the old store when it is cancelled or fails', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, small());
      const abort = new AbortController();
      const writing = writeStore(folder, larger(), { signal: abort.signal });
      setTimeout(() => abort.abort(), 50);
      await expect(writing).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
      const broken = larger();
      const named = { ...broken.environment, honeypots: [] };
      broken.rootCauses.rare[0] = 7;
      await expect(writeStore(folder, { ...broken, environment: named })).rejects.toMatchObject({
        code: 'ERR_ARGUMENT',
      });
      expect(await countSources(folder)).toBe(10);
      expect((await readdir(folder)).sort()).toEqual(entries);
    });
  });

  it('clears up what a killed writer left', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, small());
      await mkdir(join(folder, '.writing-999999999', 'tables'), { recursive: true });
      await writeFile(join(folder, '.writing-999999999', 'tables', 'x'), 'x');
      await writeStore(folder, larger());
      expect(await countSources(folder)).toBe(400);
      expect((await readdir(folder)).sort()).toEqual(entries);
    });
  });

  it('takes the place of a store that has its files in the folder itself, as the first version wrote them', async () => {
    await withTempFolder(async (folder) => {
      const flat = join(folder, 'flat');
      await writeStore(join(folder, 'new'), small());
      await cp(await realpath(join(folder, 'new', 'current')), flat, { recursive: true });
      expect(await countSources(flat)).toBe(10);
      await writeStore(flat, larger());
      expect(await countSources(flat)).toBe(400);
      expect((await readdir(flat)).sort()).toEqual(entries);
      expect((await readdir(join(flat, 'tables', 'clusters'))).length).toBe(1);
    });
  });

  it('leaves what was opened before to its readers until it is replaced twice', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, small());
      const store = await openStore(folder);
      await writeStore(folder, larger());
      expect((await store.query('SELECT count(*) FROM attack_sources')).rows).toEqual([[10]]);
      await store.close();
      expect(await readdir(join(folder, 'generations'))).toHaveLength(2);
      await writeStore(folder, buildContent({ sources: [] }));
      expect(await readdir(join(folder, 'generations'))).toHaveLength(2);
      expect(await countSources(folder)).toBe(0);
    });
  });

  it('renews files that were damaged when the same content is written again', async () => {
    await withTempFolder(async (folder) => {
      await writeStore(folder, small());
      await overwrite(join(folder, 'tables', 'phrases', 'part-00000.parquet'));
      await writeStore(folder, small());
      expect(await countSources(folder)).toBe(10);
    });
  });

  it('killed at any moment leaves the old store or the new one', async () => {
    await withTempFolder(async (folder) => {
      const store = join(folder, 'store');
      await writeStore(store, small());
      await writeFile(join(folder, 'content'), serialize(larger()));
      for (const delay of [0, 15, 40, 80, 150, 260]) {
        await killedWriter(folder, store, delay);
        expect([10, 400]).toContain(await countSources(store));
        await writeStore(store, small());
        expect(await countSources(store)).toBe(10);
        expect((await readdir(store)).sort()).toEqual(entries);
      }
    });
  });
});

/** Starts a process that writes the larger store, and kills it `delay` ms after it began to write. */
async function killedWriter(folder: string, store: string, delay: number): Promise<void> {
  const module = new URL('../../../dist/storage/write-store.js', import.meta.url).href;
  const script = `
    import { readFileSync } from 'node:fs';
    import { deserialize } from 'node:v8';
    const { writeStore } = await import(${JSON.stringify(module)});
    const content = deserialize(readFileSync(${JSON.stringify(join(folder, 'content'))}));
    process.stdout.write('begin');
    await writeStore(${JSON.stringify(store)}, content);
    process.stdout.write('end');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  await sleep(delay);
  child.kill('SIGKILL');
  await exited;
  expect(existsSync(store)).toBe(true);
}

async function edit(folder: string, from: string, to: string): Promise<void> {
  const path = join(folder, 'manifest.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

async function overwrite(path: string): Promise<void> {
  const { length } = await readFile(path);
  await writeFile(path, Buffer.alloc(length, 'x'));
}

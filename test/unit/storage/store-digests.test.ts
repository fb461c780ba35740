import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';
import { tableDigest, verifyStore } from '#honeysift/storage/table-digest.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { askPlainEngine, withStore } from '../../support/open-stores.js';
import { buildContent, ns, sampleSpec } from '../../support/store-content.js';
import { withTempFolder } from '../../support/temp-folder.js';

async function allBytes(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const bytes: Record<string, string> = {};
  for (const { parentPath, name } of names) {
    const path = join(parentPath, name);
    bytes[path.slice(folder.length)] = (await readFile(path)).toString('base64');
  }
  return bytes;
}

/** The same content handed over in the opposite order wherever order is free. */
function reversed(content: StoreContent): StoreContent {
  const { rootCauses } = content;
  return {
    ...content,
    captures: [...content.captures].reverse(),
    sequenceClusters: [...content.sequenceClusters].reverse(),
    clusterCoherence: new Map([...content.clusterCoherence].reverse()),
    rootCauseCoherence: new Map([...content.rootCauseCoherence].reverse()),
    supportLevels: [...content.supportLevels].reverse(),
    rootCauses: {
      ...rootCauses,
      rootCauses: [...rootCauses.rootCauses].reverse(),
      families: [...rootCauses.families].reverse(),
    },
    options: Object.fromEntries(Object.entries(content.options).reverse()),
  };
}

describe('the same content', () => {
  it('gives the same bytes, whatever the folder and the order it came in', async () => {
    const content = buildContent(sampleSpec());
    await withTempFolder(async (folder) => {
      await writeStore(join(folder, 'one'), content);
      await writeStore(join(folder, 'two', "an odd 'name'", 'month=1'), reversed(content));
      const one = await allBytes(join(folder, 'one'));
      expect(await allBytes(join(folder, 'two', "an odd 'name'", 'month=1'))).toEqual(one);
      const paths = Object.keys(one);
      expect(paths.filter((path) => path.endsWith('/manifest.json'))).toHaveLength(1);
      const expected = /^\/generations\/[0-9a-f]{16}\/(manifest\.json|tables\/.*\.parquet)$/;
      expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    });
  });

  it('gives the same manifest when a store is written over itself', async () => {
    const content = buildContent(sampleSpec());
    await withTempFolder(async (folder) => {
      await writeStore(folder, content);
      const before = await allBytes(folder);
      await writeStore(folder, content);
      expect(await allBytes(folder)).toEqual(before);
    });
  });
});

describe('digests of tables', () => {
  it('are computed from the files as they were from the content', async () => {
    await withStore(buildContent(sampleSpec()), async (store) => {
      expect(await verifyStore(store)).toEqual([]);
      expect(await tableDigest(store, 'phrases')).toBe(store.manifest.tables['phrases']?.digest);
      await expect(tableDigest(store, 'nothing')).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
    });
  });

  it('do not depend on how rows lie in files', async () => {
    await withTempFolder(async (folder) => {
      const manifest = await writeStore(folder, buildContent(sampleSpec()));
      const table = join(folder, 'tables', 'attack_sources');
      const single = join(folder, 'single.parquet');
      await askPlainEngine(
        `COPY (SELECT * EXCLUDE (month) FROM read_parquet('${table}/*/*.parquet', hive_partitioning = true)
               ORDER BY md5(source_id)) TO '${single}' (FORMAT parquet, COMPRESSION uncompressed)`,
      );
      await rm(table, { recursive: true });
      await mkdir(table);
      await copyFile(single, join(table, 'single.parquet'));
      await editManifest(folder, (old) => ({
        ...old,
        tables: {
          ...old.tables,
          attack_sources: {
            rows: 10,
            digest: 'unknown',
            files: [{ path: 'tables/attack_sources/single.parquet', bytes: -1, sha256: '' }],
          },
        },
      }));
      const store = await openStore(folder);
      expect(await tableDigest(store, 'attack_sources')).toBe(manifest.tables['attack_sources']?.digest);
      expect(await verifyStore(store)).toEqual([
        { table: 'attack_sources', digest: manifest.tables['attack_sources']?.digest },
      ]);
      await store.close();
    });
  });

  it('tell texts apart that hold the characters between columns and rows', async () => {
    const texts = ['a\tb', 'a\\tb', 'a\nb', 'a\\nb', 'a\\', '\\N', 'a\rb'];
    const digests = new Set<string>();
    for (const reason of texts) {
      const spec = sampleSpec();
      const causes = Object.entries(spec.rootCauses ?? {}).map(
        ([id, cause]) => [id, { ...cause, reason }] as const,
      );
      await withStore(
        buildContent({ ...spec, rootCauses: Object.fromEntries(causes) }),
        async (store, manifest) => {
          digests.add(manifest.tables['root_causes']?.digest ?? '');
          expect((await store.query('SELECT DISTINCT reason FROM root_causes')).rows).toEqual([[reason]]);
        },
      );
    }
    expect(digests.size).toBe(texts.length);
  });

  it('change with any value', async () => {
    const source = { ip: '10.0.0.1', first: ns('2003-03-01T00:00:00Z') };
    const digestOf = (last: bigint): Promise<string> =>
      withStore(buildContent({ sources: [{ ...source, last }] }), (_, manifest) =>
        Promise.resolve(manifest.tables['attack_sources']?.digest ?? ''),
      );
    expect(await digestOf(source.first)).not.toBe(await digestOf(source.first + 1000n));
  });
});

async function editManifest(folder: string, edit: (manifest: StoreManifest) => StoreManifest): Promise<void> {
  const path = join(folder, 'manifest.json');
  const edited = edit(JSON.parse(await readFile(path, 'utf8')) as StoreManifest);
  const tables: Record<string, unknown> = {};
  for (const [name, table] of Object.entries(edited.tables)) {
    const files = await Promise.all(
      table.files.map(async (file) => ({
        ...file,
        bytes: (await stat(join(dirname(path), file.path))).size,
      })),
    );
    tables[name] = { ...table, files };
  }
  await writeFile(path, JSON.stringify({ ...edited, tables }));
}

import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

import { openStore } from '#honeysift/storage/open-store.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';
import type { Store } from '#honeysift/storage/store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { withTempFolder } from './temp-folder.js';

/** Writes `content` to a fresh folder, opens it, and closes and removes it after `use`. */
export async function withStore<T>(
  content: StoreContent,
  use: (store: Store, manifest: StoreManifest) => Promise<T>,
): Promise<T> {
  return withTempFolder(async (folder) => {
    const manifest = await writeStore(folder, content);
    const store = await openStore(folder);
    try {
      return await use(store, manifest);
    } finally {
      await store.close();
    }
  });
}

/** Rows as objects. */
export async function records(store: Store, sql: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await store.query(sql);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** Asks an engine that knows nothing of honeysift. */
export async function askPlainEngine(sql: string): Promise<DuckDBValue[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    instance.closeSync();
  }
}

import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { withStore, askPlainEngine } from '../../support/open-stores.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';

describe('a store read without honeysift', () => {
  it('has its months as a partition column and its days inside the files', async () => {
    await withStore(buildContent(sampleSpec()), async ({ directory }) => {
      const files = join(directory, 'tables', 'attack_sources', '*', '*.parquet');
      const rows = await askPlainEngine(
        `SELECT month, count(*), min(day)::VARCHAR FROM read_parquet('${files}', hive_partitioning = true) GROUP BY month ORDER BY month`,
      );
      expect(rows).toEqual([
        ['2003-03', 2n, '2003-03-30'],
        ['2003-04', 8n, '2003-04-01'],
      ]);
    });
  });

  it('gives the same rows as the store for every table', async () => {
    await withStore(buildContent(sampleSpec()), async (store) => {
      for (const { name, monthly, columns } of store.tables) {
        const files = join(store.directory, 'tables', name, monthly ? '*/*.parquet' : '*.parquet');
        const list = columns.map((column) => `"${column.name}"::VARCHAR`).join(', ');
        const order = columns.map((_, index) => index + 1).join(', ');
        const plain = await askPlainEngine(`SELECT ${list} FROM read_parquet('${files}') ORDER BY ${order}`);
        const { rows } = await store.query(`SELECT ${list} FROM ${name} ORDER BY ${order}`);
        expect(rows).toEqual(plain);
        expect(rows.length).toBe(store.manifest.tables[name]?.rows);
      }
    });
  });

  it('has its rows in the order of the key', async () => {
    await withStore(buildContent(sampleSpec()), async (store) => {
      for (const { name, monthly, key } of store.tables) {
        const files = join(store.directory, 'tables', name, monthly ? '*/*.parquet' : '*.parquet');
        const keys = key.map((column) => `"${column}"::VARCHAR`).join(', ');
        const sorted = key.map((column) => `"${column}"`).join(', ');
        const asWritten = await askPlainEngine(`SELECT ${keys} FROM read_parquet('${files}')`);
        expect(asWritten).toEqual(
          await askPlainEngine(`SELECT ${keys} FROM read_parquet('${files}') ORDER BY ${sorted}`),
        );
      }
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { enrichSources } from '#honeysift/enrichment/enrich-sources.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';
import { openStore } from '#honeysift/storage/open-store.js';
import { runCannedQuery } from '#honeysift/storage/queries/run-canned-query.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent, ns } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

let content: StoreContent;
beforeAll(() => {
  const sources = Array.from({ length: 10 }, (_, at) => ({
    ip: `141.211.${at}.1`,
    first: ns('2003-11-25T11:00:00Z') + BigInt(at),
  }));
  content = buildContent({ sources });
  writeFileSync(join(folder.path, 'list'), '141.211.0.0/24\n141.211.2.1\n');
});

const options = { blacklists: [{ name: 'drop', path: '' }] };
const input = () => ({
  sources: content.sources,
  environment: {
    ...content.environment,
    honeypots: content.environment.honeypots.map((honeypot) => ({ ...honeypot, country: 'Canada' })),
  },
  options: { ...options, blacklists: [{ name: 'drop', path: join(folder.path, 'list') }] },
});

describe('enrichment of attack sources', () => {
  it('is the same in this thread and in workers', async () => {
    const here = await createInlineRunner().run(enrichSources, input());
    const pool = createWorkerPool(1);
    try {
      expect(await pool.run(enrichSources, input())).toEqual(here);
    } finally {
      await pool.close();
    }
    expect(here.rows).toHaveLength(content.sources.count);
  });

  it('puts parts together in any order', async () => {
    const tasks = [...enrichSources.plan(input())];
    const context = {
      cancelFlag: new Int32Array(new SharedArrayBuffer(4)),
      throwIfCancelled: () => undefined,
    };
    const [task] = tasks;
    if (!task || tasks.length > 1) throw new Error('expected one task');
    const part = await enrichSources.run(task, context);
    const middle = 3;
    const first = { ...part, rows: part.rows.slice(0, middle) };
    const second = { ...part, from: middle, rows: part.rows.slice(middle) };
    const merged = enrichSources.merge([second, first], input());
    expect(merged.rows).toEqual(part.rows);
    expect(merged.providers[0]?.asked).toBe(2 * part.rows.length);
  });

  it('fills its tables and answers with coverage', async () => {
    const enriched = await createInlineRunner().run(enrichSources, input());
    const dir = join(folder.path, 'store');
    await writeStore(dir, { ...content, enrichment: enriched });
    const store = await openStore(dir);
    try {
      const { rows } = await store.query(
        `SELECT count(*), count(DISTINCT source_id), bool_and(country_registry = 'US' AND as_number = 36375),
           bool_and(honeypot_time_zone IS NOT NULL), count(*) FILTER (list_contains(blacklists, 'drop'))
         FROM enrichment`,
      );
      expect(rows).toEqual([[content.sources.count, content.sources.count, true, true, 2]]);
      const coverage = await runCannedQuery(store, 'enrichment-coverage');
      const drop = coverage.rows.find(([, provider]) => provider === 'drop');
      expect([drop?.[0], drop?.[3], drop?.[4]]).toEqual(['blacklists', content.sources.count, 2]);
      const countries = await runCannedQuery(store, 'countries');
      expect(countries.rows[0]?.slice(0, 3)).toEqual(['US', content.sources.count, content.sources.count]);
      const listed = await runCannedQuery(store, 'blacklisted');
      expect(listed.rows[0]?.slice(0, 2)).toEqual(['drop', 2]);
    } finally {
      await store.close();
    }
  });
});

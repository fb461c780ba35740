import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';
import { runCannedQuery } from '#honeysift/storage/queries/run-canned-query.js';
import type { Store } from '#honeysift/storage/store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent, sampleSpec } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

describe('what mining leaves in a store besides clusters', () => {
  const folder = makeTempFolder();
  let store: Store;
  beforeAll(async () => {
    const content = buildContent(sampleSpec());
    const rule = { consequent: ['N=9'], supportCount: 3, confidence: 0.75, lift: 1.5 };
    const sequenceClusters = content.sequenceClusters.map((sequence) =>
      sequence.portsSequence === '445'
        ? {
            ...sequence,
            rules: [
              { ...rule, antecedent: ['T=3', 'n_web=3'] },
              { ...rule, antecedent: ['n_db=3'], confidence: 1 },
            ],
            cuts: [
              { attribute: 'gap', bin: 0, from: null, to: null, sources: 1, item: 'gap=none' },
              { attribute: 'gap', bin: 1, from: 0.5, to: 1, sources: 3, item: 'gap=[0.5,1)' },
              { attribute: 'duration', bin: 1, from: 2, to: 5, sources: 4, item: null },
            ],
          }
        : sequence,
    );
    await writeStore(folder.path, { ...content, sequenceClusters });
    store = await openStore(folder.path);
  });
  afterAll(async () => {
    await store.close();
    folder.remove();
  });

  it('are rules, with their share of the sequence', async () => {
    const { rows } = await runCannedQuery(store, 'association-rules', { sequence: '445' });
    expect(rows).toEqual([
      ['n_db=3', 'N=9', 3, 0.75, 1, 1.5],
      ['T=3 & n_web=3', 'N=9', 3, 0.75, 0.75, 1.5],
    ]);
    expect((await runCannedQuery(store, 'association-rules', { sequence: '80' })).rows).toEqual([]);
  });

  it('are the histograms and cuts of generalised attributes', async () => {
    expect((await runCannedQuery(store, 'item-cuts', { sequence: '445' })).rows).toEqual([
      ['duration', 1, 2, 5, 4, null],
      ['gap', 0, null, null, 1, 'gap=none'],
      ['gap', 1, 0.5, 1, 3, 'gap=[0.5,1)'],
    ]);
  });

  it('tell whether a set of ports identifies its sequence', async () => {
    const content = buildContent({
      sources: ['80', '139,445', '139,445', '445,139', '21,22'].map((ports, at) => ({
        ip: `10.0.0.${at + 1}`,
        first: 1_000_000_000n,
        ports,
      })),
    });
    const other = makeTempFolder();
    await writeStore(other.path, content);
    const ordered = await openStore(other.path);
    expect((await runCannedQuery(ordered, 'sets-of-ports')).rows).toEqual([
      ['one port', 1, 1, 1, 1, 1, 1],
      ['several ports', 2, 3, 1, 0.5, 4, 0.75],
    ]);
    await ordered.close();
    other.remove();
  });
});

import { describe, expect, it } from 'vitest';

import type { RootCauses } from '#honeysift/model/root-cause.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { buildContent, sampleSpec } from '../../support/store-content.js';
import { withTempFolder } from '../../support/temp-folder.js';

describe('content in which an attack source ends twice or nowhere is refused', () => {
  const base = buildContent(sampleSpec()).rootCauses;
  it.each([
    ['nowhere', { rare: new Uint32Array() }, /in row 6 is in no root cause/],
    [
      'in a root cause and rare',
      { rare: Uint32Array.of(0, 6) },
      /in row 0 is both in the rare sources|both in R0+1 and|both in/,
    ],
    ['rare and backscatter', { rare: Uint32Array.of(5, 6) }, /in row 5 is both in/],
    ['beyond the last row', { rare: Uint32Array.of(6, 99) }, /holds row 99 but there are only 10/],
  ] as [string, Partial<RootCauses>, RegExp][])('%s', async (_, change, message) => {
    await withTempFolder(async (folder) => {
      const content = buildContent(sampleSpec());
      const writing = writeStore(folder, { ...content, rootCauses: { ...base, ...change } });
      await expect(writing).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
      await expect(writing).rejects.toThrow(message);
    });
  });
});

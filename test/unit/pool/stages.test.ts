import { describe, expect, it } from 'vitest';

import { loadStage, stageNames } from '#honeysift/stages.js';

describe('stages', () => {
  it.each(stageNames)('are found by their own name: %s', async (name) => {
    expect((await loadStage(name)).name).toBe(name);
  });

  it.each(['no.such', 'toString'])('of other names are none: %s', async (name) => {
    await expect(loadStage(name)).rejects.toThrow(`No stage is called ${name}`);
  });
});

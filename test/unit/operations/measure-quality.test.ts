import { join } from 'node:path';

import { qualityTable, type Measured } from '#honeysift/cli/quality-table.js';
import { runQuality } from '#honeysift/operations/measure-quality.js';
import { describe, expect, it } from 'vitest';

import { withTempFolder } from '../../support/temp-folder.js';

const simulation = { kind: 'silent', months: ['2003-09'], sources: 400, lossRate: 0.1, seed: 2 } as const;

describe('measuring quality', () => {
  it('judges both levels by the truth of the simulation, and explains the confusions', async () => {
    await withTempFolder(async (out) => {
      const run = await runQuality({ ...simulation, out }, { workers: 0, isExplained: true });
      expect(run.families.sources).toBeGreaterThan(350);
      expect(run.families.missing).toBe(0);
      expect(run.families.unknown).toBe(0);
      // A family is made of root causes.
      expect(run.families.pairsTogether).toBeGreaterThanOrEqual(run.rootCauses.pairsTogether);
      expect(run.families.recall).toBeGreaterThan(run.rootCauses.recall);
      const [worst] = run.families.split;
      expect(worst).toBeDefined();
      expect(run.explanation).toContain(`split ${worst?.label ?? ''}: `);
    });
  });

  it('shows the mean over seeds and the worst of them, kind by kind', async () => {
    await withTempFolder(async (out) => {
      const measured: Measured[] = [];
      for (const seed of [1, 2]) {
        const run = await runQuality({ ...simulation, seed, out: join(out, String(seed)) }, { workers: 0 });
        measured.push({ kind: 'silent', seed, loss: 0.1, lossModel: 'stack', run });
      }
      const recalls = measured.map(({ run }) => run.families.recall);
      const mean = (((recalls[0] ?? 0) + (recalls[1] ?? 0)) / 2).toFixed(3);
      expect(qualityTable(measured, false)).toContain(`${mean} (${Math.min(...recalls).toFixed(3)})`);
      const each = qualityTable(measured, true).split('\n');
      expect(each.filter((line) => line.includes('silent'))).toHaveLength(2);
    });
  });
});

import { ownOdds } from '#honeysift/causes/own-odds.js';
import type { Plan } from '#honeysift/causes/plans.js';
import { describe, expect, it } from 'vitest';

const plan = (raw: readonly number[], sources: number): Plan => ({
  content: 0,
  entries: 0,
  honeypots: raw.map((_, at) => at),
  raw,
  canonical: raw,
  manner: 0,
  make: 0,
  rows: Array.from({ length: sources }, (_, row) => row),
  phrase: 0,
});

const lossRate = 0.2;
const measured = lossRate / (1 - lossRate);

describe('the odds of loss of a plan', () => {
  const core = plan([3, 3, 3], 300);

  it('are what its neighbours show, whatever stands behind one of them', () => {
    const plans = [core, plan([2, 3, 3], 90), plan([3, 2, 3], 88), plan([3, 3, 2], 270), plan([4, 3, 3], 45)];
    const { missing, repeated } = ownOdds(plans, lossRate)(core);
    expect(missing).toBeCloseTo(0.1, 1);
    expect(missing).toBeLessThan(0.12);
    expect(repeated).toBeLessThan(missing);
  });

  it('are never above what TCP says, nor far below', () => {
    const many = [
      core,
      ...[0, 1, 2].map((at) =>
        plan(
          [3, 3, 3].map((n, i) => (i === at ? 2 : n)),
          600,
        ),
      ),
    ];
    expect(ownOdds(many, lossRate)(core).missing).toBe(measured);
    expect(ownOdds([core], lossRate)(core).missing).toBe(measured / 4);
  });

  it('are the measured ones where there is too little to ask', () => {
    for (const few of [plan([3, 3, 3], 3), plan([3, 3], 900), plan([3, 3, 4], 900)]) {
      expect(ownOdds([few], lossRate)(few)).toEqual({ missing: measured, repeated: measured });
    }
    expect(ownOdds([plan([1, 1, 1], 900)], lossRate)(plan([1, 1, 1], 900)).missing).toBe(measured);
  });
});

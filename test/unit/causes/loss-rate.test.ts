import { describe, expect, it } from 'vitest';

import { measureLoss } from '#honeysift/causes/loss-rate.js';

import { chance, makeSources, repeat, type SourceSpec } from './make-sources.js';

/** Connect scans of a closed port: three SYNs a honeypot, each lost or sent twice at the given rate. */
function scans(count: number, rate: number, seed: number): SourceSpec[] {
  const random = chance(seed);
  return repeat(count, () => {
    const got = repeat(2, () =>
      repeat(3, () => (random() < rate ? 0 : random() < rate ? 2 : 1)).reduce((a, b) => a + b, 0 as number),
    );
    const [a, b] = got.map((raw) => [Math.max(1, raw), 1] as const) as [
      readonly [number, number],
      readonly [number, number],
    ];
    return { counts: { a, b }, synPackets: a[0] + b[0] };
  });
}

describe('measureLoss', () => {
  it('measures nothing where a tool always sends its SYN three times', () => {
    expect(measureLoss(makeSources(scans(200, 0, 1)))).toBe(0);
  });

  it.each([0.02, 0.1])('finds the share of packets lost or sent twice: %d each', (rate) => {
    const measured = measureLoss(makeSources(scans(4000, rate, 2)));
    expect(measured).toBeGreaterThan(1.3 * rate);
    expect(measured).toBeLessThan(2.5 * rate);
  });

  it('does not take two tools that repeat themselves differently for loss', () => {
    const specs = [
      ...repeat(300, () => ({ counts: { a: [3, 1] as const }, synPackets: 3 })),
      ...repeat(200, () => ({ counts: { a: [1, 1] as const }, synPackets: 1 })),
    ];
    expect(measureLoss(makeSources(specs))).toBe(0);
  });

  it('is not moved by one tool that differs by a packet on purpose', () => {
    const specs = [
      ...repeat(400, () => ({ sequence: '80', counts: { a: [1, 1] as const } })),
      ...repeat(150, () => ({ sequence: '21', counts: { a: [1, 1] as const } })),
      ...repeat(150, () => ({ sequence: '21', counts: { a: [2, 1] as const } })),
    ];
    expect(measureLoss(makeSources(specs))).toBe(0);
  });

  it('measures nothing in nothing', () => {
    expect(measureLoss(makeSources([]))).toBe(0);
  });
});

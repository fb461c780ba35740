import { describe, expect, it } from 'vitest';

import { utcDay, utcDays } from '#honeysift/model/utc-day.js';

describe('UTC days', () => {
  const day = 86_400_000_000_000n;
  const times = [
    0n,
    1n,
    -1n,
    day - 1n,
    day,
    -day,
    -day - 1n,
    20_130n * day - 1n,
    20_130n * day,
    106_751n * day - 1n,
    -(2n ** 63n),
  ];

  it.each(times)('of %s ns', (ns) => {
    expect(utcDay(ns)).toBe(Number((ns - (((ns % day) + day) % day)) / day));
  });

  it('of a column are those of its times', () => {
    expect([...utcDays(BigInt64Array.from(times))]).toEqual(times.map(utcDay));
    expect([...utcDays(BigInt64Array.from(times).subarray(3, 5))]).toEqual([0, 1]);
  });
});

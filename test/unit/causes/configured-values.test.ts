import { describe, expect, it } from 'vitest';

import { configuredValues } from '#honeysift/causes/configured-values.js';

const of = (...counts: number[]): number[] => configuredValues(Float64Array.from(counts));

describe('configuredValues', () => {
  it('takes few values that cover nearly all sources for configuration', () => {
    expect(of(990, 10)).toEqual([0, 1]);
    expect(of(30, 50, 40)).toEqual([1, 2, 0]);
  });

  it('takes a random letter for a field', () => {
    expect(of(...Array.from({ length: 26 }, (_, index) => 38 + (index % 5)))).toEqual([]);
  });

  it('takes values of their own for a field', () => {
    expect(of(...Array.from({ length: 400 }, () => 1))).toEqual([]);
  });

  it('takes a value far above random ones for configuration', () => {
    expect(of(...Array.from({ length: 100 }, () => 1), 60)).toEqual([100]);
  });

  it('takes a dictionary with common and rare words for a field', () => {
    expect(of(...Array.from({ length: 50 }, (_, index) => Math.round(200 / (index + 1))))).toEqual([]);
  });

  it('sees nothing in one value, or in none', () => {
    expect(of(100)).toEqual([]);
    expect(of(0, 100, 0)).toEqual([]);
    expect(of()).toEqual([]);
  });
});

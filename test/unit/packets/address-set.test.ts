import { describe, expect, it } from 'vitest';

import { AddressSet } from '#honeysift/packets/address-set.js';

/** Four words an address. */
function distinct(addresses: readonly (readonly number[])[]): number {
  const words = Uint32Array.from(addresses.flat());
  const set = new AddressSet();
  for (let row = 0; row < addresses.length; row += 1) set.add(words, row);
  return set.size;
}

describe('AddressSet', () => {
  it('counts every address once, the unspecified one as well', () => {
    expect(distinct([])).toBe(0);
    expect(
      distinct([
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ]),
    ).toBe(1);
    expect(
      distinct([
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
      ]),
    ).toBe(5);
  });

  it('agrees with a set of texts while it grows', () => {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const addresses = Array.from({ length: 60_000 }, () => [
      random(2) * 0xb80d_0120,
      random(3),
      0xffff_0000,
      random(20_000) << 8,
    ]);
    expect(distinct(addresses)).toBe(
      new Set(addresses.map((words) => words.map((word) => word >>> 0).join())).size,
    );
  });
});

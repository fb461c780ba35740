import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { honeypotOrder, sourcePortBehaviour } from '#honeysift/enrichment/behaviour.js';

describe('source ports', () => {
  it.each([
    [0, 0, 0, null],
    [1, 1, 0, null],
    [5, 1, 0, 'fixed'],
    [11, 11, 9, 'incremental'],
    [11, 11, 8, 'random'],
    [2, 2, 1, 'incremental'],
  ] as const)(
    'of %i flows from %i ports, %i of them a little above the one before',
    (flows, ports, rising, wanted) => {
      expect(sourcePortBehaviour(flows, ports, rising)).toBe(wanted);
    },
  );
});

describe('the order of honeypots', () => {
  const order = (...stays: readonly (readonly [number, number])[]): string =>
    honeypotOrder(
      BigInt64Array.from(stays, ([first]) => BigInt(first)),
      BigInt64Array.from(stays, ([, last]) => BigInt(last)),
    );

  it('tells one after another from all at once', () => {
    expect(order([1, 9])).toBe('one');
    expect(order([20, 30], [1, 9], [10, 19])).toBe('sequence');
    expect(order([1, 9], [3, 12], [5, 6])).toBe('parallel');
    expect(order([1, 9], [3, 12], [20, 21])).toBe('mixed');
    expect(order([1, 9], [9, 12])).toBe('parallel');
  });

  it('is what the definition says, whatever the order of the honeypots', () => {
    const stay = fc.tuple(fc.nat(30), fc.nat(9)).map(([first, length]) => [first, first + length] as const);
    fc.assert(
      fc.property(fc.array(stay, { minLength: 2, maxLength: 5 }), (stays) => {
        const overlaps = stays.flatMap((a, i) => stays.slice(i + 1).map((b) => a[0] <= b[1] && b[0] <= a[1]));
        const inSequence = overlaps.every((one) => !one);
        const shared = Array.from({ length: 60 }, (_, time) =>
          stays.every(([a, b]) => a <= time && time <= b),
        );
        const wanted = inSequence ? 'sequence' : shared.some(Boolean) ? 'parallel' : 'mixed';
        expect(order(...stays)).toBe(wanted);
        expect(order(...[...stays].reverse())).toBe(wanted);
      }),
    );
  });
});

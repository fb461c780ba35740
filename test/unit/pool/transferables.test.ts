import { describe, expect, it } from 'vitest';

import { transferables } from '#honeysift/pool/transferables.js';

const large = 1 << 21;

describe('transferables', () => {
  it('finds each large buffer once, however deep', () => {
    const buffer = new ArrayBuffer(large);
    const found = transferables({
      a: [new Uint8Array(buffer)],
      b: new Map([['k', { c: new Float64Array(buffer) }]]),
    });
    expect(found).toEqual([buffer]);
  });

  it('leaves small buffers and shared memory where they are', () => {
    expect(
      transferables([new Uint8Array(10), new Uint8Array(new SharedArrayBuffer(large)), Buffer.from('x')]),
    ).toEqual([]);
  });

  it('survives cycles', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(transferables(cycle)).toEqual([]);
  });
});

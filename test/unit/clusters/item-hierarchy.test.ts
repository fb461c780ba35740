import { describe, expect, it } from 'vitest';

import { cutColumn } from '#honeysift/clusters/cut-column.js';
import { type ItemName, itemChoice } from '#honeysift/clusters/item-choice.js';
import { mineClustersStage } from '#honeysift/clusters/mine-clusters.js';
import { peakIntervals } from '#honeysift/clusters/peak-intervals.js';
import { binOf, binRange } from '#honeysift/clusters/value-bins.js';
import type { SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { sourcesWithVectors } from '../../support/vector-sources.js';

describe('the 1-2-5 grid', () => {
  it('holds every value in the bin whose range it is in, edges with the upper bin', () => {
    for (const value of [0, 0.4, 1, 1.99, 2, 4, 5, 9.99, 10, 19, 20, 49, 50, 999, 1000, 86_400e9]) {
      const { from, to } = binRange(binOf(value));
      expect(value, String(value)).toBeGreaterThanOrEqual(from);
      expect(value, String(value)).toBeLessThan(to);
    }
    expect([0, 1, 2, 5, 10, 20, 50].map(binOf)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(binRange(binOf(2e8), 1e9)).toEqual({ from: 0.2, to: 0.5 });
  });
});

describe('peaks', () => {
  const cuts = (counts: number[], minCount = 1): number[][] =>
    peakIntervals(counts, minCount).map(({ from, to, count }) => [from, to, count]);

  it('are cut at the minimum between them', () => {
    expect(cuts([9, 1, 8])).toEqual([
      [0, 2, 10],
      [2, 3, 8],
    ]);
    expect(cuts([5, 0, 0, 0, 5])).toEqual([
      [0, 3, 5],
      [3, 5, 5],
    ]);
    expect(cuts([1, 4, 2, 2, 3, 7, 1])).toEqual([
      [0, 3, 7],
      [3, 7, 13],
    ]);
  });

  it('may be flat, at an end, or one', () => {
    expect(cuts([3, 3, 1, 4, 4])).toHaveLength(2);
    expect(cuts([1, 2, 2, 1])).toEqual([[0, 4, 6]]);
    expect(cuts([7])).toEqual([[0, 1, 7]]);
    expect(cuts([])).toEqual([]);
  });

  it('that hold too little join the neighbour beyond the less deep minimum', () => {
    expect(cuts([50, 0, 3, 2, 40], 6)).toEqual([
      [0, 2, 50],
      [2, 5, 45],
    ]);
    expect(cuts([50, 2, 3, 0, 40], 6)).toEqual([
      [0, 4, 55],
      [4, 5, 40],
    ]);
    expect(cuts([30, 0, 1, 0, 20], 5)).toEqual([
      [0, 4, 31],
      [4, 5, 20],
    ]);
    expect(cuts([1, 0, 1, 0, 1], 9)).toEqual([[0, 5, 3]]);
  });
});

describe('generalised items', () => {
  const seconds = (values: readonly number[]): Float64Array => Float64Array.from(values, (s) => s * 1e9);
  const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

  it('name the interval of the peak, and keep the histogram', () => {
    const { values, labels, cuts } = cutColumn({
      name: 'duration',
      values: seconds([...repeat(10, 0), ...repeat(6, 3), ...repeat(4, 300)]),
      unit: 1e9,
    });
    expect([0, 10, 16].map((row) => labels?.[values[row] ?? 0])).toEqual([
      '[0,0.00005)',
      '[0.00005,50)',
      '[50,500)',
    ]);
    const filled = cuts?.filter(({ sources }) => sources > 0) ?? [];
    expect(filled.map(({ from, to, sources }) => [from, to, sources])).toEqual([
      [0, 1e-9, 10],
      [2, 5, 6],
      [200, 500, 4],
    ]);
    expect(new Set(filled.map(({ item }) => item)).size).toBe(3);
    expect(cuts?.map(({ bin }) => bin)).toEqual(cuts?.map((_, at) => at + 1));
  });

  it('are left out where one peak holds all', () => {
    const column = cutColumn({ name: 'gap', values: seconds([1, 1.5, Number.NaN, 1.2]), unit: 1e9 });
    expect(column.isLeftOut).toBe(true);
    expect(column.cuts?.map(({ bin, sources, item }) => [bin, sources, item])).toEqual([
      [0, 1, null],
      [1, 3, null],
    ]);
  });

  it('keep small numbers as they are', () => {
    const { values, labels, isLeftOut } = cutColumn({
      name: 'N~',
      values: Float64Array.of(3, 9, 12, 15, 13),
      unit: 1,
      exactBelow: 10,
    });
    expect([...values].map((value) => labels?.[value])).toEqual(['3', '9', '[10,20)', '[10,20)', '[10,20)']);
    expect(isLeftOut).toBe(false);
  });

  it('refuse what makes no sense', () => {
    for (const names of [[], ['n'], ['n', 'duration'], ['X' as 'T']] as ItemName[][]) {
      expect(() => itemChoice(names), names.join()).toThrowError(
        expect.objectContaining({ code: 'ERR_ARGUMENT' }),
      );
    }
  });
});

describe('clusters by chosen items', () => {
  // Ten quick ones and ten slow ones that send the same.
  const base = sourcesWithVectors(Array.from({ length: 20 }, () => ({ 0: 3 })));
  const lastNs = BigInt64Array.from(
    { length: 20 },
    (_, row) => (row % 2 === 0 ? 4n : 4000n) * 1_000_000_000n,
  );

  const mine = async (names: ItemName[], order = [...base.day.keys()]): Promise<SequenceClusters> => {
    const sources = { ...base, lastNs: lastNs.map((_, row) => lastNs[order[row] ?? 0] ?? 0n) };
    const groups = [{ portsSequence: '445', rows: Uint32Array.from(base.day.keys()) }];
    const input = { sources, honeypotNames: ['web'], groups, ...itemChoice(names) };
    const [sequence] = await createInlineRunner().run(mineClustersStage, input);
    if (!sequence) throw new Error('no sequence');
    return sequence;
  };
  const itemsOf = ({ clusters }: SequenceClusters): string[] =>
    clusters.map(({ items }) => items.join(' & '));

  it('tells by duration and gap what counts do not tell', async () => {
    expect(itemsOf(await mine(['T', 'N', 'n']))).toEqual(['T=1 & N=3 & n_web=3']);
    expect(itemsOf(await mine(['n', 'gap', 'duration', 'N', 'T']))).toEqual([
      'T=1 & N=3 & duration=[2,100) & gap=[2,100) & n_web=3',
      'T=1 & N=3 & duration=[100,5000) & gap=[100,5000) & n_web=3',
    ]);
    expect(itemsOf(await mine(['duration']))).toHaveLength(2);
    expect(itemsOf(await mine(['T', 'N']))).toEqual(['T=1 & N=3']);
  });

  it('gives the same cuts whatever the order of the sources', async () => {
    const { cuts } = await mine(['T', 'duration']);
    const shuffled = [...base.day.keys()].sort((a, b) => ((a * 7) % 20) - ((b * 7) % 20));
    expect((await mine(['T', 'duration'], shuffled)).cuts).toEqual(cuts);
    expect(cuts?.reduce((sum, { sources }) => sum + sources, 0)).toBe(20);
  });
});

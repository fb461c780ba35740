import { manners, mannerOf } from '#honeysift/causes/manner.js';
import { describe, expect, it } from 'vitest';

import { causeOf, findCauses, inputOf, makeSources, repeat, type SourceSpec } from './make-sources.js';

const manner = (starts: readonly number[], lasts: number): string => {
  const counts = Object.fromEntries(starts.map((_, at) => ['abcd'[at] as string, 3]));
  return manners[mannerOf(makeSources([{ counts, starts, lasts }]), 0)] as string;
};

describe('the manner of a source', () => {
  it('is told from when honeypots are begun', () => {
    expect(manner([0], 3000)).toBe('single');
    expect(manner([0, 1000, 2000], 3000)).toBe('sequence');
    expect(manner([0, 8, 16], 1000)).toBe('parallel');
    expect(manner([0, 1500], 3000)).toBe('sequence');
    expect(manner([0, 8], 3000)).toBe('parallel');
  });

  it('stays when the first packet to one honeypot is lost', () => {
    expect(manner([0, 3008, 16], 4000)).toBe('parallel');
    expect(manner([0, 4000, 5000], 6000)).toBe('sequence');
  });

  it('is that of equal times when all packets come at once', () => {
    expect(manner([0, 0, 0], 0)).toBe('parallel');
  });
});

describe('a rare tool within the counts of a common one', () => {
  /** `[3, 3, 2]` is also what loss makes of `[3, 3, 3]`, as often as `[2, 3, 3]`. */
  const source = (counts: readonly number[], starts: readonly number[]): SourceSpec => ({
    counts: Object.fromEntries(counts.map((count, at) => ['abc'[at] as string, [count, 1] as const])),
    starts,
    lasts: 3000,
    synPackets: 9,
  });
  const inSequence = [0, 1000, 2000];
  const common = [
    ...repeat(600, () => source([3, 3, 3], inSequence)),
    ...[0, 1, 2].flatMap((at) =>
      repeat(60, () =>
        source(
          [3, 3, 3].map((count, place) => (place === at ? 2 : count)),
          inSequence,
        ),
      ),
    ),
  ];

  it('stands out when it goes about it in another manner', async () => {
    const specs = [...common, ...repeat(50, () => source([3, 3, 2], [0, 8, 16]))];
    const causes = await findCauses(inputOf(specs));
    const families = specs.map((_, row) => causeOf(causes, row)?.familyId);
    expect(new Set(families.slice(0, common.length)).size).toBe(1);
    expect(new Set(families.slice(common.length)).size).toBe(1);
    expect(families.at(-1)).not.toBe(families[0]);
  });

  it('cannot be told from it otherwise', async () => {
    const specs = [...common, ...repeat(3, () => source([3, 3, 2], inSequence))];
    const causes = await findCauses(inputOf(specs));
    expect(new Set(specs.map((_, row) => causeOf(causes, row)?.familyId)).size).toBe(1);
  });
});

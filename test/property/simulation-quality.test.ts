import { measureQuality } from '#honeysift/simulation/quality.js';
import { truthKey, type TruthRow } from '#honeysift/simulation/truth.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A row and the group it was given; undefined where it was given none at all. */
type Judged = readonly [TruthRow, string | null | undefined];

const judged: fc.Arbitrary<Judged[]> = fc
  .array(
    fc.record({
      tool: fc.constantFrom('a', 'b', 'c', 'd', 'backscatter'),
      variant: fc.constantFrom('v1', 'v2'),
      group: fc.constantFrom('X', 'Y', 'Z', null, undefined),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ tool, variant, group }, index): Judged => [
      {
        ip: `198.51.${Math.floor(index / 250)}.${(index % 250) + 1}`,
        day: '2003-03-01',
        tool,
        variant,
        sequence: '80',
      },
      group,
    ]),
  );

/** The definition, pair by pair. */
function bruteForce(rows: readonly Judged[], label: (row: TruthRow) => string) {
  const known = rows.filter(([row]) => row.tool !== 'backscatter');
  const perLabel = new Map<string, { kin: number; right: number }>();
  let together = 0;
  let kin = 0;
  let right = 0;
  known.forEach(([a, groupA], index) => {
    for (const [b, groupB] of known.slice(index + 1)) {
      const isTogether = groupA !== null && groupA !== undefined && groupA === groupB;
      const isKin = label(a) === label(b);
      if (isTogether) together++;
      if (!isKin) continue;
      kin++;
      const entry = perLabel.get(label(a)) ?? { kin: 0, right: 0 };
      perLabel.set(label(a), entry);
      entry.kin++;
      if (!isTogether) continue;
      right++;
      entry.right++;
    }
  });
  const recalls = [...perLabel.values()].map((entry) => entry.right / entry.kin);
  const macro = recalls.length === 0 ? 1 : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  return { together, kin, right, macro };
}

describe('quality by contingency counts', () => {
  it.each(['tool', 'variant'] as const)('agrees with counting all pairs by %s', (by) => {
    fc.assert(
      fc.property(judged, (rows) => {
        const given = rows.flatMap(([row, group]) =>
          group === undefined ? [] : [[truthKey(row), group] as const],
        );
        const quality = measureQuality(
          rows.map(([row]) => row),
          new Map(given),
          { label: by, worst: 100 },
        );
        const expected = bruteForce(rows, (row) => (by === 'tool' ? row.tool : `${row.tool} ${row.variant}`));
        expect(quality.pairsTogether).toBe(expected.together);
        expect(quality.pairsKin).toBe(expected.kin);
        expect(quality.pairsRight).toBe(expected.right);
        expect(quality.precision).toBe(expected.together === 0 ? 1 : expected.right / expected.together);
        expect(quality.recall).toBe(expected.kin === 0 ? 1 : expected.right / expected.kin);
        expect(quality.macroRecall).toBeCloseTo(expected.macro, 12);
        const wrong = quality.merged.reduce((sum, { pairsWrong }) => sum + pairsWrong, 0);
        const lost = quality.split.reduce((sum, { pairsLost }) => sum + pairsLost, 0);
        expect(wrong).toBe(expected.together - expected.right);
        expect(lost).toBe(expected.kin - expected.right);
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(judged, fc.integer(), (rows, seed) => {
        const measure = (list: readonly Judged[]) =>
          measureQuality(
            list.map(([row]) => row),
            new Map(
              list.flatMap(([row, group]) => (group === undefined ? [] : [[truthKey(row), group] as const])),
            ),
          );
        const shuffled = [...rows]
          .sort((a, b) => ((a[0].ip.length * seed) % 7) - ((b[0].ip.length * seed) % 7))
          .reverse();
        const { macroRecall, ...exact } = measure(rows);
        const { macroRecall: other, ...same } = measure(shuffled);
        expect(same).toEqual(exact);
        expect(other).toBeCloseTo(macroRecall, 12);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CausePart } from '#honeysift/causes/cause-task.js';
import { findRootCauses } from '#honeysift/causes/find-root-causes.js';
import type { RootCauses } from '#honeysift/model/root-cause.js';

import {
  clusterByCounts,
  findCauses,
  honeypotNames,
  inputOf,
  makeSources,
  type SourceSpec,
} from '../unit/causes/make-sources.js';

const entry = fc.oneof(
  fc.constantFrom(
    'USER root\\r\\n',
    'PASS x\\r\\n',
    '<0000000000000000>',
    '<00ff>',
    '',
    'GET / HTTP/1.0\\r\\n\\r\\n',
    '\\|',
  ),
  fc.stringMatching(/^USER [a-z]{1,6}\\r\\n$/),
  fc.stringMatching(/^[ -[\]-{}~]{0,12}$/).map((text) => text.replaceAll('<', '\\<')),
  fc
    .uint8Array({ maxLength: 12 })
    .map((bytes) =>
      bytes.length === 0 ? '' : `<${Buffer.from(bytes.map((byte) => byte | 128)).toString('hex')}>`,
    ),
);
const phrase = fc.array(entry, { maxLength: 6 }).map((entries) => entries.join('||'));
const count = fc
  .integer({ min: 1, max: 3 })
  .chain((canonical) => fc.tuple(fc.integer({ min: canonical, max: canonical + 1 }), fc.constant(canonical)));
const counts = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), count), { minLength: 1, maxLength: 3 })
  .map((targets) => Object.fromEntries(targets));
const spec: fc.Arbitrary<SourceSpec> = fc.record({
  sequence: fc.constantFrom('445', '139,445', '445,139'),
  counts,
  phrase,
  cut: fc.boolean(),
  backscatter: fc.boolean(),
});
/** A few sources, most of them several times. */
const specs = fc
  .array(fc.tuple(spec, fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 12 })
  .map((list) => list.flatMap(([one, times]) => Array.from({ length: times }, () => one)));

const runs = { numRuns: 60 };

function namesOf(causes: RootCauses, name: (row: number) => string): unknown {
  const sorted = (rows: Iterable<number>): string[] => [...rows].map(name).sort();
  return {
    causes: causes.rootCauses.map(({ rows, clusterId: _, ...rest }) => ({ ...rest, rows: sorted(rows) })),
    families: causes.families,
    rare: sorted(causes.rare),
    outliers: sorted(causes.outliers),
  };
}

describe('root causes', () => {
  it('hold every source that is no backscatter exactly once, or list it as rare', async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.constantFrom(0, 0.05, 0.3), async (list, minSupport) => {
        const causes = await findCauses(inputOf(list, minSupport));
        const placed = [...causes.rootCauses.flatMap(({ rows }) => [...rows]), ...causes.rare].sort(
          (a, b) => a - b,
        );
        expect(placed).toEqual(list.flatMap(({ backscatter = false }, row) => (backscatter ? [] : [row])));
        for (const { rows } of causes.rootCauses) expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
      }),
      runs,
    );
  });

  it('of other clusters are as many, when only counted, as when they are found', async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.constantFrom(0, 0.05, 0.3), async (list, minSupport) => {
        const input = inputOf(list, minSupport);
        const countedClusters = clusterByCounts(input.sources, 0.1);
        const found = await findCauses({ ...input, sequenceClusters: countedClusters });
        const counting = await findCauses({ ...input, countedClusters });
        expect(counting.counted).toBe(found.rootCauses.filter(({ clusterId }) => clusterId !== null).length);
        expect({ ...counting, counted: 0 }).toEqual(await findCauses(input));
      }),
      runs,
    );
  });

  it('stand in exactly one family each, which names them', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async (list) => {
        const { rootCauses, families } = await findCauses(inputOf(list));
        const named = families.flatMap(({ familyId, rootCauseIds }) =>
          rootCauseIds.map((id) => `${id} ${familyId}`),
        );
        expect(named.sort()).toEqual(
          rootCauses.map(({ rootCauseId, familyId }) => `${rootCauseId} ${familyId}`).sort(),
        );
        expect(new Set(rootCauses.map(({ rootCauseId }) => rootCauseId)).size).toBe(rootCauses.length);
      }),
      runs,
    );
  });

  it('do not depend on the order of the sources', async () => {
    const shuffled = specs.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([list, order]) => {
        const one = await findCauses(inputOf(list));
        const other = await findCauses(inputOf(order.map((at) => list[at] as SourceSpec)));
        expect(namesOf(other, (row) => String(order[row]))).toEqual(namesOf(one, String));
      }),
      runs,
    );
  });

  it('do not depend on the order of the parts, nor on the order of the clusters', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async (list) => {
        const sources = makeSources(list);
        const sequenceClusters = clusterByCounts(sources);
        const input = { sources, honeypotNames, sequenceClusters, options: {} };
        const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };
        const parts: CausePart[] = [];
        for (const task of findRootCauses.plan(input)) parts.push(await findRootCauses.run(task, context));
        const reversed = {
          ...input,
          sequenceClusters: [...sequenceClusters]
            .reverse()
            .map((one) => ({ ...one, clusters: [...one.clusters].reverse() })),
        };
        expect(findRootCauses.merge([...parts].reverse(), input)).toEqual(findRootCauses.merge(parts, input));
        expect(await findCauses(reversed)).toEqual(await findCauses(input));
      }),
      runs,
    );
  });

  it('have templates whose fixed texts and lengths hold for every phrase of theirs', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async (list) => {
        const causes = await findCauses(inputOf(list));
        for (const { rows, template, reason } of causes.rootCauses) {
          if (reason.includes('lack entries')) continue;
          const pattern = template.map((field) =>
            field.kind === 'fixed'
              ? field.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
              : `[\\s\\S]{${field.minLength},${field.maxLength}}`,
          );
          for (const row of rows) expect(list[row]?.phrase).toMatch(new RegExp(`^${pattern.join('')}$`));
        }
      }),
      runs,
    );
  });
});

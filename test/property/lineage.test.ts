import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { traceLineage } from '#honeysift/causes/lineage.js';
import type { LineageRow } from '#honeysift/model/lineage.js';

type Groups = ReadonlyMap<string, string | null>;

/** The definitions of src/causes/README.md, word by word and slowly. */
function bruteForce(former: Groups, present: Groups): LineageRow[] {
  const ids = (groups: Groups): string[] =>
    [...new Set(groups.values())].filter((id): id is string => id !== null).sort();
  const members = (groups: Groups, id: string): string[] =>
    [...groups].filter(([, group]) => group === id).map(([source]) => source);
  const left = (id: string): string[] => members(former, id).filter((source) => present.has(source));
  const common = (f: string, n: string): number =>
    left(f).filter((source) => present.get(source) === n).length;
  const targets = (f: string): string[] => ids(present).filter((n) => common(f, n) > 0);
  const formers = (n: string): string[] => ids(former).filter((f) => common(f, n) > 0);
  const rows: LineageRow[] = [];
  for (const f of ids(former)) {
    const formerSources = left(f).length;
    if (targets(f).length === 0) {
      const none = { id: null, sources: 0, shared: 0, parts: 0, formers: 0, isHeir: false };
      rows.push({ kind: 'gone', formerId: f, formerSources, ...none });
    }
    const [heir] = [...targets(f)].sort(
      (a, b) => common(f, b) - common(f, a) || Number(b === f) - Number(a === f) || (a < b ? -1 : 1),
    );
    for (const n of targets(f)) {
      const sources = members(present, n).length;
      const isSame = f === n && common(f, n) === sources && common(f, n) === formerSources;
      const single = formers(n).length === 1 ? (isSame ? 'same' : 'grown') : 'merged';
      rows.push({
        kind: targets(f).length > 1 ? 'split' : single,
        formerId: f,
        id: n,
        formerSources,
        sources,
        shared: common(f, n),
        parts: targets(f).length,
        formers: formers(n).length,
        isHeir: n === heir,
      });
    }
  }
  for (const n of ids(present)) {
    if (formers(n).length > 0) continue;
    const none = { formerId: null, formerSources: 0, shared: 0, parts: 0, formers: 0, isHeir: false };
    rows.push({ kind: 'new', id: n, sources: members(present, n).length, ...none });
  }
  return rows;
}

const groups = fc
  .array(fc.constantFrom('R1', 'R2', 'R3', 'R4', null, undefined), { minLength: 14, maxLength: 14 })
  .map((drawn): Groups => {
    const known = new Map<string, string | null>();
    drawn.forEach((group, at) => {
      if (group !== undefined) known.set(`s${at}`, group);
    });
    return known;
  });

describe('lineage', () => {
  it('is what the definitions say', () => {
    fc.assert(
      fc.property(groups, groups, (former, present) => {
        expect(traceLineage(former, present)).toEqual(bruteForce(former, present));
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of sources', () => {
    fc.assert(
      fc.property(groups, groups, (former, present) => {
        const turned = traceLineage(new Map([...former].reverse()), new Map([...present].reverse()));
        expect(turned).toEqual(traceLineage(former, present));
      }),
    );
  });

  it('says same of everything when nothing changed, and gives every former one that goes on one heir', () => {
    fc.assert(
      fc.property(groups, groups, (former, present) => {
        expect(traceLineage(former, former).every(({ kind, isHeir }) => kind === 'same' && isHeir)).toBe(
          true,
        );
        const rows = traceLineage(former, present);
        const heirs = rows.filter(({ isHeir }) => isHeir).map(({ formerId }) => formerId);
        const going = rows.filter(({ formerId, id }) => formerId !== null && id !== null);
        expect(new Set(heirs).size).toBe(heirs.length);
        expect(new Set(heirs)).toEqual(new Set(going.map(({ formerId }) => formerId)));
      }),
    );
  });
});

import { readTraits } from '#honeysift/causes/traits.js';
import type { RootCauses } from '#honeysift/model/root-cause.js';
import { describe, expect, it } from 'vitest';

import {
  causeOf,
  familyOf,
  findCauses,
  inputOf,
  makeSources,
  repeat,
  type SourceSpec,
} from './make-sources.js';

const systems = [
  '4:116+12:0:1460:64240,0:mss,nop,nop,sok:df,id+:0',
  '4:52+12:0:1460:mss*4,0:mss,sok,ts,nop,ws:df:0',
  '4:240+15:0:0:1024,0:::0',
  '4:50+14:0:1460:57344,0:mss,nop,ws,nop,nop,ts:df,id+:0',
  '4:110+18:0:1460:16384,0:mss,nop,nop,sok:df,id+:0',
  '4:110+18:0:1460:8192,0:mss,nop,nop,sok:df,id+:0',
] as const;
const [xp, linux, raw] = systems;

/** Twelve tools, known by their words: each on one system, or each on two of them. */
const tools = (areMixed: boolean): SourceSpec[] =>
  repeat(12, (tool) =>
    repeat(10, (index): SourceSpec => {
      const system = systems[(areMixed ? 2 * tool + (index % 2) : tool) % systems.length] as string;
      const ports = tool % 2 === 0 ? 'rising' : 'scattered';
      return {
        sequence: String(8000 + tool),
        counts: { a: 5, b: 5 },
        phrase: `tool ${tool * 7919}`,
        system,
        ports,
      };
    }),
  ).flat();

const areOne = (causes: RootCauses, row: number, other: number): boolean =>
  familyOf(causes, row) !== undefined &&
  familyOf(causes, row)?.familyId === familyOf(causes, other)?.familyId;

describe('what a source shows besides counts and payload', () => {
  it('is its system but for the way there, and how it chooses its ports', () => {
    const specs: SourceSpec[] = [
      { counts: { a: 1, b: 1 }, ports: 'fixed' },
      { counts: { a: 1, b: 1 }, ports: 'rising' },
      { counts: { a: 1, b: 1 }, ports: 'scattered' },
      { counts: { a: 1 } },
      { counts: { a: 1 } },
    ];
    const farther = xp.replace('116+12', '109+19').replace('1460', '1412').replace(/0$/, '+');
    const signatures = { signature: Int32Array.of(0, 1, 2, -1, 0), texts: [xp, farther, linux] };
    const { system, ports } = readTraits(makeSources(specs), signatures, 0);
    expect([...system]).toEqual([1, 1, 2, 0, 1]);
    expect([...ports]).toEqual([1, 2, 3, 0, 0]);
  });

  it('is the time between honeypots that are begun at once, and says nothing of those begun in sequence', () => {
    const at = (starts: readonly number[]): SourceSpec => ({
      counts: { a: 1, b: 1, c: 1 },
      starts,
      lasts: 9000,
    });
    const sources = makeSources([at([0, 8, 16]), at([0, 9, 17]), at([0, 90, 170]), at([0, 3000, 6000])]);
    const { manner, spacing } = readTraits(sources, undefined, 0);
    expect([...manner]).toEqual([2, 2, 2, 1]);
    expect(spacing[0]).toBe(spacing[1]);
    expect(spacing[2]).toBeGreaterThan(spacing[0] as number);
    expect(spacing[3]).toBe(0);
    expect([...readTraits(sources, undefined, 0.02).course]).toEqual([0, 0, 0, 0]);
  });
});

describe('equal counts without payload', () => {
  const scan = (system: string): SourceSpec => ({ sequence: '4899', counts: { a: 2 }, system });
  const both = [...repeat(30, () => scan(raw)), ...repeat(20, () => scan(linux))];

  it('are two tools where tools show one system each', async () => {
    const causes = await findCauses(inputOf([...both, ...tools(false)]));
    expect(causeOf(causes, 0)?.rows).toHaveLength(30);
    expect(causeOf(causes, 30)?.rows).toHaveLength(20);
    expect(areOne(causes, 0, 30)).toBe(false);
  });

  it('are one where tools run on several systems, and where nothing is known of tools', async () => {
    const mixed = [...both.slice(0, 50)].map((spec, index) => ({
      ...spec,
      system: systems[index % 2] as string,
    }));
    for (const specs of [[...mixed, ...tools(true)], both]) {
      const causes = await findCauses(inputOf(specs));
      expect(causeOf(causes, 0)?.rows).toHaveLength(50);
    }
  });

  it('are one where a single source shows another system', async () => {
    const causes = await findCauses(inputOf([...repeat(30, () => scan(raw)), scan(linux), ...tools(false)]));
    expect(causeOf(causes, 0)?.rows).toHaveLength(31);
  });
});

describe('tools that look alike', () => {
  const silent = (system: string, ports: SourceSpec['ports'] = 'fixed'): SourceSpec[] => [
    ...repeat(14, (): SourceSpec => ({
      sequence: '5000',
      counts: { a: 2 },
      system,
      ports: ports,
    })),
    ...repeat(15, (): SourceSpec => ({
      sequence: '5000',
      counts: { b: 2 },
      system,
      ports: ports,
    })),
  ];
  const answered = (system: string): SourceSpec[] =>
    repeat(9, () => ({
      sequence: '5000',
      counts: { c: 7 },
      phrase: 'NOTIFY * HTTP/1.1\\r\\n',
      system,
      ports: 'fixed',
    }));

  it('are one where each source picks a honeypot, and the port is open on one of them', async () => {
    const causes = await findCauses(inputOf([...silent(raw), ...answered(raw), ...tools(false)]));
    expect(areOne(causes, 0, 14)).toBe(true);
    expect(areOne(causes, 0, 29)).toBe(true);
  });

  it('are two where they do not look alike, though honeypots are hit evenly', async () => {
    const causes = await findCauses(inputOf([...silent(raw), ...answered(linux), ...tools(false)]));
    expect(areOne(causes, 0, 14)).toBe(true);
    expect(areOne(causes, 0, 29)).toBe(false);
  });

  it('are one where a port is open on one of the honeypots of some of them', async () => {
    const probe = (counts: SourceSpec['counts'], phrase: string, system: string): SourceSpec[] =>
      repeat(20, () => ({ sequence: '1433,80', counts, phrase, system, ports: 'scattered' }));
    const closed = probe({ a: [6, 2], b: [6, 2] }, '', raw);
    const open = { a: [6, 2], b: 9 } as const;
    const words = 'GET /foni/luho HTTP/1.0\\r\\n';
    const like = await findCauses(inputOf([...closed, ...probe(open, words, raw), ...tools(false)]));
    expect(areOne(like, 0, 20)).toBe(true);
    const unlike = await findCauses(inputOf([...closed, ...probe(open, words, linux), ...tools(false)]));
    expect(areOne(unlike, 0, 20)).toBe(false);
  });

  it('are two where they tell the same honeypot other things, whatever else fits', async () => {
    const sweep = (phrase: string, counts: SourceSpec['counts']): SourceSpec[] =>
      repeat(20, () => ({ sequence: '5554,80', counts, phrase, system: raw, ports: 'fixed' }));
    const whole = sweep('KORE sofeja bulihu\\r\\n', { a: 12, b: 3, c: 3 });
    const part = sweep('', { b: 3 });
    const apart = await findCauses(
      inputOf([...whole, ...part, ...sweep('TABI tebepu vite\\r\\n', { a: 12 }), ...tools(false)]),
    );
    expect(areOne(apart, 0, 40)).toBe(false);
    const together = await findCauses(inputOf([...whole, ...part, ...tools(false)]));
    expect(areOne(together, 0, 20)).toBe(true);
  });

  it('are two where every tool looks like that', async () => {
    const everywhere = tools(false).map((spec): SourceSpec => ({ ...spec, system: raw, ports: 'fixed' }));
    const apart: SourceSpec[] = [
      ...repeat(20, (): SourceSpec => ({
        sequence: '23',
        counts: { a: 1, b: 3 },
        system: raw,
        ports: 'fixed',
      })),
      ...repeat(20, (): SourceSpec => ({
        sequence: '23',
        counts: { a: 1, b: 9 },
        phrase: 'login',
        system: raw,
        ports: 'fixed',
      })),
    ];
    expect(areOne(await findCauses(inputOf([...apart, ...everywhere])), 0, 20)).toBe(false);
  });
});

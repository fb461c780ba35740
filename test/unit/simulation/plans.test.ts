import { monthSpan } from '#honeysift/simulation/calendar.js';
import { targetsOn, reportHoneypots } from '#honeysift/simulation/honeypots.js';
import { Rehearsal } from '#honeysift/simulation/observation.js';
import type { Plan } from '#honeysift/simulation/plan.js';
import { backgroundPlans } from '#honeysift/simulation/profiles/background.js';
import { reportPlans } from '#honeysift/simulation/profiles/report-plans.js';
import {
  drawTool,
  drawGenes,
  expressTool,
  twinGenes,
  type ToolDraw,
} from '#honeysift/simulation/random-tools.js';
import { populationOf } from '#honeysift/simulation/kinds.js';
import { Rng } from '#honeysift/simulation/rng.js';
import { describe, expect, it } from 'vitest';

const targets = targetsOn(reportHoneypots(), 0);
const rehearsal = new Rehearsal(targets);

const packetsOf = (tool: string, variant: string): readonly number[] => {
  const plans = Object.values(reportPlans)
    .flat()
    .map(({ plan }) => plan);
  const plan = plans.find((one) => one.tool === tool && one.variant === variant);
  return plan === undefined ? [] : rehearsal.observe(plan).packets;
};

describe("the report's tools", () => {
  const tables = [
    ...Object.entries(reportPlans),
    ...backgroundPlans.map(({ sequence, plans }) => [sequence, plans] as const),
  ];

  it.each(tables)('%s is the ports sequence of all plans listed under it', (sequence, plans) => {
    for (const { plan } of plans) expect(rehearsal.observe(plan).sequence, plan.tool).toBe(sequence);
  });

  it('send the packets Table 2 counts', () => {
    expect(packetsOf('deloder', 'connect')).toEqual([3, 3, 3]);
    expect(packetsOf('mblaster', 'a')).toEqual([3, 8, 2]);
    expect(packetsOf('mblaster', 'b')).toEqual([6, 16, 4]);
    expect(packetsOf('mblaster', 'c')).toEqual([6, 16, 4]);
    expect(packetsOf('web-banner', 'root')).toEqual([3, 5, 3]);
    expect(packetsOf('share-worm', 'talk')).toEqual([18, 18, 2]);
    expect(packetsOf('leviathan-auditor', 'audit').reduce((sum, n) => sum + n)).toBe(145);
    expect(packetsOf('null-session-dump', 'winnt')).toEqual([0, 74, 0]);
    expect(packetsOf('rpc-scan', 'bind')).toEqual([3, 7, 3]);
    expect(packetsOf('rpc-dump', 'five-binds')).toEqual([3, 15, 3]);
    expect(packetsOf('grims-ping', 'letters')).toEqual([3, 10, 3]);
    expect(packetsOf('roadkil-ftp-probe', 'banner')).toEqual([3, 5, 3]);
    expect(packetsOf('fx-scanner', 'full')).toEqual([9, 22, 9]);
    expect(packetsOf('rtsp-scanner', 'all')).toEqual([1, 1, 6]);
  });

  it('carry 8 and 24 zero bytes to port 1433 in equal counts', () => {
    for (const [short, long] of [
      ['sql-ping', 'sqlsnake'],
      ['sql-walker', 'sql-walker-long'],
    ] as const) {
      expect(packetsOf(short, 'zeros-8')).toEqual(packetsOf(long, 'zeros-24'));
    }
  });

  it('have names that need no quoting, each with one meaning', () => {
    const plans = tables.flatMap(([, list]) => list.map(({ plan }) => plan));
    const names = plans.map(({ tool, variant }: Plan) => `${tool} ${variant}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+ [a-z0-9-]+$/);
  });
});

const draw: ToolDraw = {
  ports: [1000, 2000, 3000, 4000, 5000],
  openPorts: [21, 80, 139],
  openShare: 0.6,
  portCounts: [3, 2, 1],
  honeypotCounts: [3, 1, 1],
  bruteShare: 0.2,
  bruteLengths: [3, 9],
  shuffleShare: 0.2,
  variantCounts: [1, 1, 1],
  pickShare: 0.12,
};

describe('populations', () => {
  it.each([
    ['of the report', populationOf('report', 3, targets)],
    ['at random', populationOf('random', 3, targets)],
  ])('%s have no two tools that nobody could tell apart', (_name, population) => {
    const seen = new Map<string, string>();
    for (const month of ['2003-03', '2003-09', '2004-05']) {
      for (const { plan } of population.plansOf(monthSpan(month))) {
        const { sequence, packets, payloadBytes } = rehearsal.observe(plan);
        if (payloadBytes > 0 || plan.tool === 'backscatter') continue;
        const key = `${sequence} ${packets.join(' ')}`;
        expect(seen.get(key) ?? plan.tool, key).toBe(plan.tool);
        seen.set(key, plan.tool);
      }
    }
    expect(seen.size).toBeGreaterThan(10);
  });
});

describe('random tools', () => {
  it('are the same from the same seed', () => {
    const drawn = (seed: number): unknown =>
      drawTool(new Rng(seed), 'x', draw).map(({ plan }) => rehearsal.observe(plan));
    for (let seed = 0; seed < 30; seed++) expect(drawn(seed)).toEqual(drawn(seed));
  });

  it('always send something, with weights that sum to 1', () => {
    for (let seed = 0; seed < 200; seed++) {
      const tool = drawTool(new Rng(seed), 'x', draw);
      expect(tool.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10);
      for (const { plan } of tool) expect(rehearsal.observe(plan).packets.some((n) => n > 0)).toBe(true);
    }
  });

  it('have twins with the same ports and counts', () => {
    let withPayload = 0;
    for (let seed = 0; seed < 100; seed++) {
      const genes = drawGenes(new Rng(seed, 1), {
        ...draw,
        bruteShare: 0,
        pickShare: 0,
        variantCounts: [1],
      });
      const observed = [genes, twinGenes(new Rng(seed, 2), genes)].map((one) => {
        const [first] = expressTool(new Rng(seed, 3), 'x', one, { ...draw, shuffleShare: 0, pickShare: 0 });
        return first === undefined ? null : rehearsal.observe(first.plan);
      });
      expect(observed[1]?.packets).toEqual(observed[0]?.packets);
      expect(observed[1]?.sequence).toBe(observed[0]?.sequence);
      if ((observed[0]?.payloadBytes ?? 0) > 0) withPayload++;
    }
    expect(withPayload).toBeGreaterThan(20);
  });
});

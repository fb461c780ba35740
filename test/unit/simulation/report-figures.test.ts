import { readTruth } from '#honeysift/simulation/read-truth.js';
import { monthMix, reportMonths } from '#honeysift/simulation/month-mix.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import type { SimulationSummary } from '#honeysift/simulation/simulate-options.js';
import { truthKey, type TruthRow } from '#honeysift/simulation/truth.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeTempFolder } from '../../support/temp-folder.js';
import { countSources, reportAddresses, type CountedSource } from './simulated-packets.js';

/** All 18 months at a quarter of the report's scale. */
const folder = makeTempFolder();
let summary: SimulationSummary;
let truth: TruthRow[];
let counted: Map<string, CountedSource>;

beforeAll(async () => {
  summary = await simulate({ out: folder.path, sources: 11_340, seed: 5 });
  truth = await readTruth(summary.truthFile);
  counted = countSources(summary.files, reportAddresses);
});
afterAll(() => folder.remove());

const targetsOf = (row: TruthRow): number =>
  counted.get(truthKey(row))?.packets.filter((n) => n > 0).length ?? 0;

describe('the simulated 18 months', () => {
  it('have as many sources as asked for, and packets in proportion to the report', () => {
    expect(summary.sources).toBe(11_340);
    expect(summary.months.map(({ month }) => month).slice(0, 2)).toEqual(['2003-02', '2003-03']);
    expect(summary.months.length).toBe(18);
    expect(summary.packets * 4).toBeGreaterThan(0.9 * 4_102_635);
    expect(summary.packets * 4).toBeLessThan(1.1 * 4_102_635);
  });

  it("follow Table 1's percentages", () => {
    for (const [month, { sequences }] of Object.entries(reportMonths)) {
      const rows = truth.filter(({ day }) => day.startsWith(month));
      const wanted = monthMix(month).sequences;
      for (const sequence of Object.keys(sequences)) {
        const percent = (100 * rows.filter((row) => row.sequence === sequence).length) / rows.length;
        // One source is about 0.15%; plans are quota'd, only their rounding is drawn.
        expect(Math.abs(percent - (wanted[sequence] ?? 0)), `${month} ${sequence}`).toBeLessThan(0.8);
      }
    }
  });

  it("follow Table 2's frequent itemsets", () => {
    const table: [string, string, number][] = [
      ['445', 'T=3 N=9', 65.5],
      ['445', 'T=1 N=1', 18.4],
      ['445', 'T=3 N=8', 6.1],
      ['135,4444', '3 8 2', 66.3],
      ['135,4444', '6 16 4', 33.6],
      ['80', 'T=1 N=3', 55.8],
      ['80', '3 5 3', 18.7],
      ['80', 'T=1 N=1', 5.6],
      ['1433', '3 3 3', 53.9],
      ['1433', '1 1 1', 18.7],
      ['1433', '4 4 4', 18.1],
      ['139,445', '18 18 2', 41.1],
      ['139,445', 'T=3 N=145', 7.6],
      ['139,445', 'T=1 N=74', 6.8],
      ['135', '3 7 3', 50.1],
      ['135', '3 15 3', 15.3],
      ['21', 'T=3 N=16', 23.4],
      ['21', 'T=3 N=11', 13.7],
      ['21', 'T=3 N=7', 10.6],
      ['21', 'T=1 N=11', 9.1],
      ['139', '3 3 3', 49.2],
      ['139', 'T=2 N=8', 9.5],
      ['139', 'T=1 N=4', 6.3],
    ];
    for (const [sequence, itemset, support] of table) {
      const rows = truth.filter((row) => row.sequence === sequence);
      const having = rows.filter((row) => {
        const packets = counted.get(truthKey(row))?.packets ?? [];
        const total = packets.reduce((sum, n) => sum + n, 0);
        return itemset === packets.join(' ') || itemset === `T=${targetsOf(row)} N=${total}`;
      });
      const percent = (100 * having.length) / rows.length;
      expect(Math.abs(percent - support), `${sequence} ${itemset} ${percent.toFixed(1)}`).toBeLessThan(4);
    }
  });

  it('attack three, two and one honeypot in 71%, 6% and 23% of the cases', () => {
    const share = (targets: number): number =>
      (100 * truth.filter((row) => targetsOf(row) === targets).length) / truth.length;
    expect(Math.abs(share(3) - 71)).toBeLessThan(3);
    expect(Math.abs(share(2) - 6)).toBeLessThan(2);
    expect(Math.abs(share(1) - 23)).toBeLessThan(3);
  });

  it('see 99.5% of the addresses on one day only, and never two tools behind one source', () => {
    const days = new Map<string, number>();
    for (const { ip } of truth) days.set(ip, (days.get(ip) ?? 0) + 1);
    const once = [...days.values()].filter((count) => count === 1).length;
    expect(Math.abs((100 * once) / days.size - 99.5)).toBeLessThan(0.3);
    expect(summary.addresses).toBe(days.size);
    expect(new Set(truth.map(truthKey)).size).toBe(truth.length);
  });

  it('last less than 30 seconds but for rare exceptions', () => {
    const long = [...counted.values()].filter(({ firstUs, lastUs }) => lastUs - firstUs > 30e6);
    expect(long.length / counted.size).toBeLessThan(0.002);
    expect(long.length).toBeGreaterThan(0);
  });

  it('hold 205 ports, backscatter of 3% and sequences of a long tail', () => {
    expect(summary.ports).toBeLessThanOrEqual(205);
    expect(summary.ports).toBeGreaterThan(190);
    const backscatter = truth.filter(({ tool }) => tool === 'backscatter').length / truth.length;
    expect(Math.abs(backscatter - 0.03)).toBeLessThan(0.003);
    expect(summary.sequences).toBeGreaterThan(350);
    expect(truth.filter(({ tool }) => tool.startsWith('oneoff-')).length).toBeGreaterThan(20);
    const orders = new Set(
      truth.filter(({ tool }) => tool === 'port-shuffler').map(({ sequence }) => sequence),
    );
    expect(orders.size).toBeGreaterThan(1);
  });

  it("hide two anomalies in the FTP scanner's cluster, alike in counts alone", () => {
    const anomalies = truth.filter(({ tool }) => tool.startsWith('anomaly-'));
    expect(anomalies.map(({ tool }) => tool).sort()).toEqual(['anomaly-ftp-one', 'anomaly-ftp-two']);
    for (const row of anomalies) expect(counted.get(truthKey(row))?.packets).toEqual([3, 10, 3]);
  });

  it('open port 1433 on the Linux machine to attacks of its own, in time', () => {
    const days = truth
      .filter(({ tool }) => tool === 'sql-login' || tool === 'sql-connect')
      .map(({ day }) => day);
    expect(days.length).toBeGreaterThan(5);
    expect(days.every((day) => day >= '2003-11-06' && day <= '2004-02-04')).toBe(true);
  });
});

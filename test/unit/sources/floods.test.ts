import { describe, expect, it } from 'vitest';

import type { FlatPacket } from '../../support/flat-packets.js';
import { dataIn, honeynet, hours, mail, tcpIn, web } from '../../support/honeynet.js';
import { dayParts, finalizeParts, type SourceRow, sourcesOf } from '../../support/source-rows.js';

const options = { floodSources: 10, floodWindowMs: 1000 };
const setting = { environment: honeynet, options };

/** One SYN each from `count` sources, `step` ms apart. */
function syns(
  count: number,
  start: number,
  step: number,
  dst: string = web,
  port = 80,
  net = '203.0.113',
): FlatPacket[] {
  return Array.from({ length: count }, (_, i) => tcpIn(start + i * step, dst, port, { src: `${net}.${i}` }));
}
const floodsOf = (rows: readonly SourceRow[]): number[] =>
  [...new Set(rows.map(({ flood }) => flood))].sort();

describe('a flood', () => {
  it('is many sources with one SYN each within the window', async () => {
    const rows = await sourcesOf([...syns(10, 0, 100), tcpIn(50, mail, 80)], setting);
    expect(rows.filter(({ flood }) => flood === 0)).toHaveLength(10);
    expect(rows.find(({ id }) => id.startsWith('198.51.100.7'))?.flood).toBe(-1);
  });

  it('takes in a SYN that was retransmitted, but no source that did more', async () => {
    const more = [
      tcpIn(1500, web, 80, { src: '203.0.113.3' }),
      dataIn(70, web, 80, 1001, 'x', { src: '203.0.113.4' }),
    ];
    const rows = await sourcesOf([...syns(11, 0, 50), ...more], setting);
    expect(rows.filter(({ flood }) => flood === 0).map(({ id }) => id.split('@')[0])).not.toContain(
      '203.0.113.4',
    );
    expect(rows.filter(({ flood }) => flood === 0)).toHaveLength(10);
  });

  it('goes on while windows overlap, and ends when too few are left', async () => {
    const long = await sourcesOf(syns(60, 0, 100), setting);
    expect(floodsOf(long)).toEqual([0]);
    const thin = await sourcesOf(syns(60, 0, 120), setting);
    expect(floodsOf(thin)).toEqual([-1]);
  });

  it('is one of one honeypot, port and day; numbered by first time, honeypot, port', async () => {
    const rows = await sourcesOf(
      [
        ...syns(10, 24 * hours, 1, web, 80, '203.0.4'),
        ...syns(10, 0, 1, mail, 80, '203.0.3'),
        ...syns(10, 0, 1, web, 443, '203.0.2'),
        ...syns(10, 0, 1, web, 80, '203.0.1'),
      ],
      setting,
    );
    const flood = (net: string): number[] => floodsOf(rows.filter(({ id }) => id.startsWith(net)));
    expect([flood('203.0.1.'), flood('203.0.2.'), flood('203.0.3.'), flood('203.0.4.')]).toEqual([
      [0],
      [1],
      [2],
      [3],
    ]);
  });

  it('is listed with its first time, honeypot and port', async () => {
    const parts = dayParts([syns(10, 5, 1, mail, 25)], setting);
    const { floodEvents } = await finalizeParts(parts, setting);
    expect(floodEvents).toEqual([{ firstNs: tcpIn(5, mail, 25).time, honeypot: 1, port: 25 }]);
  });

  it('needs 500 sources in 60 s by default', async () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      tcpIn(i * 120, web, 80, { src: `203.${i >> 8}.113.${i & 255}` }),
    );
    const rows = await sourcesOf(many, { environment: honeynet });
    expect(floodsOf(rows)).toEqual([0]);
    const fewer = await sourcesOf(many.slice(1), { environment: honeynet });
    expect(floodsOf(fewer)).toEqual([-1]);
  });
});

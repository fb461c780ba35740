import { describe, expect, it } from 'vitest';

import { comparedHoneypots } from '#honeysift/sources/honeypot-targets.js';

import { at, dataIn, far, honeynet, hours, mail, reply, tcpIn, web } from '../../support/honeynet.js';
import { dayParts, finalizeParts, rowsOf, sourcesOf } from '../../support/source-rows.js';

const gap = { environment: honeynet, options: { mode: 'gap25h' as const } };
const day = { environment: honeynet };

describe('one source per UTC day', () => {
  it('begins anew at midnight', async () => {
    const rows = await sourcesOf(
      [tcpIn(0, web, 80), tcpIn(12 * hours - 1, web, 81), tcpIn(12 * hours, web, 82)],
      day,
    );
    expect(rows.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['198.51.100.7@2025-02-11', '80,81'],
      ['198.51.100.7@2025-02-12', '82'],
    ]);
  });

  it('sorts by day, then address bytes', async () => {
    const packets = ['203.0.113.1', '9.0.0.1', '2001:db8::1', '100.0.0.1'].map((src) =>
      tcpIn(0, web, 80, { src }),
    );
    const rows = await sourcesOf([tcpIn(24 * hours, web, 80, { src: '1.1.1.1' }), ...packets], day);
    expect(rows.map(({ id }) => id)).toEqual([
      '9.0.0.1@2025-02-11',
      '100.0.0.1@2025-02-11',
      '203.0.113.1@2025-02-11',
      '2001:db8::1@2025-02-11',
      '1.1.1.1@2025-02-12',
    ]);
  });

  it('puts packets whose time is unknown at 1970-01-01', async () => {
    const rows = await sourcesOf([tcpIn(0, web, 80, { time: null })], day);
    expect(rows).toMatchObject([{ id: '198.51.100.7@1970-01-01', firstNs: 0n, lastNs: 0n, packets: 1 }]);
  });

  it('counts days before 1970 as well', async () => {
    const rows = await sourcesOf([tcpIn(0, web, 80, { time: -1n })], day);
    expect(rows[0]?.id).toBe('198.51.100.7@1969-12-31');
  });
});

describe('one source until a gap of 25 hours', () => {
  it('joins days while no gap is that long', async () => {
    const times = [0, 24 * hours, 49 * hours - 0.001, 74 * hours - 0.001, 120 * hours];
    const rows = await sourcesOf(
      times.map((ms, i) => tcpIn(ms, web, 80 + i)),
      gap,
    );
    expect(rows.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['198.51.100.7@2025-02-11', '80,81,82'],
      ['198.51.100.7@2025-02-14', '83'],
      ['198.51.100.7@2025-02-16', '84'],
    ]);
  });

  it('reads a flow over midnight as one', async () => {
    const packets = [
      tcpIn(0, web, 80),
      dataIn(1, web, 80, 1001, 'abc'),
      dataIn(13 * hours, web, 80, 1001, 'abc'),
    ];
    expect(await sourcesOf(packets, gap)).toMatchObject([{ packets: 3, retransmissions: 1, phrase: 'abc' }]);
    expect(await sourcesOf(packets, day)).toMatchObject([
      { packets: 2 },
      { packets: 1, retransmissions: 0, phrase: 'abc' },
    ]);
  });

  it('takes no outbound packet for a sign of life', async () => {
    const answers = [10, 20, 30].map((hour) => reply(hour * hours, tcpIn(0, web, 80)));
    const rows = await sourcesOf([tcpIn(0, web, 80), ...answers, tcpIn(35 * hours, web, 80)], gap);
    expect(rows.map(({ packets }) => packets)).toEqual([1, 1]);
  });

  it('sorts rows by first day, then address', async () => {
    const rows = await sourcesOf(
      [
        tcpIn(0, web, 80, { src: '9.9.9.9' }),
        tcpIn(0, web, 80, { src: '1.1.1.1' }),
        tcpIn(100 * hours, web, 80, { src: '1.1.1.1' }),
        tcpIn(20 * hours, web, 80, { src: '5.5.5.5' }),
      ],
      gap,
    );
    expect(rows.map(({ id }) => id.split('@')[0])).toEqual(['1.1.1.1', '9.9.9.9', '5.5.5.5', '1.1.1.1']);
  });
});

it('one source per platform compares honeypots by their position there', async () => {
  const setting = { environment: honeynet, options: { unit: 'platform' as const } };
  const parts = dayParts(
    [[tcpIn(0, web, 80), tcpIn(1, mail, 80), tcpIn(2, far, 80), tcpIn(3, far, 81)]],
    setting,
  );
  const sources = await finalizeParts(parts, setting);
  expect(rowsOf(sources).map(({ id, targets, firstNs }) => ({ id, targets, firstNs }))).toEqual([
    {
      id: '198.51.100.7@2025-02-11/paris',
      targets: [
        [0, 1, 1],
        [1, 1, 1],
      ],
      firstNs: at(0),
    },
    { id: '198.51.100.7@2025-02-11/tokyo', targets: [[0, 2, 2]], firstNs: at(2) },
  ]);
  expect(comparedHoneypots(honeynet, 'platform').honeypots.map(({ name }) => name)).toEqual(['1', '2']);
});

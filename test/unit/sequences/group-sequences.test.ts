import { expect, it } from 'vitest';

import { groupSequences } from '#honeysift/sequences/group-sequences.js';

import { tcpFlag } from '../../support/flat-packets.js';
import { honeynet, hours, tcpIn, udpIn, web } from '../../support/honeynet.js';
import { dayParts, finalizeParts } from '../../support/source-rows.js';

const setting = { environment: honeynet, options: { floodSources: 3, floodWindowMs: 1000 } };

it('groups rows by ports sequence and leaves backscatter out', async () => {
  const packets = [
    tcpIn(0, web, 80, { src: '1.0.0.1', payload: 'a' }),
    tcpIn(48 * hours, web, 80, { src: '1.0.0.2', payload: 'b' }),
    tcpIn(0, web, 80, { src: '1.0.0.3' }),
    udpIn(1, web, 53, { src: '1.0.0.3' }),
    tcpIn(0, web, 80, { src: '1.0.0.4', flags: tcpFlag.rst }),
    tcpIn(0, web, 4000, { src: '1.0.0.5', flags: tcpFlag.rst }),
  ];
  const sources = await finalizeParts(dayParts([packets], setting), setting);
  expect(groupSequences(sources)).toEqual([
    {
      portsSequence: '80',
      rows: Uint32Array.of(0, 4),
      eventRows: Uint32Array.of(0, 4),
      ports: ['80'],
      firstDay: 20130,
      lastDay: 20132,
    },
    {
      portsSequence: '80,53U',
      rows: Uint32Array.of(1),
      eventRows: Uint32Array.of(1),
      ports: ['80', '53U'],
      firstDay: 20130,
      lastDay: 20130,
    },
  ]);
});

it('counts a flood as one event', async () => {
  const flood = (start: number): ReturnType<typeof tcpIn>[] =>
    [1, 2, 3, 4].map((i) => tcpIn(start + i, web, 80, { src: `2.${start / 5000}.0.${i}` }));
  const packets = [...flood(0), tcpIn(0, web, 80, { src: '1.0.0.1', payload: 'x' }), ...flood(5000)];
  const sources = await finalizeParts(dayParts([packets], setting), setting);
  const [sequence] = groupSequences(sources);
  expect([...(sequence?.rows ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...(sequence?.eventRows ?? [])]).toEqual([0, 1, 5]);
});

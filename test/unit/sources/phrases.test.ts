import { describe, expect, it } from 'vitest';

import type { SourceOptions } from '#honeysift/sources/source-options.js';

import type { FlatPacket } from '../../support/flat-packets.js';
import { dataIn, honeynet, icmpIn, mail, tcpIn, udpIn, web } from '../../support/honeynet.js';
import { type SourceRow, sourcesOf } from '../../support/source-rows.js';

async function read(
  packets: readonly FlatPacket[],
  options: Partial<SourceOptions> = {},
): Promise<SourceRow | undefined> {
  return (await sourcesOf(packets, { environment: honeynet, options }))[0];
}
const phraseOf = async (...payloads: string[]): Promise<string | undefined> =>
  (await read(payloads.map((payload, i) => udpIn(i, web, 1434, { payload }))))?.phrase;

describe('the rendering text', () => {
  it.each([
    ['printable ASCII as itself', 'GET /~ >', 'GET /~ >'],
    ['a run of other bytes as hexadecimal', 'a\x00\xff\x7fb', 'a<00ff7f>b'],
    ['escapes', '\\<|', '\\\\\\<\\|'],
    ['CR LF', 'a\r\nb\r\n', 'a\\r\\nb\\r\\n'],
    ['lone CR and LF', 'a\rb\n\r', 'a<0d>b<0a0d>'],
    ['CR CR LF', '\r\r\n', '<0d>\\r\\n'],
    ['bytes on both sides of a line break', '\x01\r\n\x02', '<01>\\r\\n<02>'],
  ])('%s', async (_name, payload, rendered) => {
    expect(await phraseOf(payload)).toBe(rendered);
  });

  it('joins entries by ||, which no payload can forge', async () => {
    expect(await phraseOf('a', 'b||c', '')).toBe('a||b\\|\\|c');
  });
});

describe('the order of entries', () => {
  const packets = [
    dataIn(5, mail, 25, 11, 'mail', { srcPort: 2000 }),
    tcpIn(6, web, 80),
    dataIn(9, web, 80, 1004, 'def'),
    dataIn(8, web, 80, 1001, 'abc'),
    udpIn(7, web, 1434, { payload: 'late flow' }),
    udpIn(10, web, 1434, { payload: 'next' }),
    icmpIn(2, web, 8, { payload: 'ping' }),
  ];

  it('is by honeypot, then flow, then TCP sequence', async () => {
    expect((await read(packets))?.phrase).toBe('ping||abc||def||late flow||next||mail');
  });

  it('is that of arrival when asked for', async () => {
    expect((await read(packets, { phraseOrder: 'time' }))?.phrase).toBe(
      'ping||mail||late flow||abc||def||next',
    );
  });

  it('puts flows of one time by protocol, honeypot port and peer port', async () => {
    const flows = [
      udpIn(0, web, 9, { payload: 'udp' }),
      dataIn(0, web, 81, 1, 'c', { srcPort: 1 }),
      dataIn(0, web, 80, 1, 'b', { srcPort: 3 }),
      dataIn(0, web, 80, 1, 'a', { srcPort: 2 }),
      icmpIn(0, web, 8, { payload: 'i' }),
    ];
    expect((await read(flows))?.phrase).toBe('i||a||b||c||udp');
  });
});

describe('the bound', () => {
  it('cuts between rendered bytes and marks the phrase', async () => {
    const row = await read([udpIn(0, web, 1, { payload: '0123456789abc\x00\x01\x02' })], { phraseBound: 18 });
    expect(row).toMatchObject({ phrase: '0123456789abc<00>', phraseCut: true });
  });

  it('leaves no separator behind', async () => {
    const row = await read(
      [udpIn(0, web, 1, { payload: '0123456789abcd' }), udpIn(1, mail, 1, { payload: 'x' })],
      { phraseBound: 16 },
    );
    expect(row).toMatchObject({ phrase: '0123456789abcd', phraseCut: true });
  });

  it('does not mark what fits exactly', async () => {
    const row = await read([udpIn(0, web, 1, { payload: '0123456789abcdef' })], { phraseBound: 16 });
    expect(row).toMatchObject({ phrase: '0123456789abcdef', phraseCut: false });
  });

  it('keeps the earliest payloads of each flow, whatever order they come in', async () => {
    const packets = Array.from({ length: 30 }, (_, i) =>
      udpIn(i, web, 1, { payload: `${String.fromCharCode(97 + (i % 26))}1` }),
    );
    const forwards = await read(packets, { phraseBound: 20 });
    expect(forwards).toMatchObject({ phrase: 'a1||b1||c1||d1||e1', phraseCut: true, packets: 30 });
    expect(await read([...packets].reverse(), { phraseBound: 20 })).toEqual(forwards);
  });

  it('gives every flow its share before the phrase is cut', async () => {
    const flood = Array.from({ length: 5 }, (_, i) => udpIn(i, mail, 1, { payload: 'yyyyyyyy' }));
    const row = await read([...flood, udpIn(9, web, 1, { payload: 'first honeypot' })], { phraseBound: 30 });
    expect(row).toMatchObject({ phrase: 'first honeypot||yyyyyyyy||yyyy', phraseCut: true });
  });
});

it('a payload of which nothing was captured is no entry', async () => {
  const row = await read([dataIn(0, web, 80, 5, '', { wire: 100 }), dataIn(1, web, 80, 105, 'end')]);
  expect(row).toMatchObject({ phrase: 'end', dataSegments: 2, sequenceGaps: 0, phraseCut: false });
});

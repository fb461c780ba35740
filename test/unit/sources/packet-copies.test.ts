import { expect, it } from 'vitest';

import { type FlatPacket, tcpFlag } from '../../support/flat-packets.js';
import { dataIn, honeynet, icmpIn, mail, tcpIn, udpIn, web, withoutPorts } from '../../support/honeynet.js';
import { type SourceRow, sourcesOf } from '../../support/source-rows.js';

async function read(...packets: FlatPacket[]): Promise<SourceRow | undefined> {
  return (await sourcesOf(packets, { environment: honeynet }))[0];
}

it('a capture merged with itself has the canonical counts of the original', async () => {
  const packets = [
    tcpIn(0, web, 80),
    tcpIn(1, web, 80, { flags: tcpFlag.ack, seq: 1001, ack: 7 }),
    dataIn(2, web, 80, 1001, 'GET /'),
    tcpIn(3, web, 80, { flags: tcpFlag.ack | tcpFlag.fin, seq: 1006, ack: 7 }),
    udpIn(4, web, 1434, { payload: 'worm', ipId: 8 }),
    udpIn(5, web, 1434, { ipId: 9 }),
    icmpIn(6, web, 8, { payload: 'ping' }),
  ];
  const once = await read(...packets);
  const twice = await read(...packets, ...packets);
  expect(once).toMatchObject({
    packets: 7,
    canonicalPackets: 7,
    retransmissions: 0,
    phrase: 'GET /||worm||ping',
  });
  expect(twice).toMatchObject({
    packets: 14,
    canonicalPackets: 7,
    targets: [[0, 14, 7]],
    phrase: once?.phrase,
  });
});

it('a copy is the same packet less than a millisecond later', async () => {
  const ack = (ms: number, rest: Partial<FlatPacket> = {}): FlatPacket =>
    tcpIn(ms, web, 80, { flags: tcpFlag.ack, ...rest });
  expect((await read(ack(0), ack(0.999), ack(1.9)))?.canonicalPackets).toBe(1);
  expect((await read(ack(0), ack(1)))?.canonicalPackets).toBe(2);
  expect(
    (await read(ack(0), ack(0.1, { ipId: 1 }), ack(0.2, { ack: 1 }), ack(0.3, { seq: 1 })))?.canonicalPackets,
  ).toBe(4);
  expect((await read(ack(0), ack(0.1, { flags: tcpFlag.ack | tcpFlag.fin })))?.canonicalPackets).toBe(2);
  expect((await read(ack(0), { ...ack(0.1), dst: mail }))?.canonicalPackets).toBe(2);
});

it('datagrams that differ in payload or identification are no copies', async () => {
  const datagram = (ms: number, payload: string, ipId: number): FlatPacket =>
    udpIn(ms, web, 9, { payload, ipId });
  const row = await read(
    datagram(0, 'a', 1),
    datagram(0.1, 'b', 1),
    datagram(0.2, 'a', 2),
    datagram(0.3, 'a', 1),
  );
  expect(row).toMatchObject({ canonicalPackets: 3, phrase: 'a||b||a' });
});

it('fragments of one datagram, which share its identification, are no copies', async () => {
  const fragment = { ...withoutPorts(udpIn(0, web, 9)), fragment: true, ipId: 5, payload: 'same' };
  expect(await read(fragment, fragment)).toMatchObject({ canonicalPackets: 2, phrase: 'same||same' });
});

import { expect, it } from 'vitest';

import { tcpFlag } from '../../support/flat-packets.js';
import {
  dataIn,
  honeynet,
  icmpIn,
  mail,
  reply,
  tcpIn,
  udpIn,
  web,
  webToo,
  withoutPorts,
} from '../../support/honeynet.js';
import { sourcesOf } from '../../support/source-rows.js';

const setting = { environment: honeynet };

it('lists ports by first inbound packet, each once, over all honeypots', async () => {
  const packets = [
    tcpIn(0, web, 80),
    tcpIn(2, mail, 8080),
    tcpIn(1, web, 8080),
    tcpIn(3, web, 1080),
    tcpIn(9, web, 80),
  ];
  const [row] = await sourcesOf(packets, setting);
  expect(row?.sequence).toBe('80,8080,1080');
});

it('writes TCP, UDP, ICMP and other protocols each in its own way', async () => {
  const packets = [
    tcpIn(0, web, 445),
    udpIn(1, web, 1434),
    icmpIn(2, web, 8),
    { ...icmpIn(3, web, 8), protocol: 47, icmpType: 0 },
    udpIn(4, web, 445),
  ];
  const [row] = await sourcesOf(packets, setting);
  expect(row?.sequence).toBe('445,1434U,I,P47,445U');
});

it('breaks ties in time by protocol number, then port', async () => {
  const packets = [udpIn(0, web, 1), tcpIn(0, web, 900), tcpIn(0, mail, 80), icmpIn(0, web, 8)];
  const [row] = await sourcesOf(packets, setting);
  expect(row?.sequence).toBe('I,80,900,1U');
});

it('takes no port from a flow that the honeypot opened, but counts its packets', async () => {
  const request = reply(1, tcpIn(0, web, 55_555, { srcPort: 80 }));
  const packets = [
    tcpIn(0, web, 445),
    request,
    reply(2, request, { flags: tcpFlag.syn | tcpFlag.ack }),
    reply(3, request, { flags: tcpFlag.ack, payload: 'HTTP/1.0 200 OK' }),
  ];
  const [row] = await sourcesOf(packets, setting);
  expect(row).toMatchObject({ sequence: '445', packets: 3, backscatter: false });
});

it('takes no port from backscatter beside an attack', async () => {
  const packets = [tcpIn(0, web, 445), tcpIn(1, web, 50_001, { srcPort: 80, flags: tcpFlag.rst })];
  const [row] = await sourcesOf(packets, setting);
  expect(row).toMatchObject({ sequence: '445', packets: 2, backscatter: false });
});

it('leaves the sequence empty when every packet answers the honeypot', async () => {
  const request = reply(1, udpIn(0, web, 40_123, { srcPort: 123 }));
  const [row] = await sourcesOf([request, reply(2, request)], setting);
  expect(row).toMatchObject({ sequence: '', packets: 1, backscatter: false });
});

it('takes a flow whose opening was not captured for an attack, unless the honeypot asks a known service', async () => {
  const answer = reply(0, tcpIn(0, web, 80), { flags: tcpFlag.ack });
  const [seen] = await sourcesOf([answer, dataIn(1, web, 80, 7, 'x')], setting);
  expect(seen?.sequence).toBe('80');
  const asking = reply(0, tcpIn(0, web, 40_000, { srcPort: 443 }), { flags: tcpFlag.ack });
  const [asked] = await sourcesOf([asking, reply(1, asking, { payload: 'x' })], setting);
  expect(asked?.sequence).toBe('');
});

it('takes an outbound SYN+ACK that comes first for the answer to a lost SYN', async () => {
  const synAck = reply(0, tcpIn(0, web, 8080), { flags: tcpFlag.syn | tcpFlag.ack });
  const [row] = await sourcesOf([synAck, tcpIn(1, web, 8080, { flags: tcpFlag.ack })], setting);
  expect(row).toMatchObject({ sequence: '8080', backscatter: false });
});

it('never takes a port from a packet without one', async () => {
  const fragment = withoutPorts(udpIn(1, web, 0));
  const [row] = await sourcesOf([udpIn(0, web, 1434), fragment], setting);
  expect(row).toMatchObject({ sequence: '1434U', packets: 2 });
});

it('counts the addresses of one honeypot together', async () => {
  const [row] = await sourcesOf([tcpIn(0, web, 80), tcpIn(1, webToo, 80), tcpIn(2, mail, 80)], setting);
  expect(row?.targets).toEqual([
    [0, 2, 2],
    [1, 1, 1],
  ]);
});

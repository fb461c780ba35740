import { describe, expect, it } from 'vitest';

import { type FlatPacket, tcpFlag } from '../../support/flat-packets.js';
import {
  dataIn,
  honeynet,
  icmpIn,
  mail,
  reply,
  tcpIn,
  udpIn,
  web,
  withoutPorts,
} from '../../support/honeynet.js';
import { sourcesOf } from '../../support/source-rows.js';

const isBackscatter = async (...packets: FlatPacket[]): Promise<boolean | undefined> =>
  (await sourcesOf(packets, { environment: honeynet }))[0]?.backscatter;
const ping = (ms: number): FlatPacket => reply(ms, icmpIn(0, web, 8));

describe('a source is backscatter when all its packets are', () => {
  it.each([
    ['SYN+ACK', tcpFlag.syn | tcpFlag.ack],
    ['RST', tcpFlag.rst],
    ['RST+ACK', tcpFlag.rst | tcpFlag.ack],
  ])('TCP flow opened by %s', async (_name, flags) => {
    expect(await isBackscatter(tcpIn(0, web, 5000, { srcPort: 80, flags }))).toBe(true);
  });

  it('keeps the ports of pure backscatter, for its sequence is all there is', async () => {
    const [row] = await sourcesOf([tcpIn(0, web, 5000, { flags: tcpFlag.rst })], { environment: honeynet });
    expect(row).toMatchObject({ backscatter: true, sequence: '5000', packets: 1 });
  });

  it.each([0, 3, 4, 5, 11, 12, 14, 16, 18])('ICMP type %i that nobody asked for', async (type) => {
    expect(await isBackscatter(icmpIn(0, web, type))).toBe(true);
  });

  it.each([1, 2, 3, 4, 129])('ICMPv6 type %i that nobody asked for', async (type) => {
    expect(await isBackscatter(icmpIn(0, web, type, { protocol: 58 }))).toBe(true);
  });

  it('a DNS answer to a high port', async () => {
    expect(await isBackscatter(udpIn(0, web, 33_000, { srcPort: 53, payload: 'x' }))).toBe(true);
  });

  it('whatever later fragments come with it', async () => {
    const fragment = withoutPorts(udpIn(1, web, 0));
    expect(await isBackscatter(udpIn(0, web, 33_000, { srcPort: 53 }), fragment)).toBe(true);
  });
});

describe('a source is not backscatter', () => {
  it('when one flow is an attack', async () => {
    expect(await isBackscatter(icmpIn(0, web, 3), tcpIn(1, mail, 445))).toBe(false);
  });

  it('when a SYN follows in the flow', async () => {
    expect(await isBackscatter(tcpIn(0, web, 80, { flags: tcpFlag.rst }), tcpIn(1, web, 80))).toBe(false);
  });

  it('when the flow begins with a plain ACK or with data', async () => {
    expect(await isBackscatter(tcpIn(0, web, 80, { flags: tcpFlag.ack }))).toBe(false);
    expect(await isBackscatter(dataIn(0, web, 80, 5, 'GET'))).toBe(false);
  });

  it('when the honeypot opened the flow', async () => {
    const syn = reply(0, tcpIn(0, web, 5000, { srcPort: 80 }));
    expect(await isBackscatter(syn, reply(1, syn, { flags: tcpFlag.syn | tcpFlag.ack }))).toBe(false);
  });

  it('when the honeypot had asked before, and only then', async () => {
    expect(await isBackscatter(ping(0), icmpIn(1, web, 0))).toBe(false);
    expect(await isBackscatter(ping(2), icmpIn(1, web, 0))).toBe(true);
    expect(await isBackscatter(ping(0), icmpIn(1, mail, 0))).toBe(true);
    expect(await isBackscatter(ping(0), icmpIn(1, web, 14))).toBe(true);
  });

  it('when an ICMP error follows any packet of the honeypot', async () => {
    expect(await isBackscatter(reply(0, udpIn(0, web, 9)), icmpIn(1, web, 3))).toBe(false);
  });

  it('for a DNS answer to a low port, or to a question of the honeypot', async () => {
    expect(await isBackscatter(udpIn(0, web, 53, { srcPort: 53 }))).toBe(false);
    const question = reply(0, udpIn(0, web, 33_000, { srcPort: 53 }));
    expect(await isBackscatter(question, udpIn(1, web, 33_000, { srcPort: 53 }))).toBe(false);
  });
});

it('packets that go from the honeypots alone make no source', async () => {
  expect(await sourcesOf([reply(0, tcpIn(0, web, 80))], { environment: honeynet })).toEqual([]);
  expect(await sourcesOf([{ ...tcpIn(0, web, 80), dst: '203.0.113.1' }], { environment: honeynet })).toEqual(
    [],
  );
  expect(await sourcesOf([{ ...tcpIn(0, web, 80), src: mail }], { environment: honeynet })).toEqual([]);
});

import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';
import { allocatePacketColumns, PacketDecoder } from '#honeysift/native/packet-decoder.js';

import { be16, be32, bytesOf, ethernet, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/packet-bytes.js';

const inner = ipv4(tcp('inner'), { source: [1, 2, 3, 4], destination: [5, 6, 7, 8] });
const inner6 = ipv6(tcp('inner'), 6);
const frame = ethernet(inner);
const gre = (type: number, payload: Uint8Array, flags = 0, optional = new Uint8Array(0)): Uint8Array =>
  bytesOf(be16(flags), be16(type), optional, payload);
const vxlan = (payload: Uint8Array, port = 4789, flags = 8): Uint8Array =>
  udp(bytesOf([flags, 0, 0, 0, 0, 0, 7, 0], payload), port);

const mapped = (...address: number[]): Uint8Array => bytesOf(new Uint8Array(10), [0xff, 0xff], address);

function rowOf(packet: Uint8Array, tunnelEndpoints?: Uint8Array) {
  const columns = allocatePacketColumns(1);
  const decoder = new PacketDecoder(tunnelEndpoints);
  const file = pcapFile([ethernet(packet, (packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800)]);
  decoder.decode(file, true, columns);
  const at = columns.payloadOffset[0] ?? 0;
  return {
    source: Buffer.from(columns.srcAddress).toString('hex'),
    dstPort: columns.dstPort[0],
    network: Buffer.from(file.subarray(columns.networkOffset[0] ?? 0)).toString('hex'),
    flags: columns.flags[0] ?? 0,
    ipProtocol: columns.ipProtocol[0],
    originalLength: columns.originalLength[0],
    payload: Buffer.from(file.subarray(at, at + (columns.payloadCaptured[0] ?? 0))).toString('latin1'),
    anomalies: Object.keys(decoder.totals().anomalies),
  };
}

const over = (protocol: number, bytes: Uint8Array): Uint8Array => ipv4(bytes, { protocol });
const erspan2 = bytesOf(be32(0x10000000), be32(0));
const erspan3 = bytesOf(be32(0x20000000), be32(0), be32(0));

describe('tunnels', () => {
  it.each([
    ['IPIP', over(4, inner)],
    ['IPIP in IPIP', over(4, over(4, inner))],
    ['IPv4 in IPv6', ipv6(inner, 4)],
    ['GRE', over(47, gre(0x0800, inner))],
    ['GRE with checksum, key and sequence number', over(47, gre(0x0800, inner, 0xb000, new Uint8Array(12)))],
    ['GRE with Ethernet', over(47, gre(0x6558, frame))],
    ['GRE with MPLS', over(47, gre(0x8847, bytesOf([0, 1, 1, 64], inner)))],
    ['GRE with WCCP of version 1', over(47, gre(0x883e, inner))],
    ['GRE with WCCP of version 2', over(47, gre(0x883e, bytesOf([1, 0, 0, 1], inner)))],
    ['PPTP', over(47, gre(0x880b, bytesOf([0xff, 3, 0, 0x21], inner), 0x3081, new Uint8Array(12)))],
    ['ERSPAN I', over(47, gre(0x88be, frame))],
    ['ERSPAN II', over(47, gre(0x88be, bytesOf(erspan2, frame), 0x1000, new Uint8Array(4)))],
    ['ERSPAN III', over(47, gre(0x22eb, bytesOf(erspan3, frame), 0x1000, new Uint8Array(4)))],
    [
      'ERSPAN III with a subheader',
      over(
        47,
        gre(
          0x22eb,
          bytesOf(erspan3.subarray(0, 11), [1], new Uint8Array(8), frame),
          0x1000,
          new Uint8Array(4),
        ),
      ),
    ],
    [
      'ERSPAN III with IP',
      over(47, gre(0x22eb, bytesOf(erspan3.subarray(0, 10), [8, 0], inner), 0x1000, new Uint8Array(4))),
    ],
    ['VXLAN', over(17, vxlan(frame))],
    ['VXLAN as Linux first numbered it', over(17, vxlan(frame, 8472))],
  ])('looks into %s', (_name, packet) => {
    const row = rowOf(packet);
    expect(row).toMatchObject({
      source: Buffer.from(mapped(1, 2, 3, 4)).toString('hex'),
      dstPort: 445,
      network: expect.stringMatching(new RegExp(`^${Buffer.from(inner).toString('hex')}`)) as string,
      payload: 'inner',
      anomalies: [],
    });
    expect(row.originalLength).toBe(packet.length + 14);
  });

  it.each([
    ['6in4', over(41, inner6)],
    ['IPv6 in IPv6', ipv6(inner6, 41)],
    ['IPv6 in GRE', over(47, gre(0x86dd, inner6))],
  ])('looks into %s', (_name, packet) => {
    expect(rowOf(packet)).toMatchObject({
      source: '20010db8000000000000000000000001',
      dstPort: 445,
      payload: 'inner',
    });
  });

  it('leaves what is sent to a protected address wrapped', () => {
    const endpoints = bytesOf(mapped(9, 9, 9, 9), mapped(192, 168, 0, 2), mapped(1, 1, 1, 1));
    const outer = { source: Buffer.from(mapped(10, 0, 0, 1)).toString('hex') };
    expect(rowOf(over(4, inner), endpoints)).toMatchObject({ ...outer, ipProtocol: 4, dstPort: 0 });
    expect(rowOf(over(47, gre(0x0800, inner)), endpoints)).toMatchObject({ ...outer, ipProtocol: 47 });
    expect(rowOf(over(17, vxlan(frame)), endpoints)).toMatchObject({ ...outer, dstPort: 4789 });
    expect(rowOf(over(4, inner), mapped(9, 9, 9, 9)).dstPort).toBe(445);
  });

  it.each([
    ['IPIP', 4, over(4, bytesOf('no IP at all, certainly'))],
    ['a first fragment', 4, ipv4(inner, { protocol: 4, fragment: 0x2000 })],
    ['GRE with source routes', 47, over(47, gre(0x0800, inner, 0x4000, new Uint8Array(8)))],
    ['GRE of a protocol of its own', 47, over(47, gre(0x1234, inner))],
    ['GRE of version 2', 47, over(47, gre(0x0800, inner, 2))],
    [
      'ERSPAN without room for its header',
      47,
      over(47, gre(0x88be, Uint8Array.of(1), 0x1000, new Uint8Array(4))),
    ],
    ['GRE cut off', 47, over(47, Uint8Array.of(0, 0, 8))],
    ['VXLAN without its flag', 17, over(17, vxlan(frame, 4789, 0))],
    ['VXLAN that holds no IP', 17, over(17, vxlan(ethernet(new Uint8Array(28), 0x0806)))],
  ])('keeps the outer packet where there is nothing to look into: %s', (_name, ipProtocol, packet) => {
    const row = rowOf(packet);
    expect(row).toMatchObject({ source: Buffer.from(mapped(10, 0, 0, 1)).toString('hex'), ipProtocol });
    expect(row.flags & packetFlag.hasTcp).toBe(0);
    expect(row.payload.length).toBeGreaterThan(0);
  });

  it('stops at the bound on nested tunnels, with the innermost row it reached', () => {
    let packet = inner;
    for (let depth = 0; depth < 30; depth += 1) packet = over(4, packet);
    expect(rowOf(packet)).toMatchObject({ ipProtocol: 4, anomalies: ['too_many_layers'] });
  });

  it('refuses endpoints that are no addresses', () => {
    expect(() => new PacketDecoder(new Uint8Array(4))).toThrow(/16 bytes each/);
  });
});

import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import { bytesOf, be16, ethernet, ipv4, ipv6, pcapFile, tcp, vlan } from '../../support/packet-bytes.js';

const inner4 = ipv4(tcp('x'));
const inner6 = ipv6(tcp('x'), 6);

function only(packet: Uint8Array, linkType: number) {
  const { packets, totals } = decodeAll(pcapFile([packet], { linkType }));
  expect(packets).toHaveLength(1);
  return { packet: packets[0], anomalies: totals.anomalies };
}

describe('link layers', () => {
  it.each([
    ['Ethernet', 1, ethernet(inner4)],
    ['Ethernet with an 802.1Q tag', 1, ethernet(vlan(inner4), 0x8100)],
    ['Ethernet with QinQ tags', 1, ethernet(vlan(vlan(inner4), 0x8100), 0x88a8)],
    ['Ethernet with old QinQ tags', 1, ethernet(vlan(vlan(inner4), 0x8100), 0x9100)],
    ['NULL of a little-endian host', 0, bytesOf([2, 0, 0, 0], inner4)],
    ['NULL of a big-endian host', 0, bytesOf([0, 0, 0, 2], inner4)],
    ['LOOP', 108, bytesOf([0, 0, 0, 2], inner4)],
    ['NULL with the framing of Cisco', 0, bytesOf([0x0f, 0, 8, 0], inner4)],
    ['raw IP as 12', 12, inner4],
    ['raw IP as 14', 14, inner4],
    ['raw IP as 101', 101, inner4],
    ['raw IPv4', 228, inner4],
    ['Linux SLL', 113, bytesOf(new Uint8Array(14), be16(0x0800), inner4)],
    ['Linux SLL2', 276, bytesOf(be16(0x0800), new Uint8Array(18), inner4)],
  ])('finds IPv4 and TCP in %s', (_name, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(packet).toMatchObject({ source: '00000000000000000000ffff0a000001', dstPort: 445, payload: 'x' });
    expect(packet?.flags).toBe(
      packetFlag.hasIp | packetFlag.hasPorts | packetFlag.hasTcp | packetFlag.hasTime,
    );
    expect(anomalies).toEqual({});
  });

  it.each([
    ['Ethernet', 1, ethernet(inner6, 0x86dd)],
    ['NULL of NetBSD', 0, bytesOf([24, 0, 0, 0], inner6)],
    ['NULL of FreeBSD', 0, bytesOf([28, 0, 0, 0], inner6)],
    ['NULL of macOS, big-endian', 0, bytesOf([0, 0, 0, 30], inner6)],
    ['LOOP of Linux', 108, bytesOf([0, 0, 0, 10], inner6)],
    ['raw IP', 101, inner6],
    ['raw IPv6', 229, inner6],
    ['Linux SLL', 113, bytesOf(new Uint8Array(14), be16(0x86dd), inner6)],
    ['Linux SLL2', 276, bytesOf(be16(0x86dd), new Uint8Array(18), inner6)],
  ])('finds IPv6 and TCP in %s', (_name, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(packet).toMatchObject({ source: '20010db8000000000000000000000001', dstPort: 445, ttl: 57 });
    expect((packet?.flags ?? 0) & packetFlag.ipv6).not.toBe(0);
    expect(anomalies).toEqual({});
  });

  it('leaves a frame without IP as a row without IP, and calls it no anomaly', () => {
    const { packet, anomalies } = only(ethernet(new Uint8Array(28), 0x0806), 1);
    expect(packet).toMatchObject({ flags: packetFlag.hasTime, originalLength: 42, payloadLength: 0 });
    expect(anomalies).toEqual({});
  });

  it.each([
    ['unsupported_link_type', 147, new Uint8Array(30)],
    ['truncated_link_header', 1, new Uint8Array(13)],
    ['truncated_link_header', 113, new Uint8Array(15)],
    ['truncated_link_header', 276, new Uint8Array(19)],
    ['truncated_link_header', 0, new Uint8Array(3)],
    ['truncated_link_header', 101, new Uint8Array(0)],
    ['truncated_vlan_tag', 1, ethernet(Uint8Array.of(0, 1, 8), 0x8100)],
    ['bad_ip_version', 101, Uint8Array.of(0x50, 0, 0, 0)],
    ['bad_ip_version', 1, ethernet(inner6, 0x0800)],
    ['bad_ip_version', 1, ethernet(bytesOf(inner4, new Uint8Array(20)), 0x86dd)],
  ])('counts %s on link type %i', (anomaly, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(anomalies).toEqual({ [anomaly]: 1 });
    expect(packet?.flags).toBe(packetFlag.hasTime);
  });

  it('stops at the bound on stacked tags', () => {
    let frame = inner4;
    for (let tag = 0; tag < 20; tag += 1) frame = vlan(frame, tag === 0 ? 0x0800 : 0x8100);
    expect(only(ethernet(frame, 0x8100), 1).anomalies).toEqual({ too_many_layers: 1 });
  });
});

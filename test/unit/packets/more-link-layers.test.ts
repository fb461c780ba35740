import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import { be16, be32, bytesOf, ethernet, ipv4, ipv6, pcapFile, tcp } from '../../support/packet-bytes.js';

const inner4 = ipv4(tcp('x'));
const inner6 = ipv6(tcp('x'), 6);
const snap = (type: number): Uint8Array => bytesOf([0xaa, 0xaa, 3, 0, 0, 0], be16(type));
const pppoe = (payload: Uint8Array, code = 0): Uint8Array =>
  bytesOf([0x11, code, 0, 9], be16(payload.length), payload);
const label = (isLast: boolean): Uint8Array => Uint8Array.of(0, 1, isLast ? 0x41 : 0x40, 64);

/** An 802.11 header: data frame, to the access point, subtype and flags as given. */
function wifi(payload: Uint8Array, type = 0x08, flags = 0x01, extra = 0, sequence = 0): Uint8Array {
  const head = bytesOf([type, flags, 0, 0], new Uint8Array(18), [sequence, 0], new Uint8Array(extra));
  return bytesOf(head, payload);
}

function radiotap(frame: Uint8Array, present: number, fields: readonly number[]): Uint8Array {
  const length = 8 + fields.length;
  return bytesOf([0, 0, length, 0, present, 0, 0, 0], fields, frame);
}

const llc4 = bytesOf(snap(0x0800), inner4);

function only(packet: Uint8Array, linkType: number) {
  const { packets, totals } = decodeAll(pcapFile([packet], { linkType }));
  expect(packets).toHaveLength(1);
  return { packet: packets[0], anomalies: totals.anomalies };
}

describe('more link layers', () => {
  it.each([
    ['PPP with address and control', 9, bytesOf([0xff, 0x03, 0, 0x21], inner4)],
    ['PPP without address and control', 9, bytesOf([0, 0x21], inner4)],
    ['PPP with a compressed protocol', 9, bytesOf([0x21], inner4)],
    ['PPP in HDLC framing', 50, bytesOf([0xff, 0x03, 0, 0x21], inner4)],
    ['Cisco HDLC on the link type of PPP', 50, bytesOf([0x0f, 0, 8, 0], inner4)],
    ['PPP of pppd', 166, bytesOf([0xff, 0x03, 0, 0x21], inner4)],
    ['Cisco HDLC', 104, bytesOf([0x8f, 0, 8, 0], inner4)],
    ['PPPoE', 51, pppoe(bytesOf([0, 0x21], inner4))],
    ['PPPoE in Ethernet, padded', 1, ethernet(bytesOf(pppoe(bytesOf([0, 0x21], inner4)), [1, 2, 3]), 0x8864)],
    ['MPLS', 219, bytesOf(label(false), label(true), inner4)],
    ['MPLS in Ethernet', 1, ethernet(bytesOf(label(true), inner4), 0x8847)],
    ['MPLS multicast in Ethernet', 1, ethernet(bytesOf(label(true), inner4), 0x8848)],
    ['MPLS in PPP', 9, bytesOf([0x02, 0x81], label(true), inner4)],
    ['Ethernet over MPLS', 1, ethernet(bytesOf(label(true), be32(0), ethernet(inner4)), 0x8847)],
    ['IEEE 802.3 with SNAP', 1, ethernet(llc4, llc4.length)],
    [
      'IEEE 802.3 with the bridge tunnel',
      1,
      ethernet(bytesOf([0xaa, 0xaa, 3, 0, 0, 0xf8, 8, 0], inner4), 8 + inner4.length),
    ],
    ['IP on its own service access point', 1, ethernet(bytesOf([6, 6, 3], inner4), 3 + inner4.length)],
    ['802.11', 105, wifi(llc4)],
    ['802.11 between access points', 105, wifi(llc4, 0x08, 0x03, 6)],
    ['802.11 with quality of service', 105, wifi(llc4, 0x88, 0x01, 2)],
    ['802.11 with HT control', 105, wifi(llc4, 0x88, 0x81, 6)],
    ['802.11 with HT control ignored outside QoS', 105, wifi(llc4, 0x08, 0x81)],
    [
      '802.11, several frames aggregated',
      105,
      wifi(bytesOf([0x80, 0], new Uint8Array(12), be16(llc4.length), llc4, 'next subframe'), 0x88),
    ],
    ['802.11 behind radiotap', 127, radiotap(wifi(llc4), 0, [])],
    ['802.11 behind radiotap with flags', 127, radiotap(wifi(llc4), 2, [0x10])],
    ['802.11 padded, as radiotap says', 127, radiotap(wifi(llc4, 0x88, 0x01, 4), 2, [0x20])],
    [
      '802.11 padded, flags behind a timer',
      127,
      radiotap(wifi(llc4, 0x88, 0x01, 4), 3, [1, 2, 3, 4, 5, 6, 7, 8, 0x20]),
    ],
    [
      'netfilter log',
      239,
      bytesOf([2, 0, 0, 1, 5, 0, 10, 0, 1, 0, 0, 0], [inner4.length + 4, 0, 9, 0], inner4),
    ],
    [
      'netfilter log, big-endian',
      239,
      bytesOf([2, 0, 0, 1, 0, 5, 0, 10, 1, 0, 0, 0], [0, inner4.length + 4, 0, 9], inner4),
    ],
    ['raw IPv4 announced as IPv6', 229, inner4],
  ])('finds IPv4 and TCP in %s', (_name, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(anomalies).toEqual({});
    expect(packet).toMatchObject({ source: '00000000000000000000ffff0a000001', dstPort: 445, payload: 'x' });
  });

  it.each([
    ['PPP', 9, bytesOf([0xff, 0x03, 0, 0x57], inner6)],
    ['MPLS', 219, bytesOf(label(true), inner6)],
    ['802.11', 105, wifi(bytesOf(snap(0x86dd), inner6))],
    ['netfilter log', 239, bytesOf([10, 0, 0, 1, inner6.length + 4, 0, 9, 0], inner6)],
  ])('finds IPv6 and TCP in %s', (_name, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(anomalies).toEqual({});
    expect(packet).toMatchObject({ source: '20010db8000000000000000000000001', dstPort: 445, payload: 'x' });
  });

  it.each([
    ['PPP control', 9, bytesOf([0xff, 0x03, 0xc0, 0x21, 1, 1])],
    ['PPPoE discovery', 1, ethernet(pppoe(bytesOf([0, 0x21], inner4), 9), 0x8864)],
    ['a beacon', 105, wifi(llc4, 0x80)],
    ['an 802.11 frame without data', 105, wifi(llc4, 0x48)],
    ['an encrypted 802.11 frame', 105, wifi(llc4, 0x08, 0x41)],
    ['a later 802.11 fragment', 105, wifi(llc4, 0x08, 0x01, 0, 3)],
    ['spanning tree', 1, ethernet(new Uint8Array(40).fill(0x42), 40)],
    [
      'a SNAP protocol of Cisco',
      1,
      ethernet(bytesOf([0xaa, 0xaa, 3, 0, 0, 12], be16(0x0800), inner4), 8 + inner4.length),
    ],
    ['MPLS of nobody knows what', 219, bytesOf(label(true), [0xff, 0xff])],
  ])('finds no IP in %s, and calls that no anomaly', (_name, linkType, bytes) => {
    const { packet, anomalies } = only(bytes, linkType);
    expect(anomalies).toEqual({});
    expect(packet?.flags).toBe(packetFlag.hasTime);
  });

  it.each([
    ['PPP', 9, Uint8Array.of(0xff, 0x03, 0)],
    ['PPP without anything', 9, Uint8Array.of(0xff, 0x03)],
    ['Cisco HDLC', 104, new Uint8Array(3)],
    ['PPPoE', 51, new Uint8Array(5)],
    ['MPLS', 219, label(false)],
    ['MPLS without anything', 219, label(true)],
    ['logical link control', 1, ethernet(Uint8Array.of(0xaa), 3)],
    ['SNAP', 1, ethernet(Uint8Array.of(0xaa, 0xaa, 3, 0), 8)],
    ['802.11', 105, wifi(new Uint8Array(0)).subarray(0, 23)],
    ['one byte of 802.11', 105, Uint8Array.of(8)],
    ['an aggregated 802.11 frame', 105, wifi(Uint8Array.of(0x80, 0, 1, 2), 0x88)],
    ['radiotap', 127, new Uint8Array(7)],
    ['radiotap longer than the packet', 127, Uint8Array.of(0, 0, 99, 0, 0, 0, 0, 0)],
    ['radiotap shorter than itself', 127, Uint8Array.of(0, 0, 4, 0, 0, 0, 0, 0)],
    ['netfilter log', 239, Uint8Array.of(2, 0, 0)],
    ['netfilter log without a packet', 239, Uint8Array.of(2, 0, 0, 1, 8, 0, 1, 0, 0, 0, 0, 0)],
    ['netfilter log with an attribute of no length', 239, Uint8Array.of(2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0)],
  ])('counts a truncated link header: %s', (_name, linkType, bytes) => {
    expect(only(bytes, linkType).anomalies).toEqual({ truncated_link_header: 1 });
  });

  it('survives a radiotap header that announces fields without end', () => {
    expect(
      only(bytesOf([0, 0, 12, 0], [0, 0, 0, 0x80], [0, 0, 0, 0x80], wifi(llc4)), 127).packet?.dstPort,
    ).toBe(445);
  });
});

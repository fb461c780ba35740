import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import {
  be16,
  be32,
  bytesOf,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  pcapFile,
  pcapHeader,
  pcapRecord,
  tcp,
  udp,
} from '../../support/packet-bytes.js';

function only(bytes: Uint8Array, originalLength = bytes.length) {
  const { packets, totals } = decodeAll(bytesOf(pcapHeader(), pcapRecord({ bytes, originalLength })));
  const packet = packets[0];
  if (packets.length !== 1 || packet === undefined) throw new Error(`${packets.length} packets`);
  return { ...packet, anomalies: Object.keys(totals.anomalies) };
}

const is = (flags: number, flag: keyof typeof packetFlag): boolean => (flags & packetFlag[flag]) !== 0;

describe('IPv4', () => {
  it('reads addresses, id, time to live and protocol', () => {
    expect(only(ethernet(ipv4(tcp(), { ttl: 113, id: 0xbeef })))).toMatchObject({
      source: '00000000000000000000ffff0a000001',
      destination: '00000000000000000000ffffc0a80002',
      ttl: 113,
      ipId: 0xbeef,
      ipProtocol: 6,
      anomalies: [],
    });
  });

  it('passes over options', () => {
    const packet = only(ethernet(ipv4(udp('hello'), { protocol: 17, options: [0x94, 4, 0, 0] })));
    expect(packet).toMatchObject({ payload: 'hello', dstPort: 1434, anomalies: [] });
  });

  it('never counts Ethernet padding as payload', () => {
    const packet = only(bytesOf(ethernet(ipv4(tcp(''))), new Uint8Array(6).fill(0x61)));
    expect(packet).toMatchObject({ payloadLength: 0, payload: '', originalLength: 60, anomalies: [] });
  });

  it('takes the length of the frame where total length is 0, as segmentation offload leaves it', () => {
    const packet = only(ethernet(ipv4(tcp('a long segment'), { totalLength: 0 })));
    expect(packet).toMatchObject({ payload: 'a long segment', payloadLength: 14, anomalies: [] });
  });

  it('keeps the header facts of a snapped packet, and the length of the payload that is missing', () => {
    const frame = ethernet(ipv4(tcp('0123456789')));
    const packet = only(frame.subarray(0, 14 + 20 + 20 + 4), frame.length);
    expect(packet).toMatchObject({ dstPort: 445, payloadLength: 10, payload: '0123', anomalies: [] });
  });

  it('gives ports to the first fragment only', () => {
    const first = only(ethernet(ipv4(udp('abcdefgh', 53, 100), { protocol: 17, fragment: 0x2000 })));
    expect(is(first.flags, 'fragment') && is(first.flags, 'hasPorts')).toBe(true);
    expect(is(first.flags, 'laterFragment')).toBe(false);
    expect(first).toMatchObject({ dstPort: 53, payload: '', anomalies: ['incomplete_ip_datagram'] });
    const later = only(ethernet(ipv4(udp('abcdefgh', 53), { protocol: 17, fragment: 0x0002 })));
    expect(is(later.flags, 'fragment') && is(later.flags, 'laterFragment')).toBe(true);
    expect(is(later.flags, 'hasPorts')).toBe(false);
    expect(later).toMatchObject({ srcPort: 0, dstPort: 0, payloadLength: 0 });
  });

  it('reads through an authentication header', () => {
    const header = bytesOf([6, 4, 0, 0], be32(7), be32(1), new Uint8Array(12));
    const packet = only(ethernet(ipv4(bytesOf(header, tcp('ah')), { protocol: 51 })));
    expect(packet).toMatchObject({ ipProtocol: 6, dstPort: 445, payload: 'ah', anomalies: [] });
  });

  it('leaves other protocols without ports', () => {
    const packet = only(ethernet(ipv4(bytesOf('an OSPF packet'), { protocol: 89 })));
    expect(packet).toMatchObject({ ipProtocol: 89, payload: 'an OSPF packet', srcPort: 0 });
    expect(packet.flags).toBe(packetFlag.hasIp | packetFlag.hasTime);
  });

  it.each<[string, boolean, Uint8Array]>([
    ['truncated_ipv4_header', false, ethernet(ipv4(tcp())).subarray(0, 33)],
    ['bad_ipv4_header_length', false, ethernet(bytesOf([0x44], ipv4(tcp()).subarray(1)))],
    ['bad_ipv4_total_length', true, ethernet(ipv4(tcp(), { totalLength: 19 }))],
    ['ipv4_length_exceeds_frame', true, ethernet(ipv4(tcp(), { totalLength: 41 }))],
    ['truncated_authentication_header', true, ethernet(ipv4(Uint8Array.of(6, 4, 0, 0), { protocol: 51 }))],
  ])('counts %s (addresses kept: %s)', (anomaly, kept, frame) => {
    const packet = only(frame);
    expect(packet.anomalies).toEqual([anomaly]);
    expect(is(packet.flags, 'hasIp')).toBe(kept);
  });
});

it('keeps the addresses of a packet snapped within its options', () => {
  const frame = ethernet(ipv4(tcp(), { options: new Array<number>(40).fill(1) }));
  const packet = only(frame.subarray(0, 40), frame.length);
  expect(packet.anomalies).toEqual(['truncated_ipv4_header']);
  expect(packet).toMatchObject({
    flags: packetFlag.hasIp | packetFlag.hasTime,
    payloadLength: 20,
    payload: '',
  });
});

describe('IPv6', () => {
  const options = (next: number, units = 0): Uint8Array =>
    bytesOf([next, units], new Uint8Array(6 + 8 * units));

  it('reads addresses, hop limit and the upper layer', () => {
    expect(only(ethernet(ipv6(udp('six'), 17), 0x86dd))).toMatchObject({
      source: '20010db8000000000000000000000001',
      destination: '20010db8000000000000000000000002',
      ttl: 57,
      ipProtocol: 17,
      payload: 'six',
      anomalies: [],
    });
  });

  it('walks the chain of extension headers', () => {
    const authentication = bytesOf([17, 4, 0, 0], new Uint8Array(20));
    const chain = bytesOf(options(43), options(60, 1), options(51, 2), authentication, udp('end', 53));
    const packet = only(ethernet(ipv6(chain, 0), 0x86dd));
    expect(packet).toMatchObject({ ipProtocol: 17, dstPort: 53, payload: 'end', anomalies: [] });
  });

  it('gives ports to the first fragment only', () => {
    const fragment = (offset: number, more: number): Uint8Array =>
      bytesOf([17, 0], be16(offset * 8 + more), be32(0xaabbccdd));
    const first = only(ethernet(ipv6(bytesOf(fragment(0, 1), udp('12345678', 53, 100)), 44), 0x86dd));
    expect(first).toMatchObject({ dstPort: 53, ipId: 0xccdd });
    expect(is(first.flags, 'fragment') && !is(first.flags, 'laterFragment')).toBe(true);
    const later = only(ethernet(ipv6(bytesOf(fragment(2, 0), udp('12345678', 53)), 44), 0x86dd));
    expect(later).toMatchObject({ dstPort: 0, ipProtocol: 17, payloadLength: 0 });
    expect(is(later.flags, 'laterFragment')).toBe(true);
    const atomic = only(ethernet(ipv6(bytesOf(fragment(0, 0), udp('whole', 53)), 44), 0x86dd));
    expect(atomic).toMatchObject({ dstPort: 53, payload: 'whole' });
    expect(is(atomic.flags, 'fragment')).toBe(false);
  });

  it('knows that no next header means nothing follows', () => {
    const packet = only(ethernet(ipv6(bytesOf(options(59)), 0), 0x86dd));
    expect(packet).toMatchObject({ ipProtocol: 59, payloadLength: 0, anomalies: [] });
  });

  it('takes the length of the frame where the payload length is 0', () => {
    const packet = only(ethernet(ipv6(bytesOf(options(17), udp('jumbo')), 0, 0), 0x86dd));
    expect(packet).toMatchObject({ payload: 'jumbo', anomalies: [] });
  });

  it('names what a cut extension header says that follows', () => {
    expect(only(ethernet(ipv6(bytesOf([17, 0, 1]), 0), 0x86dd)).ipProtocol).toBe(17);
    // Of a fragment header too little is there to say which piece this is.
    expect(only(ethernet(ipv6(bytesOf([17, 0, 1]), 44), 0x86dd)).ipProtocol).toBe(44);
  });

  it('takes ICMP of the other IP version for an unknown protocol', () => {
    expect(is(only(ethernet(ipv6(icmp(8, 0), 1), 0x86dd)).flags, 'hasIcmp')).toBe(false);
    expect(is(only(ethernet(ipv4(icmp(128, 0), { protocol: 58 }))).flags, 'hasIcmp')).toBe(false);
  });

  it.each<[string, boolean, Uint8Array]>([
    ['truncated_ipv6_header', false, ipv6(tcp(), 6).subarray(0, 39)],
    ['ipv6_length_exceeds_frame', true, ipv6(tcp(), 6, 21)],
    ['truncated_ipv6_extension', true, ipv6(new Uint8Array(7), 0)],
    ['truncated_ipv6_extension', true, ipv6(options(6, 3).subarray(0, 20), 0)],
    ['too_many_ipv6_extensions', true, ipv6(bytesOf(...new Array<Uint8Array>(17).fill(options(60))), 60)],
  ])('counts %s (addresses kept: %s)', (anomaly, kept, bytes) => {
    const packet = only(ethernet(bytes, 0x86dd));
    expect(packet.anomalies).toEqual([anomaly]);
    expect(is(packet.flags, 'hasIp')).toBe(kept);
  });
});

it('gives one row to every record, whatever its state', () => {
  const frames = [
    ethernet(ipv4(tcp())),
    new Uint8Array(0),
    new Uint8Array(5),
    ethernet(ipv6(tcp(), 6), 0x86dd),
  ];
  const { packets, totals } = decodeAll(pcapFile(frames));
  expect(packets.map(({ capturedLength }) => capturedLength)).toEqual(frames.map(({ length }) => length));
  expect(totals.packets).toBe(4);
});

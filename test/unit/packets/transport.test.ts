import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import { ethernet, icmp, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/packet-bytes.js';

function only(frame: Uint8Array) {
  const { packets, totals } = decodeAll(pcapFile([frame]));
  const packet = packets[0];
  if (packet === undefined) throw new Error('no packet');
  return { ...packet, anomalies: Object.keys(totals.anomalies) };
}
const over4 = (protocol: number, bytes: Uint8Array) => only(ethernet(ipv4(bytes, { protocol })));

const tcpFlags = packetFlag.hasIp | packetFlag.hasTime | packetFlag.hasPorts | packetFlag.hasTcp;

describe('TCP', () => {
  it('reads ports, numbers, flags, window and payload', () => {
    expect(over4(6, tcp('GET /', { flags: 0x02, options: [2, 4, 5, 180] }))).toMatchObject({
      srcPort: 40000,
      dstPort: 445,
      tcpSeq: 0x11223344,
      tcpAck: 0x55667788,
      tcpFlags: 0x02,
      tcpWindow: 8192,
      flags: tcpFlags,
      payload: 'GET /',
      anomalies: [],
    });
  });

  it('keeps ports, then numbers and flags, of a header that the snap length cut', () => {
    const cut = (length: number) => over4(6, tcp('').subarray(0, length));
    expect(cut(3)).toMatchObject({ srcPort: 0, anomalies: ['truncated_tcp_header'] });
    expect(cut(4)).toMatchObject({ dstPort: 445, tcpSeq: 0, anomalies: ['truncated_tcp_header'] });
    expect(cut(4).flags).toBe(tcpFlags & ~packetFlag.hasTcp);
    expect(cut(15).flags).toBe(tcpFlags & ~packetFlag.hasTcp);
    expect(cut(19)).toMatchObject({ tcpFlags: 0x18, tcpWindow: 8192, payloadLength: 0 });
  });

  it('counts a header length that cannot be, and takes nothing for payload then', () => {
    expect(over4(6, tcp('xxxx', { dataOffset: 4 }))).toMatchObject({
      anomalies: ['bad_tcp_header_length'],
      payload: '',
    });
    expect(over4(6, tcp('xxxx', { dataOffset: 15 }))).toMatchObject({
      anomalies: ['bad_tcp_header_length'],
      dstPort: 445,
    });
  });
});

describe('UDP', () => {
  it('reads ports and payload', () => {
    expect(over4(17, udp('\x04AAAA'))).toMatchObject({
      srcPort: 50000,
      dstPort: 1434,
      payload: '\x04AAAA',
      flags: packetFlag.hasIp | packetFlag.hasTime | packetFlag.hasPorts,
      anomalies: [],
    });
  });

  it('takes the shorter of the lengths that UDP and IP state', () => {
    expect(over4(17, udp('abcdef', 1, 8 + 3))).toMatchObject({ payload: 'abc', anomalies: [] });
    expect(over4(17, udp('abcdef', 1, 8 + 7))).toMatchObject({
      payload: 'abcdef',
      anomalies: ['bad_udp_length'],
    });
    expect(over4(17, udp('abcdef', 1, 7))).toMatchObject({
      payload: 'abcdef',
      anomalies: ['bad_udp_length'],
    });
    expect(over4(17, udp('abcdef', 1, 0))).toMatchObject({ payload: 'abcdef', anomalies: [] });
  });

  it('keeps the ports of a cut header', () => {
    expect(over4(17, udp('').subarray(0, 7))).toMatchObject({
      dstPort: 1434,
      anomalies: ['truncated_udp_header'],
    });
    expect(over4(17, udp('').subarray(0, 3))).toMatchObject({
      dstPort: 0,
      anomalies: ['truncated_udp_header'],
    });
  });
});

describe('ICMP', () => {
  it('reads type, code and what follows the eight bytes of header', () => {
    const flags = packetFlag.hasIp | packetFlag.hasTime | packetFlag.hasIcmp;
    expect(over4(1, icmp(8, 3, 'ping'))).toMatchObject({
      icmpType: 8,
      icmpCode: 3,
      payload: 'ping',
      flags,
      anomalies: [],
    });
    expect(only(ethernet(ipv6(icmp(128, 0, 'ping'), 58), 0x86dd))).toMatchObject({
      icmpType: 128,
      payload: 'ping',
      flags: flags | packetFlag.ipv6,
    });
  });

  it('keeps type and code of a cut header', () => {
    expect(over4(1, icmp(3, 1).subarray(0, 2))).toMatchObject({
      icmpType: 3,
      icmpCode: 1,
      anomalies: ['truncated_icmp_header'],
    });
    expect(over4(1, icmp(3, 1).subarray(0, 1))).toMatchObject({
      icmpType: 0,
      anomalies: ['truncated_icmp_header'],
    });
  });
});

import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import { bytesOf, ethernet, icmp, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/packet-bytes.js';

const names = ['mirai', 'masscan', 'zmap'] as const;
const bits = { mirai: packetFlag.miraiMark, masscan: packetFlag.masscanMark, zmap: packetFlag.zmapMark };

/** The marks of each packet; that the totals count them is checked on the way. */
function marksOf(frames: readonly Uint8Array[]): string[] {
  const { packets, totals } = decodeAll(pcapFile(frames));
  const marks = packets.map(({ flags }) => names.filter((name) => (flags & bits[name]) !== 0).join('+'));
  for (const name of names) {
    expect(totals.scannerMarks[name]).toBe(marks.filter((mark) => mark.includes(name)).length);
  }
  return marks;
}

// 198.51.100.7, port 23: the low 16 bits of address xor port xor sequence number, by hand.
const destination = [198, 51, 100, 7];
const asNumber = 0xc6336407;
const probe = (sequence: number, id: number, flags = 0x02): Uint8Array =>
  ethernet(ipv4(tcp('', { destinationPort: 23, sequence, flags }), { destination, id }));

describe('header marks of mass scanners', () => {
  it('finds Mirai by a sequence number that is the destination address', () => {
    expect(marksOf([probe(asNumber, 1), probe(asNumber + 1, 1), probe(0x076433c6, 1)])).toEqual([
      'mirai',
      '',
      '',
    ]);
  });

  it('finds masscan by the low half of address xor port xor sequence number', () => {
    const sequence = 0x9abc1234;
    const low = 0x6407 ^ 23 ^ 0x1234;
    const folded = low ^ 0xc633 ^ 0x9abc;
    expect(marksOf([probe(sequence, low), probe(sequence, folded), probe(sequence, low ^ 0x8000)])).toEqual([
      'masscan',
      '',
      '',
    ]);
  });

  it('finds ZMap by its identification on SYN, UDP and echo request', () => {
    const over = (protocol: number, bytes: Uint8Array, id = 54321): Uint8Array =>
      ethernet(ipv4(bytes, { protocol, id }));
    expect(
      marksOf([
        probe(5, 54321),
        over(17, udp('x')),
        over(1, icmp(8, 0)),
        over(1, icmp(0, 0)),
        over(47, new Uint8Array(2)),
        over(17, udp('x'), 54320),
      ]),
    ).toEqual(['zmap', 'zmap', 'zmap', '', '', '']);
  });

  it('lets a packet bear several marks', () => {
    // Address xor itself leaves the port: Mirai's rule turns masscan's into "identification = port".
    expect(marksOf([probe(asNumber, 23)])).toEqual(['mirai+masscan']);
    const both = 54321 ^ 0x6407 ^ 23;
    expect(marksOf([probe(both, 54321)])).toEqual(['masscan+zmap']);
  });

  it('marks SYN without ACK alone, whatever other flags stand beside it', () => {
    const flags = [0x02, 0xc2, 0x12, 0x10, 0x04, 0x00];
    expect(marksOf(flags.map((each) => probe(asNumber, 54321, each)))).toEqual([
      'mirai+zmap',
      'mirai+zmap',
      '',
      '',
      '',
      '',
    ]);
  });

  it('marks no fragment, no IPv6 packet, no TCP header that is cut before its flags', () => {
    const segment = tcp('', { destinationPort: 23, sequence: asNumber, flags: 0x02 });
    expect(
      marksOf([
        ethernet(ipv4(segment, { destination, id: 54321, fragment: 0x2000 })),
        ethernet(ipv4(segment.subarray(0, 12), { destination, id: 54321 })),
        ethernet(ipv6(segment, 6), 0x86dd),
      ]),
    ).toEqual(['', '', '']);
  });

  it('marks the inner packet of a tunnel', () => {
    const inner = ipv4(tcp('', { sequence: asNumber, flags: 0x02 }), { destination });
    const gre = bytesOf([0, 0, 8, 0], inner);
    expect(marksOf([ethernet(ipv4(gre, { protocol: 47, id: 54321 }))])).toEqual(['mirai']);
  });
});

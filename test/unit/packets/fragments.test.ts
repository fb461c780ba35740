import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import type { PacketFacts } from '../../support/decode-all.js';
import {
  be16,
  be32,
  bytesOf,
  ethernet,
  ipv4,
  ipv6,
  pcapFile,
  pcapHeader,
  pcapRecord,
  tcp,
  udp,
} from '../../support/packet-bytes.js';

const text = Array.from({ length: 300 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
const datagram = udp(text, 53);

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly last?: boolean;
  readonly id?: number;
}

const four = (
  bytes: Uint8Array,
  { from, to, last = to === bytes.length, id = 7 }: Piece,
  protocol = 17,
): Uint8Array =>
  ethernet(ipv4(bytes.subarray(from, to), { protocol, id, fragment: (from >> 3) | (last ? 0 : 0x2000) }));
const six = (
  bytes: Uint8Array,
  { from, to, last = to === bytes.length, id = 7 }: Piece,
  next = 17,
): Uint8Array =>
  ethernet(
    ipv6(bytesOf([next, 0], be16(from | (last ? 0 : 1)), be32(id), bytes.subarray(from, to)), 44),
    0x86dd,
  );

const thirds: readonly Piece[] = [
  { from: 0, to: 104 },
  { from: 104, to: 208 },
  { from: 208, to: datagram.length },
];

const has = (packet: PacketFacts | undefined, flag: keyof typeof packetFlag): boolean =>
  ((packet?.flags ?? 0) & packetFlag[flag]) !== 0;
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe.each([
  ['IPv4', four],
  ['IPv6', six],
])('fragments of %s', (_name, fragment) => {
  it.each(orders)('are put together in the order %i %i %i', (...order) => {
    const frames = order.map((at) => fragment(datagram, thirds[at] ?? { from: 0, to: 0 }));
    const { packets, totals } = decodeAll(pcapFile(frames));
    expect(totals.anomalies).toEqual({});
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', text]);
    const last = packets[2];
    expect(last).toMatchObject({ srcPort: 50000, dstPort: 53, ipProtocol: 17, payloadLength: 300 });
    expect(has(last, 'payloadInScratch') && has(last, 'fragment') && !has(last, 'laterFragment')).toBe(true);
    for (const [at, packet] of packets.slice(0, 2).entries()) {
      expect(packet).toMatchObject({ payloadLength: 0, dstPort: order[at] === 0 ? 53 : 0 });
      expect(has(packet, 'laterFragment')).toBe(order[at] !== 0);
    }
  });

  it('are kept apart by identification, and put together across batches', () => {
    const other = udp(text.toUpperCase(), 161);
    const frames = thirds.flatMap((piece) => [
      fragment(datagram, piece),
      fragment(other, { ...piece, id: 8 }),
    ]);
    const { packets } = decodeAll(pcapFile(frames), undefined, 1);
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', '', '', text, text.toUpperCase()]);
  });

  it('are taken once when they come twice', () => {
    const frames = [0, 0, 1, 1, 2].map((at) => fragment(datagram, thirds[at] ?? { from: 0, to: 0 }));
    const { packets, totals } = decodeAll(pcapFile(frames));
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', '', '', text]);
    expect(totals.anomalies).toEqual({});
  });

  it('stand for themselves from where they overlap', () => {
    const frames = [
      { from: 0, to: 104 },
      { from: 96, to: datagram.length },
    ].map((piece) => fragment(datagram, piece));
    const { packets, totals } = decodeAll(pcapFile(frames));
    expect(packets.map(({ dstPort }) => dstPort)).toEqual([53, 0]);
    expect(totals.anomalies).toEqual({ overlapping_ip_fragments: 1 });
  });

  it('contradict each other about the end', () => {
    const beyond = [
      { from: 104, to: 208, last: true },
      { from: 208, to: 308 },
    ].map((piece) => fragment(datagram, piece));
    expect(decodeAll(pcapFile(beyond)).totals.anomalies).toEqual({ overlapping_ip_fragments: 1 });
    expect(decodeAll(pcapFile([...beyond].reverse())).totals.anomalies).toEqual({
      overlapping_ip_fragments: 1,
    });
  });

  it('are counted when the rest is missing', () => {
    const { packets, totals } = decodeAll(pcapFile([fragment(datagram, { from: 0, to: 104 })]));
    expect(packets[0]).toMatchObject({ dstPort: 53, payloadLength: 0 });
    expect(totals.anomalies).toEqual({ incomplete_ip_datagram: 1 });
  });

  it('wait half a minute at most', () => {
    const records = thirds.map((piece, at) =>
      pcapRecord({ bytes: fragment(datagram, piece), seconds: 1_000_000_000 + 16 * at }),
    );
    const { packets, totals } = decodeAll(bytesOf(pcapHeader(), ...records));
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', '']);
    expect(totals.anomalies).toEqual({ incomplete_ip_datagram: 2 });
  });

  it('make room for newer ones', () => {
    const first = fragment(datagram, { from: 0, to: 104, id: 9999 });
    const many = Array.from({ length: 256 }, (_, id) => fragment(datagram, { from: 0, to: 104, id }));
    const { totals } = decodeAll(
      pcapFile([first, ...many, fragment(datagram, { from: 104, to: datagram.length, id: 9999 })]),
    );
    expect(totals.anomalies).toEqual({ incomplete_ip_datagram: 258 });
  });
});

it('keeps what a snapped first fragment has', () => {
  const frame = four(datagram, { from: 0, to: 104 });
  const file = bytesOf(
    pcapHeader(),
    pcapRecord({ bytes: frame.subarray(0, 60), originalLength: frame.length }),
  );
  const { packets, totals } = decodeAll(file);
  expect(packets[0]).toMatchObject({ dstPort: 53, payload: text.slice(0, 18), payloadLength: 96 });
  expect(totals.anomalies).toEqual({});
});

it('finds the flags of a TCP header spread over fragments, as scanners do', () => {
  const segment = tcp('', { flags: 0x02, destinationPort: 22 });
  const frames = [0, 8, 16].map((from) => four(segment, { from, to: Math.min(from + 8, 20) }, 6));
  const { packets } = decodeAll(pcapFile(frames));
  expect(packets.map(({ dstPort }) => dstPort)).toEqual([22, 0, 22]);
  expect(packets.map((packet) => has(packet, 'hasTcp'))).toEqual([false, false, true]);
  expect(packets[2]).toMatchObject({ tcpFlags: 0x02, tcpSeq: 0x11223344, ipVersion: 4 });
  expect(has(packets[2], 'networkInScratch')).toBe(false);
});

it('walks extension headers that were fragmented, and looks into fragmented tunnels', () => {
  const options = bytesOf([17, 0], new Uint8Array(6), datagram);
  const sixes = [six(options, { from: 0, to: 104 }, 60), six(options, { from: 104, to: options.length }, 60)];
  expect(decodeAll(pcapFile(sixes)).packets[1]).toMatchObject({ payload: text, dstPort: 53, ipProtocol: 17 });
  const inner = ipv4(datagram, { protocol: 17, source: [1, 2, 3, 4] });
  const fours = [four(inner, { from: 0, to: 104 }, 4), four(inner, { from: 104, to: inner.length }, 4)];
  const row = decodeAll(pcapFile(fours)).packets[1];
  expect(row).toMatchObject({ payload: text, dstPort: 53, source: '00000000000000000000ffff01020304' });
  expect(row).toMatchObject({ ipVersion: 4 });
  expect(has(row, 'payloadInScratch') && has(row, 'networkInScratch')).toBe(true);
});

it('puts datagrams of the greatest length together, batch after batch', () => {
  const longest = udp('z'.repeat(65_507), 9);
  const cuts = Array.from({ length: 46 }, (_, at) => ({
    from: 1440 * at,
    to: Math.min(1440 * at + 1440, longest.length),
  }));
  const frames = [1, 2, 3, 4, 5].flatMap((id) => cuts.map((cut) => four(longest, { ...cut, id })));
  const records = frames.map((bytes) => pcapRecord({ bytes }));
  const { packets, totals } = decodeAll(bytesOf(pcapHeader(), ...records), undefined, 4096);
  expect(packets.filter(({ payload }) => payload.length === 65_507)).toHaveLength(5);
  expect(packets).toHaveLength(230);
  expect(totals.anomalies).toEqual({});
});

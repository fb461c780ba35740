import { expect, it } from 'vitest';

import type { AddressPairs } from '#honeysift/native/address-census.js';
import { AddressCensus, mergeAddressPairs } from '#honeysift/native/address-census.js';
import { allocatePacketColumns, PacketDecoder } from '#honeysift/native/packet-decoder.js';

import { be16, bytesOf, ethernet, icmp, ipv4, ipv6, pcapFile, tcp, udp } from '../../support/packet-bytes.js';

function censusOf(frames: readonly Uint8Array[], maxPairs?: number): AddressPairs {
  const columns = allocatePacketColumns(frames.length);
  new PacketDecoder().decode(pcapFile(frames), true, columns);
  const census = new AddressCensus(maxPairs);
  census.add(columns);
  return census.toParts();
}

function pairsOf({ clients, servers, packets }: AddressPairs): string[] {
  const hex = (bytes: Uint8Array, pair: number): string =>
    Buffer.from(bytes.subarray(16 * pair + 12, 16 * pair + 16)).toString('hex');
  return Array.from(packets, (count, pair) => `${hex(clients, pair)}>${hex(servers, pair)}:${count}`);
}

const address = (last: number): number[] => [10, 0, last >> 8, last & 255];
const between = (from: number, to: number, protocol: number, bytes: Uint8Array): Uint8Array =>
  ethernet(ipv4(bytes, { source: address(from), destination: address(to), protocol }));
const syn = (from: number, to: number): Uint8Array => between(from, to, 6, tcp('', { flags: 0x02 }));

it('counts who opened: SYN without ACK, UDP from the higher port, echo requests; nothing else', () => {
  const pairs = censusOf([
    syn(1, 9),
    between(9, 1, 6, tcp('', { flags: 0x12 })),
    between(1, 9, 6, tcp('data', { flags: 0x18 })),
    between(9, 1, 6, tcp('', { flags: 0x04 })),
    syn(1, 9),
    between(2, 9, 17, udp('x')),
    between(3, 9, 1, icmp(8, 0)),
    between(9, 3, 1, icmp(0, 0)),
    between(4, 9, 47, new Uint8Array(8)),
    ethernet(ipv6(icmp(128, 0), 58), 0x86dd),
    ethernet(ipv6(icmp(8, 0), 58), 0x86dd),
    ethernet(new Uint8Array(28), 0x0806),
  ]);
  expect(pairsOf(pairs)).toEqual([
    '0a000001>0a000009:2',
    '0a000002>0a000009:1',
    '0a000003>0a000009:1',
    '00000001>00000002:1',
  ]);
  expect(pairs.level).toBe(0);
});

it('takes a UDP datagram from a lower port to a higher one for an answer', () => {
  const datagram = (from: number, to: number, source: number, destination: number): Uint8Array =>
    between(from, to, 17, bytesOf(be16(source), be16(destination), be16(8), [0, 0]));
  const pairs = censusOf([
    datagram(1, 9, 40000, 1434),
    datagram(9, 1, 1434, 40000),
    datagram(2, 9, 123, 123),
    datagram(9, 2, 123, 123),
    datagram(3, 9, 53, 54),
    datagram(4, 9, 54, 53),
    // Of a datagram without ports nobody knows who opened.
    between(5, 9, 17, bytesOf(be16(7))),
  ]);
  expect(pairsOf(pairs)).toEqual([
    '0a000001>0a000009:1',
    '0a000002>0a000009:1',
    '0a000004>0a000009:1',
    '0a000009>0a000002:1',
  ]);
});

it('gives plain arrays that can be transferred, sorted by client, then server', () => {
  const pairs = censusOf([syn(5, 2), syn(1, 9), syn(5, 1), syn(300, 1)]);
  expect(pairsOf(structuredClone(pairs))).toEqual([
    '0a000001>0a000009:1',
    '0a000005>0a000001:1',
    '0a000005>0a000002:1',
    '0a00012c>0a000001:1',
  ]);
});

it('merges parts in any order to what one census of everything counts', () => {
  const frames = Array.from({ length: 2000 }, (_, at) => syn(1 + (at % 83), 200 + (at % 61)));
  const parts = [frames.slice(0, 500), frames.slice(500, 1200), frames.slice(1200)].map((some) =>
    censusOf(some),
  );
  expect(mergeAddressPairs(parts)).toEqual(censusOf(frames));
  expect(mergeAddressPairs([...parts].reverse())).toEqual(censusOf(frames));
  expect(mergeAddressPairs([])).toMatchObject({ packets: new Float64Array(0), level: 0 });
});

it('keeps within its bound, holds the same pairs whatever the order, and counts those exactly', () => {
  const frames = Array.from({ length: 3000 }, (_, at) => syn(at % 1000, 2000 + (at % 3)));
  const all = new Set(pairsOf(censusOf(frames)));
  const sampled = censusOf(frames, 64);
  expect(sampled.level).toBeGreaterThan(0);
  expect(sampled.packets.length).toBeLessThanOrEqual(64);
  expect(sampled.packets.length).toBeGreaterThan(8);
  for (const pair of pairsOf(sampled)) expect(all).toContain(pair);
  expect(censusOf([...frames].reverse(), 64)).toEqual(sampled);
  const halves = [censusOf(frames.slice(0, 1500), 64), censusOf(frames.slice(1500), 64)];
  expect(mergeAddressPairs(halves, 64)).toEqual(sampled);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Environment } from '#honeysift/model/environment.js';
import { resolveSourceOptions, type SourceOptions } from '#honeysift/sources/source-options.js';

import type { FlatPacket } from '../support/flat-packets.js';
import { dayParts, finalizeParts, rowsOf } from '../support/source-rows.js';
import { textbookSources } from '../support/textbook-sources.js';

const environment: Environment = {
  honeypots: [
    { name: 'web', ips: ['192.0.2.1', '192.0.2.3'] },
    { name: 'mail', ips: ['192.0.2.2', '2001:db8::2'] },
  ],
  inferred: false,
};
const honeypotAddresses = environment.honeypots.flatMap(({ ips }) => ips);
const peers = ['198.51.100.7', '198.51.100.9', '203.0.113.5', '2001:db8:1::9'];

const midnight = 1_000_080_000_000_000_000n;
// Few distinct times, on both sides of midnight and a day later, so that ties and gaps are common.
const time = fc.oneof(
  fc.integer({ min: -6, max: 6 }).map((step) => midnight + BigInt(step) * 500_000n),
  fc.integer({ min: 22, max: 27 }).map((hours) => midnight + BigInt(hours) * 3_600_000_000_000n),
  fc.constant(null),
);
const seq = fc.oneof(
  fc.integer({ min: 100, max: 112 }),
  fc.integer({ min: 0xfffffffa, max: 0xffffffff }),
  fc.integer({ min: 0, max: 4 }),
);
const payload = fc.oneof(
  fc.constant(''),
  fc.constantFrom('GET /\r\n', 'abc', 'ab', '|', '<\\>', '\r\r\n', '\x00\x01\xff', 'x\ny'),
  fc.string({
    maxLength: 12,
    unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
  }),
);

interface Profile {
  readonly peers: readonly string[];
  readonly honeypots: readonly string[];
  readonly ports: readonly number[];
  readonly flags: readonly number[];
  readonly directions: readonly ('in' | 'out' | 'internal' | 'foreign')[];
  readonly protocols: readonly ('tcp' | 'udp' | 'icmp' | 'other')[];
  readonly payload: fc.Arbitrary<string>;
}

/** A little of everything; streams of one peer; one SYN each from many. */
const profiles: Readonly<Record<string, Profile>> = {
  mixed: {
    peers,
    honeypots: honeypotAddresses,
    ports: [53, 80, 1434, 40000],
    flags: [0x02, 0x02, 0x10, 0x18, 0x12, 0x04, 0x14, 0x11, 0x00],
    directions: ['in', 'in', 'in', 'out', 'internal', 'foreign'],
    protocols: ['tcp', 'tcp', 'udp', 'icmp', 'other'],
    payload,
  },
  streams: {
    peers: peers.slice(0, 1),
    honeypots: honeypotAddresses.slice(0, 2),
    ports: [80],
    flags: [0x02, 0x18, 0x18, 0x18, 0x10],
    directions: ['in', 'in', 'in', 'in', 'out'],
    protocols: ['tcp', 'tcp', 'tcp', 'tcp', 'udp'],
    payload,
  },
  floods: {
    peers: Array.from({ length: 40 }, (_, i) => `203.0.113.${i}`),
    honeypots: honeypotAddresses.slice(0, 1),
    ports: [80],
    flags: [0x02, 0x02, 0x02, 0x02, 0x02, 0x18],
    directions: ['in'],
    protocols: ['tcp'],
    payload: fc.constant(''),
  },
};

function transportOf({
  ports,
  flags,
  protocols,
  payload: text,
}: Profile): fc.Arbitrary<Omit<FlatPacket, 'src' | 'dst' | 'time'>> {
  const port = fc.constantFrom(...ports);
  const record = {
    tcp: fc.record({
      protocol: fc.constant(6),
      srcPort: port,
      dstPort: port,
      seq,
      flags: fc.constantFrom(...flags),
      ack: fc.constantFrom(0, 0, 9),
      payload: text,
    }),
    udp: fc.record({ protocol: fc.constant(17), srcPort: port, dstPort: port, payload: text }),
    icmp: fc.record({
      protocol: fc.constantFrom(1, 58),
      icmpType: fc.constantFrom(0, 8, 3, 11, 13, 14, 128, 129, 1),
      payload: text,
    }),
    other: fc.record({ protocol: fc.constantFrom(6, 17, 1, 47), payload: text }),
  };
  return fc
    .constantFrom(...protocols)
    .chain((name): fc.Arbitrary<Omit<FlatPacket, 'src' | 'dst' | 'time'>> => record[name]);
}

function packetOf(profile: Profile): fc.Arbitrary<FlatPacket> {
  return fc
    .tuple(
      time,
      fc.constantFrom(...profile.peers),
      fc.constantFrom(...profile.honeypots),
      fc.constantFrom(...profile.directions),
      fc.integer({ min: 0, max: 9 }),
      fc.record({ ipId: fc.constantFrom(0, 0, 1, 70), fragment: fc.constantFrom(false, false, false, true) }),
      transportOf(profile),
    )
    .map(([at, peer, honeypot, direction, cut, header, rest]) => {
      const src = direction === 'in' || direction === 'foreign' ? peer : honeypot;
      const dst = direction === 'in' ? honeypot : direction === 'internal' ? '192.0.2.1' : peer;
      // Sometimes less was captured than was on the wire.
      const length = rest.payload?.length ?? 0;
      return { ...header, ...rest, time: at, src, dst, wire: length > 0 && cut === 0 ? length + 3 : length };
    });
}

const options: fc.Arbitrary<SourceOptions> = fc
  .record({
    mode: fc.constantFrom('day' as const, 'gap25h' as const),
    phraseOrder: fc.constantFrom('flow' as const, 'time' as const),
    phraseBound: fc.constantFrom(16, 24, 40, 65536),
    floodSources: fc.constantFrom(2, 3),
    floodWindowMs: fc.constantFrom(1, 3),
  })
  .map(resolveSourceOptions);

/** Packets, dealt out to captures in random order, each capture cut into batches. */
const packetsOf = fc
  .constantFrom(...Object.values(profiles))
  .chain((profile) => fc.array(packetOf(profile), { minLength: 1, maxLength: 60, size: 'max' }));
const dealt = packetsOf.chain((packets) =>
  fc.record({
    packets: fc.constant(packets),
    order: fc.shuffledSubarray([...packets.keys()], { minLength: packets.length }),
    captureOf: fc.array(fc.nat(3), { minLength: packets.length, maxLength: packets.length }),
    batchRows: fc.integer({ min: 1, max: 20 }),
    partOrder: fc.infiniteStream(fc.nat()),
  }),
);

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

describe('attack sources', () => {
  it('are those of the textbook, whatever the order of packets and the split over captures', async () => {
    await fc.assert(
      fc.asyncProperty(dealt, options, async ({ packets, order, captureOf, batchRows, partOrder }, given) => {
        const setting = { environment, options: given };
        const captures = [0, 1, 2, 3].map((capture) =>
          order.filter((i) => captureOf[i] === capture).map((i) => packets[i] as FlatPacket),
        );
        const keyed = captures
          .flatMap((capture) => dayParts(batches(capture, batchRows), setting))
          .map((part) => ({ part, key: Number(partOrder.next().value) }));
        const parts = keyed.sort((a, b) => a.key - b.key).map(({ part }) => part);
        expect(rowsOf(await finalizeParts(parts, setting))).toEqual(
          textbookSources(packets, environment, given),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

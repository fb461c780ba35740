import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../../support/decode-all.js';
import { bytesOf, ethernet, ipv4, tcp } from '../../support/packet-bytes.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';

const frame = ethernet(ipv4(tcp('hello')));
const ng = new PcapngWriter();

describe.each([
  ['little-endian', false],
  ['big-endian', true],
])('pcapng, %s', (_name, bigEndian) => {
  const w = new PcapngWriter(bigEndian);

  it('reads enhanced, obsolete and simple packet blocks', () => {
    const file = bytesOf(
      w.section(),
      w.interface(1, [], 60),
      w.enhanced(frame, 1_000_000_007n, 0, 70),
      w.obsolete(frame, 1_000_000_008n),
      w.simple(frame),
    );
    const { packets, totals } = decodeAll(file);
    expect(packets.map(({ payload }) => payload)).toEqual(['hello', 'hello', 'hello']);
    expect(packets.map(({ timestampNs }) => timestampNs)).toEqual([
      1_000_000_007_000n,
      1_000_000_008_000n,
      0n,
    ]);
    expect(packets.map(({ flags }) => flags & packetFlag.hasTime)).toEqual([
      packetFlag.hasTime,
      packetFlag.hasTime,
      0,
    ]);
    expect(packets.map(({ originalLength }) => originalLength)).toEqual([70, frame.length, frame.length]);
    expect(totals).toMatchObject({ format: 'pcapng', packets: 3, losses: [] });
    expect(totals.anomalies).toEqual({});
    expect(totals).toMatchObject({ firstNs: 1_000_000_007_000n, lastNs: 1_000_000_008_000n });
  });

  it.each([
    ['milliseconds', 3, 1_500n, 1_500_000_000n],
    ['nanoseconds', 9, 1_500n, 1_500n],
    ['picoseconds', 12, 1_999n, 1n],
    ['seconds', 0, 1_500n, 1_500_000_000_000n],
    ['halves', 0x81, 3n, 1_500_000_000n],
    ['1/1024', 0x8a, 1_536n, 1_500_000_000n],
    ['2^-32', 0xa0, (5n << 32n) + (1n << 31n), 5_500_000_000n],
    ['2^-127', 0xff, 5n, 0n],
    ['10^-127', 0x7f, 5n, 0n],
  ])('understands a time resolution of %s', (_resolution, code, ticks, expected) => {
    const file = bytesOf(
      w.section(),
      w.interface(1, [w.option(9, Uint8Array.of(code))]),
      w.enhanced(frame, ticks),
    );
    expect(decodeAll(file).packets[0]?.timestampNs).toBe(expected);
  });

  it('adds the time offset of the interface', () => {
    for (const offset of [1_000n, -1_000n]) {
      const file = bytesOf(
        w.section(),
        w.interface(1, [w.option(14, w.n64(offset))]),
        w.enhanced(frame, 5_000_000_000n),
      );
      expect(decodeAll(file).packets[0]?.timestampNs).toBe((5_000n + offset) * 1_000_000_000n);
    }
  });

  it('keeps interfaces apart, by link type and resolution', () => {
    const file = bytesOf(
      w.section(),
      w.interface(1),
      w.interface(101, [w.option(9, Uint8Array.of(9))]),
      w.enhanced(frame.subarray(14), 77n, 1),
      w.enhanced(frame, 77n, 0),
    );
    const { packets } = decodeAll(file);
    expect(packets.map(({ payload, timestampNs }) => [payload, timestampNs])).toEqual([
      ['hello', 77n],
      ['hello', 77_000n],
    ]);
  });

  it('begins anew with every section, of either byte order', () => {
    const other = new PcapngWriter(!bigEndian);
    const file = bytesOf(
      w.section(),
      w.interface(101),
      w.enhanced(frame.subarray(14), 1n),
      other.section(),
      other.interface(1),
      other.enhanced(frame, 2n),
      w.section(),
      w.interface(1),
      w.enhanced(frame, 3n),
    );
    const { packets, totals } = decodeAll(file);
    expect(packets.map(({ timestampNs, payload }) => [timestampNs, payload])).toEqual([
      [1_000n, 'hello'],
      [2_000n, 'hello'],
      [3_000n, 'hello'],
    ]);
    expect(totals.anomalies).toEqual({});
  });

  it('passes over name resolution, statistics, secrets, custom and unknown blocks', () => {
    const others = [4, 5, 10, 0x0bad, 0x40000bad, 0x7777].map((type) => w.block(type, new Uint8Array(20)));
    const file = bytesOf(w.section(), ...others, w.interface(), ...others, w.enhanced(frame, 1n), ...others);
    const { totals } = decodeAll(file);
    expect(totals).toMatchObject({ packets: 1, losses: [] });
    expect(totals.anomalies).toEqual({});
  });

  it('gives a row to packets it cannot attribute, and counts them', () => {
    const { packets, totals } = decodeAll(
      bytesOf(w.section(), w.simple(frame), w.interface(), w.enhanced(frame, 1n, 5)),
    );
    expect(packets.map(({ flags }) => flags)).toEqual([0, 0]);
    expect(totals.anomalies).toEqual({ unknown_pcapng_interface: 2 });
  });

  it('gives a row to a packet block too short for its header, and one that claims too much', () => {
    const long = w.enhanced(frame, 1n);
    Buffer.from(long.buffer, long.byteOffset).set(w.n32(5000), 20);
    const file = bytesOf(
      w.section(),
      w.interface(),
      w.block(6, new Uint8Array(8)),
      w.block(3, new Uint8Array(0)),
      long,
    );
    const { packets, totals } = decodeAll(file);
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', 'hello']);
    expect(totals.anomalies).toMatchObject({ bad_pcapng_packet_length: 3 });
  });
});

describe('pcapng oddities', () => {
  it('cuts a simple packet at the snap length of the first interface', () => {
    const file = bytesOf(
      ng.section(),
      ng.interface(1, [], 58),
      ng.simple(frame.subarray(0, 58), frame.length),
    );
    expect(decodeAll(file).packets[0]).toMatchObject({
      capturedLength: 58,
      originalLength: 59,
      payload: 'hell',
      payloadLength: 5,
    });
  });

  it('counts a time that does not fit, and an option that runs over its block', () => {
    const broken = ng.interface(1, [ng.option(2, bytesOf('eth0'))]);
    broken.set(ng.n16(999), 18);
    const { packets, totals } = decodeAll(
      bytesOf(ng.section(), broken, ng.enhanced(frame, 0x7fff_ffff_ffff_ffffn)),
    );
    expect(packets[0]?.payload).toBe('hello');
    expect((packets[0]?.flags ?? 0) & packetFlag.hasTime).toBe(0);
    expect(totals.anomalies).toEqual({ bad_pcapng_option: 1, timestamp_out_of_range: 1 });
  });

  it('counts an interface block without room for a link type and a section of another version', () => {
    const section = ng.section();
    section[12] = 9;
    const { totals } = decodeAll(bytesOf(section, ng.block(1, new Uint8Array(4)), ng.enhanced(frame, 1n)));
    expect(totals.anomalies).toEqual({
      bad_pcapng_section: 1,
      bad_pcapng_option: 1,
      unsupported_link_type: 1,
    });
  });

  it('bounds the number of interfaces', () => {
    const many = new Array<Uint8Array>(65_537).fill(ng.interface());
    expect(decodeAll(bytesOf(ng.section(), ...many)).totals.anomalies).toEqual({
      too_many_pcapng_interfaces: 1,
    });
  });
});

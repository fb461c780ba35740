import { describe, expect, it } from 'vitest';

import { decodeAll } from '../../support/decode-all.js';
import {
  bytesOf,
  ethernet,
  ipv4,
  pcapFile,
  pcapHeader,
  pcapRecord,
  tcp,
} from '../../support/packet-bytes.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';

const frame = ethernet(ipv4(tcp('hello')));
const record = (seconds: number): Uint8Array =>
  pcapRecord({ bytes: frame, seconds: 1_000_000_000 + seconds });
const garbage = Uint8Array.from({ length: 333 }, (_, at) => (at * 89 + 201) & 255);
const ng = new PcapngWriter();

describe('damaged pcap', () => {
  it('keeps all before a cut, and says what the cut took', () => {
    const file = pcapFile([frame, frame, frame]);
    const { packets, totals } = decodeAll(file.subarray(0, -10));
    expect(packets).toHaveLength(2);
    const offset = file.length - record(0).length;
    expect(totals.losses).toEqual([
      { anomaly: 'truncated_pcap_record', offset, bytes: record(0).length - 10 },
    ]);
    expect(totals.anomalies).toEqual({ truncated_pcap_record: 1 });
  });

  it('says so when not even the file header is whole', () => {
    const { totals } = decodeAll(pcapHeader().subarray(0, 20));
    expect(totals).toMatchObject({
      format: 'pcap',
      packets: 0,
      losses: [{ anomaly: 'truncated_pcap_header', offset: 0, bytes: 20 }],
    });
  });

  it('resumes behind garbage at the next plausible record', () => {
    const before = bytesOf(pcapHeader(), record(0), record(1));
    const { packets, totals } = decodeAll(bytesOf(before, garbage, record(2), record(3)));
    expect(packets.map(({ timestampNs }) => Number(timestampNs / 1_000_000_000n) - 1_000_000_000)).toEqual([
      0, 1, 2, 3,
    ]);
    expect(totals.losses).toEqual([
      { anomaly: 'bad_pcap_record_length', offset: before.length, bytes: garbage.length },
    ]);
  });

  it.each([
    ['larger than any honest record', 0xffff_ffff],
    ['a little too small', frame.length - 7],
    ['large enough to hide what follows', frame.length + 150],
  ])('loses one packet only to a length that is %s', (_name, length) => {
    const damaged = record(1);
    new DataView(damaged.buffer).setUint32(8, length, true);
    const rest = [2, 3, 4, 5, 6].map(record);
    const { packets, totals } = decodeAll(bytesOf(pcapHeader(), record(0), damaged, ...rest));
    const seconds = packets.map(({ timestampNs }) => Number(timestampNs / 1_000_000_000n) - 1_000_000_000);
    expect(seconds.filter((second) => second !== 1)).toEqual([0, 2, 3, 4, 5, 6]);
    expect(totals.losses).toHaveLength(1);
  });

  it('loses one packet only to a length that runs beyond the end', () => {
    const damaged = record(1);
    new DataView(damaged.buffer).setUint32(8, 100_000, true);
    const { packets, totals } = decodeAll(bytesOf(pcapHeader(), record(0), damaged, record(2), record(3)));
    expect(packets).toHaveLength(3);
    expect(totals.losses).toEqual([
      { anomaly: 'truncated_pcap_record', offset: 24 + damaged.length, bytes: damaged.length },
    ]);
  });

  it('passes over a page of zeros, but takes a few empty records for records', () => {
    const before = bytesOf(pcapHeader(), record(0), record(1));
    const page = decodeAll(bytesOf(before, new Uint8Array(8192), record(2), record(3)));
    expect(page.packets).toHaveLength(4);
    expect(page.totals.losses).toEqual([
      { anomaly: 'zeroed_pcap_record', offset: before.length, bytes: 8192 },
    ]);
    const few = decodeAll(bytesOf(before, new Uint8Array(48), record(2), record(3)));
    expect(few.packets).toHaveLength(7);
    expect(few.totals.losses).toEqual([]);
  });

  it('finds a capture glued on behind the damage', () => {
    const second = pcapFile([frame.subarray(14)], { linkType: 101, bigEndian: true });
    const { packets } = decodeAll(bytesOf(pcapFile([frame]), garbage, second));
    expect(packets.map(({ payload }) => payload)).toEqual(['hello', 'hello']);
  });

  it('lists no more losses than it says, and the bytes still add up', () => {
    const pieces: Uint8Array[] = [pcapHeader(), record(0)];
    for (let at = 0; at < 1100; at += 1) pieces.push(garbage, record(2 * at + 1), record(2 * at + 2));
    const { packets, totals } = decodeAll(bytesOf(...pieces));
    expect(packets).toHaveLength(2201);
    expect(totals.losses).toHaveLength(1024);
    expect(totals.losses.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1100 * garbage.length);
    expect(totals.anomalies).toEqual({ bad_pcap_record_length: 1100 });
  });
});

describe('damaged pcapng', () => {
  const packet = (at: number): Uint8Array => ng.enhanced(frame, BigInt(at));
  const start = bytesOf(ng.section(), ng.interface(), packet(1));
  const ticks = (file: Uint8Array): number[] =>
    decodeAll(file).packets.map(({ timestampNs }) => Number(timestampNs / 1000n));

  it('keeps all before a cut, and says what the cut took', () => {
    const { packets, totals } = decodeAll(bytesOf(start, packet(2)).subarray(0, -10));
    expect(packets).toHaveLength(1);
    const bytes = packet(2).length - 10;
    expect(totals.losses).toEqual([{ anomaly: 'truncated_pcapng_block', offset: start.length, bytes }]);
  });

  it('resumes behind garbage at the next block of a known shape', () => {
    const { packets, totals } = decodeAll(bytesOf(start, garbage, packet(2), packet(3)));
    expect(packets).toHaveLength(3);
    expect(totals.losses).toEqual([
      { anomaly: 'bad_pcapng_block_length', offset: start.length, bytes: garbage.length },
    ]);
  });

  it('resumes at the next section', () => {
    const other = new PcapngWriter(true);
    const next = bytesOf(other.section(), other.interface(), other.enhanced(frame, 9n));
    expect(ticks(bytesOf(start, garbage, next))).toEqual([1, 9]);
  });

  it('loses one packet only to a length that does not agree with itself', () => {
    for (const length of [8, 1000, 0xffff_fff0]) {
      const damaged = packet(2);
      new DataView(damaged.buffer).setUint32(4, length, true);
      expect(ticks(bytesOf(start, damaged, packet(3), packet(4)))).toEqual([1, 3, 4]);
    }
  });

  it('passes over a section whose byte order mark is none', () => {
    const broken = ng.section();
    broken[8] = 0;
    const { totals } = decodeAll(bytesOf(start, broken, packet(2)));
    expect(totals.packets).toBe(2);
    expect(totals.anomalies).toEqual({ bad_pcapng_section: 1 });
  });

  it('accepts a block length that leaves out the padding', () => {
    const block = ng.enhanced(bytesOf(frame, 'xy'), 2n);
    const unpadded = block.length - 3;
    new DataView(block.buffer).setUint32(4, unpadded, true);
    new DataView(block.buffer).setUint32(block.length - 4, unpadded, true);
    expect(ticks(bytesOf(start, block, packet(3)))).toEqual([1, 2, 3]);
  });
});

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

const frame = ethernet(ipv4(tcp('hello')));

describe('pcap', () => {
  it.each([
    ['microseconds, little-endian', { magic: 0xa1b2c3d4, bigEndian: false }, 123_456_000n],
    ['microseconds, big-endian', { magic: 0xa1b2c3d4, bigEndian: true }, 123_456_000n],
    ['nanoseconds, little-endian', { magic: 0xa1b23c4d, bigEndian: false }, 123_456n],
    ['nanoseconds, big-endian', { magic: 0xa1b23c4d, bigEndian: true }, 123_456n],
    ['modified, little-endian', { magic: 0xa1b2cd34, bigEndian: false }, 123_456_000n],
    ['modified, big-endian', { magic: 0xa1b2cd34, bigEndian: true }, 123_456_000n],
  ])('reads %s', (_name, options, fractionNs) => {
    const record = pcapRecord(
      { bytes: frame, seconds: 1_234_567_890, fraction: 123_456, originalLength: 99 },
      options,
    );
    const { packets, totals } = decodeAll(bytesOf(pcapHeader(options), record, record));
    expect(totals).toMatchObject({ format: 'pcap', packets: 2, bytes: 198, losses: [] });
    expect(totals.anomalies).toEqual({});
    for (const packet of packets) {
      expect(packet.timestampNs).toBe(1_234_567_890_000_000_000n + fractionNs);
      expect(packet).toMatchObject({ payload: 'hello', originalLength: 99, capturedLength: frame.length });
    }
    expect(packets.map(({ recordOffset }) => recordOffset)).toEqual([24, 24 + record.length]);
  });

  it('reads seconds beyond 2038 as the unsigned number they are', () => {
    const { packets } = decodeAll(
      bytesOf(pcapHeader(), pcapRecord({ bytes: frame, seconds: 0xffffffff, fraction: 0 })),
    );
    expect(packets[0]?.timestampNs).toBe(4_294_967_295_000_000_000n);
  });

  it('ignores what the upper bits of the link type say about frame check sequences', () => {
    const { packets } = decodeAll(pcapFile([frame], { linkType: 0x54000001 }));
    expect(packets[0]?.payload).toBe('hello');
  });

  it('exchanges the lengths of versions before 2.3', () => {
    const swapped = bytesOf(
      pcapHeader({ version: [2, 2] }),
      pcapRecord({ bytes: frame, originalLength: 1500 }),
    );
    const [captured, original] = [swapped.slice(32, 36), swapped.slice(36, 40)];
    swapped.set(original, 32);
    swapped.set(captured, 36);
    expect(decodeAll(swapped).packets[0]).toMatchObject({
      capturedLength: frame.length,
      originalLength: 1500,
    });
    swapped[6] = 3;
    expect(decodeAll(swapped).packets[0]).toMatchObject({
      capturedLength: frame.length,
      originalLength: 1500,
    });
  });

  it('takes an empty capture for what it is', () => {
    expect(decodeAll(pcapHeader()).totals).toMatchObject({
      packets: 0,
      firstNs: null,
      lastNs: null,
      losses: [],
    });
  });

  it('reads captures glued together, each by its own header', () => {
    const second = pcapFile([frame, frame], { bigEndian: true, magic: 0xa1b23c4d });
    const { packets, totals } = decodeAll(bytesOf(pcapFile([frame]), second));
    expect(packets.map(({ payload }) => payload)).toEqual(['hello', 'hello', 'hello']);
    expect(packets.map(({ timestampNs }) => timestampNs % 1_000_000_000n)).toEqual([5000n, 5n, 5n]);
    expect(totals.anomalies).toEqual({ pcap_header_in_stream: 1 });
  });

  it('finds first and last time of packets out of order', () => {
    const records = [30, 10, 20].map((seconds) => pcapRecord({ bytes: frame, seconds, fraction: 0 }));
    const { totals } = decodeAll(bytesOf(pcapHeader(), ...records));
    expect(totals).toMatchObject({ firstNs: 10_000_000_000n, lastNs: 30_000_000_000n });
  });

  it('reads on in the next batch when one is full', () => {
    const file = pcapFile(new Array<Uint8Array>(10).fill(frame));
    expect(decodeAll(file, undefined, 3).packets).toEqual(decodeAll(file, undefined, 100).packets);
  });

  it('counts a fraction of a second that is none', () => {
    const { totals } = decodeAll(bytesOf(pcapHeader(), pcapRecord({ bytes: frame, fraction: 1_000_000 })));
    expect(totals.anomalies).toEqual({ bad_timestamp_fraction: 1 });
  });

  it('counts more bytes captured than there were, when the next record shows that it is so', () => {
    const odd = pcapRecord({ bytes: frame, originalLength: 10 });
    const { packets, totals } = decodeAll(bytesOf(pcapHeader(), odd, pcapRecord({ bytes: frame })));
    expect(packets.map(({ payload }) => payload)).toEqual(['hello', 'hello']);
    expect(totals.anomalies).toEqual({ captured_exceeds_original: 1 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../support/decode-all.js';
import {
  bytesOf,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  pcapHeader,
  pcapRecord,
  tcp,
  udp,
} from '../support/packet-bytes.js';
import { PcapngWriter } from '../support/pcapng-bytes.js';

const payload = fc.uint8Array({ maxLength: 40 });
/** A piece of one of a few datagrams, all of the same bytes. */
const piece = fc
  .tuple(fc.nat({ max: 2 }), fc.nat({ max: 5 }), fc.integer({ min: 1, max: 6 }))
  .map(([id, from, to]) => {
    const datagram = udp('0123456789abcdef0123456789abcdef01234567', 53);
    const part = datagram.subarray(8 * from, 8 * Math.max(to, from + 1));
    const isLast = to >= 6;
    return ethernet(ipv4(part, { protocol: 17, id, fragment: from | (isLast ? 0 : 0x2000) }));
  });
const frame = fc.oneof(
  payload.map((bytes) => ethernet(ipv4(tcp(bytes)))),
  payload.map((bytes) => ethernet(ipv4(udp(bytes), { protocol: 17 }))),
  payload.map((bytes) => ethernet(ipv4(icmp(8, 0, bytes), { protocol: 1 }))),
  payload.map((bytes) => ethernet(ipv6(udp(bytes), 17), 0x86dd)),
  fc.uint8Array({ maxLength: 60 }),
  piece,
);
const garbage = fc.uint8Array({ minLength: 1, maxLength: 60 });
const second = fc.integer({ min: 1_000_000_000, max: 1_000_086_400 });

const pcap = fc.boolean().chain((bigEndian) =>
  fc
    .array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc
            .tuple(frame, second)
            .map(([bytes, seconds]) => pcapRecord({ bytes, seconds }, { bigEndian })),
        },
        { weight: 1, arbitrary: garbage },
      ),
      { maxLength: 12 },
    )
    .map((pieces) => bytesOf(pcapHeader({ bigEndian }), ...pieces)),
);

const pcapng = fc.boolean().chain((bigEndian) => {
  const w = new PcapngWriter(bigEndian);
  const block = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(frame, fc.nat()).map(([bytes, ticks]) => w.enhanced(bytes, BigInt(ticks))),
    },
    { weight: 2, arbitrary: frame.map((bytes) => w.simple(bytes)) },
    { weight: 1, arbitrary: fc.constant(bytesOf(w.section(), w.interface(101))) },
    { weight: 1, arbitrary: garbage },
  );
  return fc.array(block, { maxLength: 12 }).map((blocks) => bytesOf(w.section(), w.interface(), ...blocks));
});

const capture = fc
  .tuple(fc.oneof(pcap, pcapng), fc.nat({ max: 20 }), fc.boolean())
  .map(([bytes, cut, whole]) => (whole ? bytes : bytes.subarray(0, Math.max(4, bytes.length - cut))));

describe('the decoder', () => {
  it('finds the same however the stream is cut and however many rows a batch has', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(capture, steps, fc.integer({ min: 1, max: 5 }), (bytes, sizes, capacity) => {
        let turn = 0;
        const cut = (from: number): number => from + (sizes[turn++ % sizes.length] ?? 1);
        expect(decodeAll(bytes, cut, capacity)).toEqual(decodeAll(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('accounts for every byte: records and losses cover the stream without overlap', () => {
    fc.assert(
      fc.property(pcap, (bytes) => {
        const { packets, totals } = decodeAll(bytes);
        const pieces = [
          ...packets.map(
            ({ recordOffset, capturedLength }) => [recordOffset, recordOffset + 16 + capturedLength] as const,
          ),
          ...totals.losses.map((loss) => [loss.offset, loss.offset + loss.bytes] as const),
        ].sort(([a], [b]) => a - b);
        let end = 24;
        for (const [from, to] of pieces) {
          expect(from).toBe(end);
          end = to;
        }
        expect(end).toBe(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('never takes a payload from outside its record', () => {
    fc.assert(
      fc.property(fc.oneof(pcap, pcapng), (bytes) => {
        for (const packet of decodeAll(bytes).packets) {
          if ((packet.flags & packetFlag.payloadInScratch) !== 0) continue;
          expect(packet.payload.length).toBeLessThanOrEqual(packet.capturedLength);
          expect(packet.payloadLength).toBeLessThanOrEqual(
            Math.max(packet.capturedLength, packet.originalLength),
          );
          expect(packet.payload.length).toBeLessThanOrEqual(packet.payloadLength);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';

import { decodeAll } from '../support/decode-all.js';
import { ethernet, icmp, ipv4, pcapFile, tcp, udp } from '../support/packet-bytes.js';

const word = fc.nat({ max: 0xffff });
const number32 = fc.integer({ min: 0, max: 0xffffffff });

interface Header {
  readonly protocol: 1 | 6 | 17;
  readonly destination: number;
  readonly port: number;
  readonly sequence: number;
  readonly id: number;
  readonly tcpFlags: number;
  readonly icmpType: number;
}

/** Random headers, half of them drawn towards a mark. */
const header: fc.Arbitrary<Header> = fc
  .record({
    protocol: fc.constantFrom(1 as const, 6 as const, 6 as const, 17 as const),
    destination: number32,
    port: word,
    sequence: number32,
    id: fc.oneof(word, fc.constant(54321)),
    tcpFlags: fc.oneof(fc.constantFrom(0x02, 0x12), fc.nat({ max: 255 })),
    icmpType: fc.constantFrom(0, 3, 8, 13),
    drawn: fc.constantFrom('', '', 'mirai', 'masscan', 'almost masscan'),
    offBy: fc.integer({ min: 0, max: 15 }),
  })
  .map(({ drawn, offBy, ...rest }) => {
    const sequence = drawn === 'mirai' ? rest.destination : rest.sequence;
    const masscan = Number((BigInt(rest.destination) ^ BigInt(rest.port) ^ BigInt(sequence)) % 65536n);
    const id = drawn === 'masscan' ? masscan : drawn === 'almost masscan' ? masscan ^ (1 << offBy) : rest.id;
    return { ...rest, sequence, id };
  });

function frameOf({ protocol, destination, port, sequence, id, tcpFlags, icmpType }: Header): Uint8Array {
  const carried = {
    1: () => icmp(icmpType, 0),
    6: () => tcp('', { destinationPort: port, sequence, flags: tcpFlags }),
    17: () => udp('', port),
  }[protocol]();
  const address = [24, 16, 8, 0].map((shift) => (destination >>> shift) & 255);
  return ethernet(ipv4(carried, { protocol, destination: address, id }));
}

/** The rules as src/packets/README.md has them, in arithmetic of their own. */
function rules(one: Header): Record<'mirai' | 'masscan' | 'zmap', boolean> {
  const syn = one.protocol === 6 && (one.tcpFlags & 0x02) !== 0 && (one.tcpFlags & 0x10) === 0;
  const low = (value: number): number => value % 65536;
  return {
    mirai: syn && one.sequence === one.destination,
    masscan: syn && (low(one.destination) ^ one.port ^ low(one.sequence)) === one.id,
    zmap: one.id === 54321 && (syn || one.protocol === 17 || (one.protocol === 1 && one.icmpType === 8)),
  };
}

it('marks a packet if and only if its header follows the rule', () => {
  const found = { mirai: 0, masscan: 0, zmap: 0 };
  fc.assert(
    fc.property(fc.array(header, { minLength: 1, maxLength: 20 }), (headers) => {
      const { packets, totals } = decodeAll(pcapFile(headers.map(frameOf)));
      const expected = headers.map(rules);
      expect(
        packets.map(({ flags }) => ({
          mirai: (flags & packetFlag.miraiMark) !== 0,
          masscan: (flags & packetFlag.masscanMark) !== 0,
          zmap: (flags & packetFlag.zmapMark) !== 0,
        })),
      ).toEqual(expected);
      for (const name of ['mirai', 'masscan', 'zmap'] as const) {
        const count = expected.filter((one) => one[name]).length;
        expect(totals.scannerMarks[name]).toBe(count);
        found[name] += count;
      }
    }),
  );
  // The generator reaches every rule.
  expect(Math.min(found.mirai, found.masscan, found.zmap)).toBeGreaterThan(0);
});

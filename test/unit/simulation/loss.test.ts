import { join } from 'node:path';

import { readTruth } from '#honeysift/simulation/read-truth.js';
import { simulate, type SimulateOptions } from '#honeysift/simulation/simulate.js';
import { truthKey } from '#honeysift/simulation/truth.js';
import { describe, expect, it } from 'vitest';

import { withTempFolder } from '../../support/temp-folder.js';
import { packetsOf, reportAddresses, type SimulatedPacket } from './simulated-packets.js';

const base = { months: ['2003-09'], sources: 800 } as const;

async function inboundOf(out: string, options: Omit<SimulateOptions, 'out'>): Promise<SimulatedPacket[]> {
  const { files } = await simulate({ ...base, ...options, out });
  return files.flatMap((file) =>
    [...packetsOf(file)].filter(({ destination }) => reportAddresses.includes(destination)),
  );
}

const flowOf = (packet: SimulatedPacket): string =>
  `${packet.source} ${packet.sourcePort} ${packet.destination} ${packet.destinationPort}`;

/** Segments by flow, kind and sequence number, with the times they were seen. */
function segments(packets: readonly SimulatedPacket[]): Map<string, SimulatedPacket[]> {
  const found = new Map<string, SimulatedPacket[]>();
  for (const packet of packets) {
    if (packet.protocol !== 6 || ((packet.flags & 3) === 0 && packet.payload.length === 0)) continue;
    const key = `${flowOf(packet)} ${packet.seq} ${packet.flags & 3}`;
    found.set(key, [...(found.get(key) ?? []), packet]);
  }
  return found;
}

describe('loss', () => {
  it('takes away its share of datagrams, which nobody sends again', async () => {
    await withTempFolder(async (out) => {
      const isDatagram = ({ protocol }: SimulatedPacket): boolean => protocol === 17;
      const all = (await inboundOf(join(out, 'a'), { sources: 3000 })).filter(isDatagram);
      const left = (await inboundOf(join(out, 'b'), { sources: 3000, lossRate: 0.1 })).filter(isDatagram);
      expect(all.length).toBeGreaterThan(200);
      expect(left.length / all.length).toBeGreaterThan(0.85);
      expect(left.length / all.length).toBeLessThan(0.95);
    });
  });

  it('is repaired by retransmissions with the same sequence number, later and alike', async () => {
    await withTempFolder(async (out) => {
      const repeated = [...segments(await inboundOf(out, { lossRate: 0.1 })).values()].filter(
        (seen) => seen.length > 1,
      );
      expect(repeated.length).toBeGreaterThan(150);
      for (const seen of repeated) {
        expect(new Set(seen.map(({ payload }) => payload.toString('hex'))).size).toBe(1);
        const times = seen.map(({ timeUs }) => timeUs);
        for (let index = 1; index < times.length; index++) {
          expect((times[index] ?? 0) - (times[index - 1] ?? 0)).toBeGreaterThan(100_000);
        }
      }
    });
  });

  it('changes nothing else: the same tools from the same addresses', async () => {
    await withTempFolder(async (out) => {
      const labels = async (name: string, lossRate: number): Promise<Map<string, string>> => {
        const { truthFile } = await simulate({ ...base, lossRate, out: join(out, name) });
        return new Map(
          (await readTruth(truthFile)).map((row) => [truthKey(row), `${row.tool} ${row.variant}`]),
        );
      };
      const clean = await labels('a', 0);
      const lossy = await labels('b', 0.1);
      expect(lossy.size).toBeLessThan(clean.size);
      expect(lossy.size).toBeGreaterThan(0.9 * clean.size);
      for (const [key, label] of lossy) expect(clean.get(key)).toBe(label);
    });
  });

  it('delivers every segment of a talk in the end', async () => {
    await withTempFolder(async (out) => {
      const talks = async (name: string, lossRate: number): Promise<Map<string, Set<string>>> => {
        const spoken = new Map<string, Set<string>>();
        for (const packet of await inboundOf(join(out, name), { lossRate, randomFields: false })) {
          if (packet.destinationPort !== 21 || packet.payload.length === 0) continue;
          spoken.set(
            packet.source,
            (spoken.get(packet.source) ?? new Set()).add(packet.payload.toString('latin1')),
          );
        }
        return spoken;
      };
      const clean = await talks('a', 0);
      const lossy = await talks('b', 0.05);
      const same = [...lossy].filter(([source, said]) => clean.get(source)?.size === said.size);
      expect(lossy.size).toBeGreaterThan(10);
      expect(same.length / lossy.size).toBeGreaterThan(0.95);
    });
  });
});

describe('retransmission', () => {
  it('sends its share of segments twice', async () => {
    await withTempFolder(async (out) => {
      const seen = segments(await inboundOf(out, { retransmissionRate: 0.1 }));
      const clean = segments(await inboundOf(out, {}));
      const stackRetries = [...clean.values()].reduce((sum, packets) => sum + packets.length - 1, 0);
      const extra = [...seen.values()].reduce((sum, packets) => sum + packets.length - 1, 0) - stackRetries;
      const sent = [...clean.values()].reduce((sum, packets) => sum + packets.length, 0);
      expect(extra / sent).toBeGreaterThan(0.08);
      expect(extra / sent).toBeLessThan(0.12);
    });
  });

  it('happens without it only where a closed port is knocked at again', async () => {
    await withTempFolder(async (out) => {
      const repeated = [...segments(await inboundOf(out, {})).values()].filter((seen) => seen.length > 1);
      expect(repeated.length).toBeGreaterThan(0);
      expect(repeated.flat().every(({ flags }) => (flags & 2) !== 0)).toBe(true);
    });
  });
});

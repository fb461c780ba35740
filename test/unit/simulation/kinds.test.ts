import { join } from 'node:path';

import { honeypotsOf, simulationKinds } from '#honeysift/simulation/kinds.js';
import { readTruth } from '#honeysift/simulation/read-truth.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { describe, expect, it } from 'vitest';

import { withTempFolder } from '../../support/temp-folder.js';
import { packetsOf, reportAddresses } from './simulated-packets.js';

const base = { months: ['2003-09'], sources: 400, seed: 5 } as const;

describe.each(simulationKinds)('the kind %s', (kind) => {
  it('is drawn from the seed and labels every source it shows', async () => {
    await withTempFolder(async (out) => {
      const summary = await simulate({ ...base, kind, out });
      const truth = await readTruth(summary.truthFile);
      expect(truth).toHaveLength(summary.sources);
      expect(new Set(truth.map(({ tool }) => tool)).size).toBeGreaterThan(5);
      const other = await simulate({ ...base, kind, seed: 6, out: join(out, 'other') });
      expect(other.packets).not.toBe(summary.packets);
    });
  });
});

describe('a farm', () => {
  it('has nine honeypots with names and addresses of their own', () => {
    const farm = honeypotsOf('farm');
    expect(new Set(farm.map(({ name }) => name)).size).toBe(9);
    expect(new Set(farm.flatMap(({ ips }) => ips)).size).toBe(9);
  });
});

describe('a thinned capture', () => {
  const inboundOf = async (out: string, lossRate: number, retransmissionRate: number): Promise<string[]> => {
    const path = { lossRate, retransmissionRate, lossModel: 'thinned' } as const;
    const { files } = await simulate({ ...base, ...path, kind: 'datagrams', out });
    return files
      .flatMap((file) => [...packetsOf(file)])
      .filter(({ destination }) => reportAddresses.includes(destination))
      .map(({ source, destination, destinationPort, seq }) =>
        [source, destination, destinationPort, seq].join(),
      );
  };

  it('lacks its share of what was sent, and nothing else differs', async () => {
    await withTempFolder(async (out) => {
      const all = await inboundOf(join(out, 'all'), 0, 0);
      const left = await inboundOf(join(out, 'left'), 0.1, 0);
      expect(left.length / all.length).toBeGreaterThan(0.86);
      expect(left.length / all.length).toBeLessThan(0.94);
      const sent = new Set(all);
      expect(left.filter((packet) => !sent.has(packet))).toEqual([]);
    });
  });

  it('has its share of packets twice', async () => {
    await withTempFolder(async (out) => {
      const all = await inboundOf(join(out, 'all'), 0, 0);
      const more = await inboundOf(join(out, 'more'), 0, 0.1);
      expect(more.length / all.length).toBeGreaterThan(1.06);
      expect(more.length / all.length).toBeLessThan(1.14);
      expect(new Set(more)).toEqual(new Set(all));
    });
  });
});

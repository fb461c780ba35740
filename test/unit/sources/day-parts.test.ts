import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readSpilled, SpillFile, withSpillFolder } from '#honeysift/packets/spill-file.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { type CollectedSources, collectSources } from '#honeysift/sources/collect-sources.js';
import { newPartSpill } from '#honeysift/sources/day-parts.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';

import { honeynet } from '../../support/honeynet.js';
import { bytesOf, ethernet, ipv4, pcapHeader, pcapRecord, tcp } from '../../support/packet-bytes.js';

const noon = 1_739_275_200;
const runner = createInlineRunner();

/** Connections of five peers over three days, each with a SYN, two segments and one of them again; more than is read at once. */
function capture(): Uint8Array {
  const records = Array.from({ length: 9600 }, (_, i) => {
    const connection = Math.floor(i / 4);
    const step = i % 4;
    const segment = tcp(step === 0 ? '' : `text ${connection % 9} ${Math.min(step, 2)}`, {
      sourcePort: 2000 + connection,
      destinationPort: 80 + (connection % 3),
      flags: step === 0 ? 0x02 : 0x18,
      sequence: 1000 + (step === 0 ? 0 : 1 + 8 * Math.min(step, 2)),
    });
    const packet = ipv4(segment, {
      source: [198, 51, 100, 1 + (connection % 5)],
      destination: [192, 0, 2, 1 + (connection % 2)],
      id: i,
    });
    return pcapRecord({ bytes: ethernet(packet), seconds: noon + i * 22 });
  });
  return bytesOf(pcapHeader(), ...records);
}

describe('day parts', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'honeysift-parts-'));
    path = join(folder, 'capture.pcap');
    await writeFile(path, capture());
  });
  afterAll(() => rm(folder, { recursive: true }));

  const collect = (spill?: ReturnType<typeof newPartSpill>): Promise<CollectedSources> =>
    runner.run(collectSources, { captures: [path], environment: honeynet, spill });
  const partsOf = ({ days }: CollectedSources): CollectedSources['days'][number]['parts'] =>
    days.flatMap(({ parts }) => parts);

  it.each([
    ['all in files', 0, 4 << 20],
    ['some in files', 64 * 1024, 4096],
    ['cut often, all in files', 0, 1],
    ['cut often, all in memory', 1 << 30, 1],
  ])('give the same attack sources: %s', async (_, kept, full) => {
    const whole = await collect();
    for (const mode of ['day', 'gap25h'] as const) {
      const input = { environment: honeynet, options: { mode } };
      const expected = await runner.run(finalizeSources, { ...input, days: whole.days });
      expect(expected.count).toBeGreaterThan(0);
      await withSpillFolder(async (spillFolder) => {
        const cut = await collect(newPartSpill(spillFolder, kept, full));
        const spilled = partsOf(cut).filter((part) => part.spilled !== undefined);
        expect(cut.captures).toEqual(whole.captures);
        if (kept === 0) expect(spilled).toHaveLength(partsOf(cut).length);
        if (kept === 1 << 30) expect(spilled).toHaveLength(0);
        expect(partsOf(cut).length > partsOf(whole).length).toBe(full < 1 << 20);
        expect(spilled.every(({ bytes }) => bytes.length === 0)).toBe(true);
        expect(await runner.run(finalizeSources, { ...input, days: cut.days })).toEqual(expected);
      });
    }
  });

  it('leave no file behind', async () => {
    let used = '';
    await withSpillFolder(async (spillFolder) => {
      used = spillFolder;
      await collect(newPartSpill(spillFolder, 0));
      expect(await readdir(spillFolder)).toHaveLength(1);
    });
    await expect(readdir(used)).rejects.toThrow('ENOENT');
  });
});

describe('spill file', () => {
  it('gives back what it was given', () =>
    withSpillFolder((folder) => {
      const file = new SpillFile(folder);
      const first = file.append(Uint8Array.of(1, 2, 3));
      const second = file.append(Uint8Array.of(4, 5));
      file.close();
      const into = new Uint8Array(2);
      readSpilled(second, into);
      expect([...into]).toEqual([4, 5]);
      expect(first.offset + first.length).toBe(second.offset);
      return Promise.resolve();
    }));

  it('says what to do when it cannot be read or written', () =>
    withSpillFolder((folder) => {
      const missing = { file: join(folder, 'none'), offset: 0, length: 1 };
      expect(() => {
        readSpilled(missing, new Uint8Array(1));
      }).toThrow(
        expect.objectContaining({ code: 'ERR_BOUND', message: expect.stringContaining('TMPDIR') as string }),
      );
      expect(() => new SpillFile(join(folder, 'none')).append(Uint8Array.of(1))).toThrow('TMPDIR');
      return Promise.resolve();
    }));
});

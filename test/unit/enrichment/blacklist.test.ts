import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { readBlacklist } from '#honeysift/enrichment/blacklist.js';

import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

function listOf(text: string): ReturnType<typeof readBlacklist> {
  const path = join(folder.path, 'list.txt');
  writeFileSync(path, text);
  return readBlacklist({ name: 'list', path });
}

const ipv4 = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

describe('blacklists', () => {
  it('hold addresses, networks and ranges of both families, with remarks', () => {
    const list = listOf(
      '# drop list\n192.0.2.7\n198.51.100.0/24 ; SBL1\n\n203.0.113.5-203.0.113.9,x\r\n2001:db8::/33\n::1\n',
    );
    const held = ['192.0.2.7', '198.51.100.0', '198.51.100.255', '203.0.113.9', '2001:db8:7fff::1', '::1'];
    const free = ['192.0.2.6', '198.51.101.0', '203.0.113.4', '203.0.113.10', '2001:db8:8000::', '::2'];
    expect(held.filter((address) => !list.holds(address))).toEqual([]);
    expect(free.filter((address) => list.holds(address))).toEqual([]);
  });

  it.each(['300.1.1.1', '192.0.2.0/33', '2001:db8::/129', '192.0.2.9-192.0.2.1', 'evil.example'])(
    'refuse %s and say where it stands',
    (entry) => {
      expect(() => listOf(`192.0.2.1\n${entry}\n`)).toThrow(
        expect.objectContaining({
          code: 'ERR_ENRICHMENT',
          message: expect.stringMatching(/list\.txt, line 2: .*address/) as string,
        }),
      );
    },
  );

  it('say which file cannot be read', () => {
    expect(() => readBlacklist({ name: 'none', path: join(folder.path, 'absent') })).toThrow(
      expect.objectContaining({
        code: 'ERR_ENRICHMENT',
        message: expect.stringContaining('absent') as string,
      }),
    );
  });

  it('agree with asking every network in turn', () => {
    const network = fc.record({ base: fc.nat(0xfff), length: fc.integer({ min: 20, max: 32 }) });
    fc.assert(
      fc.property(fc.array(network, { maxLength: 12 }), fc.array(fc.nat(0x11ff)), (networks, addresses) => {
        const list = listOf(networks.map(({ base, length }) => `${ipv4(base)}/${length}`).join('\n'));
        for (const address of addresses) {
          const wanted = networks.some(({ base, length }) => {
            const size = 2 ** (32 - length);
            return Math.floor(base / size) === Math.floor(address / size);
          });
          expect(list.holds(ipv4(address))).toBe(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });
});

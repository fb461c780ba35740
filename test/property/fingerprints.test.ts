import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { formatSignature } from '#honeysift/fingerprints/format-signature.js';
import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { parseDatabase } from '#honeysift/fingerprints/parse-database.js';
import { parseSignature } from '#honeysift/fingerprints/parse-signature.js';
import { quirkNames, type StackSignature } from '#honeysift/fingerprints/stack-signature.js';

import { pcapFile } from '../support/packet-bytes.js';
import { randomNumbers, randomSyn, synBytes } from '../support/random-syns.js';
import { readTwin, twinMatch, twinText } from '../support/stack-twin.js';
import { makeTempFolder } from '../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const quirksOfIpv4 = ['df', 'id+', 'id-', '0+'];

const signatures: fc.Arbitrary<StackSignature> = fc
  .record({
    version: fc.constantFrom(4 as const, 6 as const, null),
    ttl: fc.constantFrom(32, 64, 64, 128, 255),
    anyTtl: fc.boolean(),
    ipOptions: fc.constantFrom(0, 0, 0, 4),
    mss: fc.constantFrom(null, null, 1460, 1380),
    window: fc.oneof(
      fc.constant({ rule: 'any' as const }),
      fc.record({
        rule: fc.constantFrom('mss' as const, 'mtu' as const),
        value: fc.integer({ min: 1, max: 44 }),
      }),
      fc.record({ rule: fc.constant('modulus' as const), value: fc.constantFrom(2, 512, 8192) }),
      fc.record({ rule: fc.constant('value' as const), value: fc.constantFrom(0, 1024, 8192, 65535) }),
    ),
    windowScale: fc.constantFrom(null, null, 0, 7),
    options: fc.array(fc.constantFrom(1, 1, 2, 3, 4, 5, 8, 30), { maxLength: 6 }),
    end: fc.option(fc.integer({ min: 0, max: 3 })),
    quirks: fc.uniqueArray(fc.constantFrom('df', 'id+', 'id-', 'ecn', 'flow', ...quirkNames), {
      maxLength: 4,
    }),
    payload: fc.constantFrom(false, false, true, null),
  })
  .map(({ end, options, quirks, ...rest }) => ({
    ...rest,
    options: end === null ? options : [...options, 0],
    eolPadding: end ?? 0,
    quirks: new Set(
      quirks.filter((name) =>
        rest.version === 6 ? !quirksOfIpv4.includes(name) : rest.version === null || name !== 'flow',
      ),
    ),
  }));

describe('signatures', () => {
  it('are read back as they were printed', () => {
    fc.assert(
      fc.property(signatures, (signature) => {
        expect(parseSignature(formatSignature(signature))).toEqual(signature);
      }),
      { numRuns: 500 },
    );
  });

  it('of SYNs are those of a plain twin, and match as there', async () => {
    let matched = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(signatures, { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom('s:unix', 's:unix', 'g:unix', 's:!', 'g:!'), {
          minLength: 12,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 2 ** 31 }),
        async (stacks, kinds, seed) => {
          const lines = stacks.flatMap((stack, i) => [
            `label = ${kinds[i] ?? ''}:name ${i}:`,
            ...(kinds[i]?.endsWith('!') === true ? ['sys = @unix'] : []),
            `sig = ${formatSignature(stack)}`,
          ]);
          const text = ['classes = unix', '[tcp:request]', ...lines].join('\n');
          const parsed = parseDatabase(text, 'generated');
          const database = {
            ...parsed,
            ...partsOf(parsed),
            facts: { name: '', digest: '', signatures: 0, links: 0 },
          };
          const random = randomNumbers(seed);
          const packets = Array.from({ length: 60 }, (_, client) =>
            synBytes(randomSyn(random, stacks), client),
          );
          const file = join(folder.path, 'syns.pcap');
          writeFileSync(file, pcapFile(packets, { linkType: 101 }));
          const seen: unknown[] = [];
          await matchSyns(file, database, (_columns, _row, { text: raw, label }) => {
            seen.push([raw, label?.name ?? null, label?.quality.includes('fuzzy') ?? false]);
          });
          expect(seen).toEqual(
            packets.map((packet) => {
              const twin = readTwin(packet);
              const match = twinMatch(twin, parsed);
              if (match) matched += 1;
              const label = parsed.requests.find(({ line }) => line === match?.line)?.label;
              return [twinText(twin), label?.name ?? null, match?.fuzzy ?? false];
            }),
          );
        },
      ),
      { numRuns: 100 },
    );
    expect(matched).toBeGreaterThan(50);
  });
});

/** A reader's lists are its own properties; a spread takes them as they are. */
function partsOf({ classes, requests, responses, links, httpSignatures }: ReturnType<typeof parseDatabase>) {
  return { classes, requests, responses, links, httpSignatures };
}

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parsePhrase } from '#honeysift/sources/parse-phrase.js';

import { honeynet, udpIn, web } from '../support/honeynet.js';
import { sourcesOf } from '../support/source-rows.js';
import { renderPrefix } from '../support/textbook-sources.js';

const byte = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.constantFrom(...[...'\r\n\\|<>rn'].map((character) => character.charCodeAt(0))),
);
const payload = fc.array(byte, { minLength: 1, maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes));

it('a phrase can be read back into its payloads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 6 }), async (payloads) => {
      const packets = payloads.map((text, i) => udpIn(i, web, 1434, { payload: text }));
      const [row] = await sourcesOf(packets, { environment: honeynet });
      expect(row?.phrase).toBe(payloads.map((text) => renderPrefix(text, text.length)).join('||'));
      expect(row?.phrase).toMatch(/^[ -~]*$/);
      expect(parsePhrase(row?.phrase ?? '').map((bytes) => Buffer.from(bytes).toString('latin1'))).toEqual(
        payloads,
      );
    }),
    { numRuns: 500 },
  );
});

it('a phrase cut anywhere still reads back, as a beginning of the payloads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(payload, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 16, max: 60 }),
      async (payloads, phraseBound) => {
        const packets = payloads.map((text, i) => udpIn(i, web, 1434, { payload: text }));
        const [row] = await sourcesOf(packets, { environment: honeynet, options: { phraseBound } });
        const phrase = row?.phrase ?? '';
        expect(phrase.length).toBeLessThanOrEqual(phraseBound);
        const entries = parsePhrase(phrase).map((bytes) => Buffer.from(bytes).toString('latin1'));
        entries.forEach((entry, i) => {
          const isLast = i === entries.length - 1;
          expect(isLast ? payloads[i]?.slice(0, entry.length) : payloads[i]).toBe(entry);
        });
        expect(row?.phraseCut).toBe(entries.join('||') !== payloads.join('||'));
      },
    ),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';

import { sourceId } from '#honeysift/sources/source-id.js';
import { csvRecord } from '#honeysift/storage/format-csv.js';
import { isoInstant } from '#honeysift/storage/iso-instant.js';
import { PhraseIds, phraseId } from '#honeysift/storage/phrase-ids.js';
import { printableText } from '#honeysift/storage/printable-text.js';
import { verifyStore } from '#honeysift/storage/table-digest.js';

import { withStore } from '../support/open-stores.js';
import { buildContent, type SourceSpec } from '../support/store-content.js';

/** Textbook reading of RFC 4180, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (char === '"') {
      quoted = !quoted;
    } else if (!quoted && (char === ',' || (char === '\r' && text[at + 1] === '\n'))) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\r') {
        at++;
        rows.push([]);
      }
    } else {
      cell += char;
    }
  }
  return rows.slice(0, -1);
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '-', "'", 'a') }),
);

describe('csv', () => {
  it('can be read back, but for the apostrophe before a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyText, { minLength: 2, maxLength: 2 }), { maxLength: 5 }), (rows) => {
        const csv = rows.map((row) => csvRecord(row, ['VARCHAR', 'VARCHAR'])).join('');
        expect(parseCsv(csv)).toEqual(
          rows.map((row) => row.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))),
        );
      }),
    );
  });
});

describe('text for terminals', () => {
  it('is one line without controls, whatever it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printableText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('instants', () => {
  it('agree with Date to the millisecond and keep all digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.constantFrom(0, 3, 6, 9),
        (ticks, digits) => {
          const text = isoInstant(digits < 9 ? ticks / 10n ** BigInt(9 - digits) : ticks, digits) ?? '';
          const shown = digits < 9 ? ticks / 10n ** BigInt(9 - digits) : ticks;
          const fraction = digits === 0 ? 0n : BigInt(text.slice(-digits - 1, -1));
          expect(BigInt(Date.parse(text.replace(/(\.\d+)?Z$/, 'Z'))) / 1000n).toBe(
            (shown - fraction) / 10n ** BigInt(digits),
          );
          expect(text).toMatch(digits === 0 ? /T\d\d:\d\d:\d\dZ$/ : new RegExp(`\\.\\d{${digits}}Z$`));
        },
      ),
    );
  });
});

describe('phrase ids', () => {
  it('are ordered as their texts are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (texts) => {
        const buffers = texts.map((text) => Buffer.from(text)).sort(Buffer.compare.bind(Buffer));
        let at = 0;
        const offsets = Float64Array.from([0, ...buffers.map(({ length }) => (at += length))]);
        const ids = new PhraseIds({ bytes: Buffer.concat(buffers), offsets });
        const expected = buffers.map((buffer) => phraseId(buffer) as string).sort();
        expect([...ids.order()].map((phrase) => ids.textAt(phrase))).toEqual(expected);
      }),
    );
  });
});

describe('stores', () => {
  const source = fc.record({
    ip: fc.oneof(fc.ipV4(), fc.stringMatching(/^2[0-9a-f]{31}$/)),
    first: fc.bigInt({ min: 1_000_000_000_000_000_000n, max: 1_100_000_000_000_000_000n }),
    length: fc.bigInt({ min: 0n, max: 90_000_000_000n }),
    ports: fc.constantFrom('80', '445,139', '1434U', 'I'),
    targets: fc.dictionary(fc.constantFrom('web', 'mail', 'db'), fc.integer({ min: 1, max: 1e6 }), {
      minKeys: 1,
    }),
    phrase: fc.string({ unit: 'grapheme-ascii' }),
    backscatter: fc.boolean(),
  });

  it('give back any attack sources, and their digests hold', async () => {
    const keyed = fc.uniqueArray(source, {
      maxLength: 40,
      selector: ({ ip, first }) => `${ip}@${first / 86_400_000_000_000n}`,
    });
    await fc.assert(
      fc.asyncProperty(keyed, async (drawn) => {
        const specs = drawn.map(({ length, ...spec }): SourceSpec => ({
          ...spec,
          last: spec.first + length,
        }));
        const content = buildContent({ sources: specs });
        await withStore(content, async (store) => {
          expect(await verifyStore(store)).toEqual([]);
          const ids = (await store.query('SELECT source_id FROM attack_sources')).rows.map(([id]) => id);
          const expectedIds = Array.from(
            { length: specs.length },
            (_, row) => sourceId(content.sources, row) as string,
          );
          expect(ids.sort()).toEqual(expectedIds.sort());
          const { rows } = await store.query(`
            SELECT s.ip, epoch_ns(first_seen), epoch_ns(last_seen), ports_sequence, s.packets, phrase, backscatter,
              (SELECT map_from_entries(list((honeypot, t.packets) ORDER BY honeypot))
               FROM source_targets t WHERE t.source_id = s.source_id)
            FROM attack_sources s JOIN phrases USING (phrase_id) ORDER BY 2, 1`);
          const expected = specs.map(({ ip, first, last, ports, targets, phrase, backscatter }) => [
            ip.includes('.') ? ip : ipaddr.fromByteArray([...Buffer.from(ip, 'hex')]).toString(),
            first,
            last,
            ports,
            Object.values(targets ?? {}).reduce<number>((sum, count) => sum + Number(count), 0),
            phrase,
            backscatter,
            targets,
          ]);
          const byKey = (a: readonly unknown[], b: readonly unknown[]): number =>
            String(a[0]) + String(a[1]) < String(b[0]) + String(b[1]) ? -1 : 1;
          expect([...rows].sort(byKey)).toEqual(expected.sort(byKey));
        });
      }),
      { numRuns: 12 },
    );
  });
});

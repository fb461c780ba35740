import { describe, expect, it } from 'vitest';

import { renderTemplate } from '#honeysift/causes/render-template.js';
import type { TemplateField } from '#honeysift/model/root-cause.js';

import { chance, findCauses, inputOf, repeat, word } from './make-sources.js';

async function templateOf(phrases: readonly string[]): Promise<readonly TemplateField[]> {
  const causes = await findCauses(inputOf(phrases.map((phrase) => ({ counts: { a: 5 }, phrase }))));
  expect(causes.rootCauses).toHaveLength(1);
  return causes.rootCauses[0]?.template ?? [];
}

/** The template as a pattern: fixed texts literally, fields by their length alone. */
function patternOf(template: readonly TemplateField[]): RegExp {
  const parts = template.map((field) =>
    field.kind === 'fixed'
      ? field.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      : `([\\s\\S]{${field.minLength},${field.maxLength}})`,
  );
  return new RegExp(`^${parts.join('')}$`);
}

const random = chance(5);

describe('templates', () => {
  it('describe a variable field exactly', async () => {
    const values = ['abc', 'xyz12', 'q7w', 'hello', 'zz9top', 'mnop'];
    expect(await templateOf(values.map((value) => `USER ${value}\\r\\n||PASS x\\r\\n`))).toEqual([
      { kind: 'fixed', text: 'USER ' },
      {
        kind: 'variable',
        alphabet: 'a-z0-9',
        minLength: 3,
        maxLength: 6,
        values: 6,
        examples: ['abc', 'mnop', 'zz9top'],
      },
      { kind: 'fixed', text: '\\r\\n||PASS x\\r\\n' },
    ]);
  });

  it('keep whole bytes inside a hex run', async () => {
    const phrases = repeat(
      40,
      (index) => `<0102${(index * 97 + 256).toString(16).padStart(4, '0').slice(-4)}fffefdfc>tail`,
    );
    const template = await templateOf(phrases);
    expect(renderTemplate(template)).toMatch(/^<0102\{[^}]*\}fffefdfc>tail$/);
    for (const phrase of phrases) expect(phrase).toMatch(patternOf(template));
  });

  it('spell every phrase when random bytes are sometimes printable', async () => {
    const phrases = repeat(200, () => {
      const bytes = repeat(8, () => Math.floor(random() * 256));
      return renderLikeSources([0, 1, 2, 3, ...bytes, 0xff, 0xfe, 0xfd, 0x41, 0x42, 0, 9, 8]);
    });
    const template = await templateOf(phrases);
    expect(template.filter(({ kind }) => kind === 'variable')).toHaveLength(1);
    for (const phrase of phrases) expect(phrase).toMatch(patternOf(template));
  });

  it('show a repeated block once, and what is repeated as one field', async () => {
    const phrases = repeat(30, () =>
      repeat(6, () => `USER ${word(random, 4, 8)}\\r\\n||PASS ${word(random, 4, 8)}\\r\\n`).join('||'),
    );
    const template = await templateOf(phrases);
    expect(template.map((field) => (field.kind === 'fixed' ? field.text : '*'))).toEqual([
      'USER ',
      '*',
      '\\r\\n||PASS ',
      '*',
      '\\r\\n',
      '*',
    ]);
    for (const phrase of phrases) expect(phrase).toMatch(patternOf(template));
  });

  it('of equal phrases are one fixed text, of no payload nothing', async () => {
    expect(await templateOf(repeat(3, () => 'a\\|b||<00>'))).toEqual([
      { kind: 'fixed', text: 'a\\|b||<00>' },
    ]);
    expect(await templateOf(repeat(3, () => ''))).toEqual([]);
  });
});

/** DESIGN section 5, spelled anew. */
function renderLikeSources(bytes: readonly number[]): string {
  return bytes
    .map((byte) => {
      if (byte === 13) return '\\r';
      if (byte === 10) return '\\n';
      if (byte < 32 || byte > 126) return `<${byte.toString(16).padStart(2, '0')}>`;
      const char = String.fromCharCode(byte);
      return '\\<|'.includes(char) ? `\\${char}` : char;
    })
    .join('')
    .replaceAll(/(?<=<[0-9a-f]+)><(?=[0-9a-f]{2}>?)/g, '');
}

import { describe, expect, it } from 'vitest';

import { tabulateEntries } from '#honeysift/causes/entry-table.js';

import { makeDictionary } from './make-sources.js';

function entriesOf(...phrases: string[]): string[][] {
  phrases.sort();
  const dictionary = makeDictionary(phrases);
  const table = tabulateEntries(dictionary, Uint32Array.from(phrases.keys()));
  return phrases.map((_, phrase) =>
    Array.from(
      table.sequence.subarray(table.sequenceOffsets[phrase], table.sequenceOffsets[phrase + 1]),
      (entry) =>
        Buffer.from(table.bytes.subarray(table.offsets[entry], table.offsets[entry + 1])).toString('latin1'),
    ),
  );
}

describe('tabulateEntries', () => {
  it('cuts at the separator and decodes what was rendered', () => {
    expect(entriesOf('GET /\\r\\n||<00ff0a>A\\<b\\\\')).toEqual([['GET /\r\n', '\x00\xff\x0aA<b\\']]);
  });

  it('never cuts at an escaped bar', () => {
    expect(entriesOf('a\\|\\|b||c\\\\||d')).toEqual([['a||b', 'c\\', 'd']]);
  });

  it('keeps empty entries; the empty phrase has none', () => {
    expect(entriesOf('', 'a||', '||')).toEqual([[], ['a', ''], ['', '']]);
  });

  it('gives equal entries one id across phrases', () => {
    const dictionary = makeDictionary(['a||b', 'b||a||b']);
    const table = tabulateEntries(dictionary, Uint32Array.of(0, 1));
    expect(table.count).toBe(2);
    expect([...table.sequence]).toEqual([0, 1, 1, 0, 1]);
  });

  it('takes text that follows no rule literally', () => {
    expect(entriesOf('<', '<0g>', '<abc>', 'x\\')).toEqual([['<'], ['<0g>'], ['<abc>'], ['x\\']]);
  });
});

import { expect, it } from 'vitest';

import { parsePhrase } from '#honeysift/sources/parse-phrase.js';

const texts = (phrase: string): string[] =>
  parsePhrase(phrase).map((bytes) => Buffer.from(bytes).toString('latin1'));

it('reads entries back', () => {
  expect(texts('')).toEqual([]);
  expect(texts('USER a\\r\\n||PASS <00ff>||\\\\\\|>')).toEqual(['USER a\r\n', 'PASS \x00\xff', '\\|>']);
});

it.each(['|', 'a|b', '\\', '\\x', '\\r', '\\r\\', '<', '<>', '<0>', '<0G>', '<0A>', 'caf\u00e9', 'a\n'])(
  'refuses %j, which no rendering yields',
  (phrase) => {
    expect(() => parsePhrase(phrase)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error);
  },
);

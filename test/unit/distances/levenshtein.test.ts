import { describe, expect, it } from 'vitest';

import { levenshtein } from '#honeysift/distances/levenshtein.js';
import { HoneysiftError } from '#honeysift/errors.js';

describe('levenshtein', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['same', 'same', 0],
    ['a'.repeat(64), `${'a'.repeat(63)}b`, 1],
    ['a'.repeat(65), 'b'.repeat(65), 65],
    ['x'.repeat(5000), `y${'x'.repeat(4998)}`, 2],
  ])('of %o and %o is %i', (a, b, distance) => {
    expect(levenshtein(a, b)).toBe(distance);
    expect(levenshtein(Buffer.from(a), Buffer.from(b))).toBe(distance);
  });

  it('takes strings by code points: a character outside the BMP is one', () => {
    expect(levenshtein('\u{1f600}', '')).toBe(1);
    expect(levenshtein('\u{1f600}', '\u{1f601}')).toBe(1);
    expect(levenshtein('a\u{1f600}b', 'ab')).toBe(1);
    expect(levenshtein('\u{1f600}'.repeat(100), '\u{1f600}'.repeat(99))).toBe(1);
  });

  it('takes a lone surrogate as one character', () => {
    expect(levenshtein('\ud83d', '\ude00')).toBe(1);
    expect(levenshtein('\ud83d', '\u{1f600}')).toBe(1);
  });

  it('takes bytes by value, equal to the characters U+0000..U+00FF', () => {
    expect(levenshtein(Buffer.from([0xe9]), 'é')).toBe(0);
    expect(levenshtein(Buffer.from('é', 'utf8'), 'é')).toBe(2);
    expect(levenshtein('日本', Buffer.from('ab'))).toBe(2);
  });

  it('sees only the view of a byte array', () => {
    const bytes = Buffer.from('xxabcxx');
    expect(levenshtein(bytes.subarray(2, 5), 'abc')).toBe(0);
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set(Buffer.from('abd'));
    expect(levenshtein(shared, 'abc')).toBe(1);
  });

  it('answers alike in optimised code, whatever strings are made of', () => {
    const [name, tail] = ['administrator', ' of the night shift'];
    const strings = [
      `${name}${tail}`, // joined, perhaps never written out
      [name, tail].join(''),
      `xx${name}${tail}xx`.slice(2, -2), // a part of another string
      JSON.parse(JSON.stringify(name + tail)) as string,
    ];
    const others = ['administrative tower', 'Administrator of the nightshift', '日本 of the night', ''];
    const wanted = [18, 2, 19, 32];
    for (let round = 0; round < 20_000; round += 1) {
      const k = round % others.length;
      const a = strings[(round >> 2) % strings.length] as string;
      const distance =
        round % 3 === 0 ? levenshtein(a, others[k] as string) : levenshtein(others[k] as string, a);
      if (distance !== wanted[k]) expect(distance).toBe(wanted[k]);
      const cut = levenshtein(a, others[k] as string, { cutoff: 5 });
      if (cut !== Math.min(wanted[k] as number, 6)) expect(cut).toBe(Math.min(wanted[k] as number, 6));
    }
    expect(() => levenshtein(name, 7 as unknown as string)).toThrow(HoneysiftError);
  });

  it.each([[null], [undefined], [7], [['a']], [new Uint16Array(2)]])('refuses %o', (value) => {
    for (const call of [
      () => levenshtein(value as unknown as string, 'a'),
      () => levenshtein('a', value as unknown as string),
    ]) {
      expect(call).toThrow(HoneysiftError);
      expect(call).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error);
    }
  });
});

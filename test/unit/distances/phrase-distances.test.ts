import { describe, expect, it } from 'vitest';

import { phraseDistance, phraseDistances, phraseDistanceTile } from '#honeysift/index.js';

const phrases = ['GET /a', '', 'GET /bb HTTP', 'PUT /ccc é', 'GET /a', Buffer.from('USER ftp||PASS x')];
const wide = ['日本 GET', '\u{1f600}', ...phrases];

describe.each([
  ['bytes', phrases],
  ['wide characters', wide],
])('phrase distances of phrases of %s', (_, list) => {
  it.each([{}, { matching: 'module' }, { matching: 'assignment', costs: [2, 1, 0], set: 'GET日a' }] as const)(
    'are those of the pairs under %o',
    (options) => {
      const pairs = list.map((a) => list.map((b) => phraseDistance(a, b, options)));
      expect(list.map((a) => Array.from(phraseDistances(a, list, options)))).toEqual(pairs);
      const tile = phraseDistanceTile(list.slice(1), list.slice(0, 3), options);
      expect(Array.from(tile)).toEqual(pairs.slice(1).flatMap((row) => row.slice(0, 3)));
    },
  );

  it('are Infinity beyond a cutoff', () => {
    const exact = Array.from(phraseDistances('GET /bb', list));
    expect(Array.from(phraseDistances('GET /bb', list, { cutoff: 5 }))).toEqual(
      exact.map((distance) => (distance > 5 ? Infinity : distance)),
    );
  });
});

describe('phrase distances of many phrases', () => {
  it('take no phrases', () => {
    expect(phraseDistances('a', [])).toEqual(new Float64Array(0));
    expect(phraseDistanceTile([], phrases)).toEqual(new Float64Array(0));
  });

  it('refuse what they cannot take', () => {
    const refused = expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error;
    expect(() => phraseDistances(7 as unknown as string, phrases)).toThrow(refused);
    expect(() => phraseDistances('a', 'b' as unknown as string[])).toThrow(refused);
    expect(() => phraseDistances('a', phrases, { cutoff: NaN })).toThrow(refused);
    expect(() => phraseDistanceTile([null as unknown as string], phrases)).toThrow(refused);
  });

  it('stop when the flag is raised', () => {
    const cancelFlag = new Int32Array(new SharedArrayBuffer(4)).fill(1);
    const cancelled = expect.objectContaining({ code: 'ERR_CANCELLED' }) as Error;
    expect(() => phraseDistances('a b', phrases, { cancelFlag })).toThrow(cancelled);
    expect(() => phraseDistanceTile(phrases, phrases, { cancelFlag })).toThrow(cancelled);
    expect(() => phraseDistanceTile(wide, phrases, { cancelFlag })).toThrow(cancelled);
  });
});

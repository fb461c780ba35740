import fc from 'fast-check';

import type { PhraseDictionary } from '#honeysift/model/phrase-dictionary.js';

/** A dictionary of exactly these phrases (characters below U+0100), sorted bytewise and without duplicates. */
export function dictionaryOf(phrases: Iterable<string>): PhraseDictionary {
  const sorted = [...new Set(phrases)]
    .map((phrase) => Buffer.from(phrase, 'latin1'))
    .sort((x, y) => Buffer.compare(x, y));
  const offsets = new Float64Array(sorted.length + 1);
  sorted.forEach((phrase, i) => {
    offsets[i + 1] = offsets[i]! + phrase.length;
  });
  return { bytes: new Uint8Array(Buffer.concat(sorted)), offsets };
}

/** Phrases of a small alphabet, so that words repeat, move and nearly agree. */
export function phraseArbitrary(maxWords = 6): fc.Arbitrary<string> {
  const word = fc.oneof(
    fc.constantFrom('USER', 'PASS', 'ftp', 'a', 'ab', 'b', '0', '', 'list'),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', '0'), maxLength: 7 }),
  );
  const gap = fc.constantFrom(' ', '||', '\\r\\n', ',', ' ||', '.', '');
  return fc
    .tuple(gap, fc.array(fc.tuple(word, gap), { maxLength: maxWords }))
    .map(([first, parts]) => first + parts.flat().join(''));
}

/** All costs but the exact-match one are dyadic: sums are exact, so results may be compared exactly. */
export function costsArbitrary(): fc.Arbitrary<[number, number, number]> {
  const cost = fc.constantFrom(0, 0.25, 0.5, 1, 2, 10);
  return fc.tuple(cost, cost, fc.constantFrom(0, 0, 1, 3));
}

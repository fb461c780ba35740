import type { PhraseDictionary } from '#honeysift/model/phrase-dictionary.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The same numbers and words for the same seed, on every machine. */
export interface Random {
  below(bound: number): number;
  word(length: number): string;
}

export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const word = (length: number): string =>
    Array.from({ length }, () => letters[below(letters.length)] as string).join('');
  return { below, word };
}

/** Phrases below U+0100 that are sorted and distinct already. */
export function dictionaryOf(phrases: readonly string[]): PhraseDictionary {
  const offsets = new Float64Array(phrases.length + 1);
  for (const [i, phrase] of phrases.entries()) offsets[i + 1] = (offsets[i] as number) + phrase.length;
  return { bytes: new Uint8Array(Buffer.from(phrases.join(''), 'latin1')), offsets };
}

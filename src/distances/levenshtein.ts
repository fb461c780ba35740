import { invalidArgument } from '../errors.js';
import { checkPhraseStatus, phraseMatcher } from '../native/phrase-matcher.js';
import { notShort, shortLevenshtein } from './short-levenshtein.js';

/**
 * Levenshtein distance: the least number of insertions, deletions and substitutions that turn `a` into `b`.
 * Strings are taken by code points (a lone surrogate is one character), byte arrays by bytes; a byte equals the
 * character U+0000..U+00FF of its value. Bit-parallel (Myers 1999, Hyyro 2003); see README.md for cost.
 * @throws HoneysiftError ERR_ARGUMENT when an argument is neither; ERR_BOUND when memory runs out.
 */
export function levenshtein(a: string | Uint8Array, b: string | Uint8Array): number {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a === b) return 0;
    const distance = shortLevenshtein(a, b);
    if (distance !== notShort) return distance;
  } else {
    requireText('a', a);
    requireText('b', b);
  }
  const distance = phraseMatcher.levenshtein(a, b);
  if (distance < 0) checkPhraseStatus(-distance);
  return distance;
}

/** @throws HoneysiftError ERR_ARGUMENT when `value` is neither a string nor a Uint8Array. */
export function requireText(parameter: string, value: unknown): void {
  if (typeof value === 'string' || value instanceof Uint8Array) return;
  throw invalidArgument(parameter, 'a string or a Uint8Array', value);
}

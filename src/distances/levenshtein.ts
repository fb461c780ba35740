import { invalidArgument } from '../errors.js';
import { checkPhraseStatus, phraseMatcher } from '../native/phrase-matcher.js';
import { notShort, shortLevenshtein } from './short-levenshtein.js';

export interface LevenshteinOptions {
  /**
   * A whole number of at least 0. A distance above it comes back as `cutoff + 1`, which is found out sooner than the
   * distance itself. Default: none.
   */
  readonly cutoff?: number | undefined;
}

/** An int32 that no distance of strings exceeds: V8's longest has 2^29 units. */
const noCutoff = 0x7fffffff;

/**
 * Levenshtein distance: the least number of insertions, deletions and substitutions that turn `a` into `b`, a whole
 * number of characters; with a cutoff, at most `cutoff + 1`.
 * Strings are taken by code points (a lone surrogate is one character), byte arrays by bytes; a byte equals the
 * character U+0000..U+00FF of its value. Bit-parallel (Myers 1999, Hyyro 2003); see README.md for cost.
 * @throws HoneysiftError ERR_ARGUMENT when an argument is neither or the cutoff is no whole number; ERR_BOUND when
 * memory runs out.
 */
export function levenshtein(
  a: string | Uint8Array,
  b: string | Uint8Array,
  options?: LevenshteinOptions,
): number {
  const cutoff = options === undefined ? noCutoff : checkedCutoff(options);
  const distance = directly(a, b, cutoff < noCutoff ? cutoff : noCutoff);
  return distance < 0 ? ofAny(a, b, options === undefined ? Infinity : cutoff) : distance;
}

type OfTwo = (a: string | Uint8Array, b: string | Uint8Array, cutoff: number) => number;

/** Where V8 enters native code directly, that is the fastest way at every length. Below 0 for all it cannot do. */
const directly: OfTwo = phraseMatcher.levenshteinOfHeld ?? ofShortStrings;

function ofShortStrings(...[a, b, cutoff]: Parameters<OfTwo>): number {
  if (typeof a !== 'string' || typeof b !== 'string') return notShort;
  if (a === b) return 0;
  const distance = shortLevenshtein(a, b);
  return distance > cutoff ? cutoff + 1 : distance;
}

function ofAny(...[a, b, cutoff]: Parameters<OfTwo>): number {
  requireText('a', a);
  requireText('b', b);
  const distance = phraseMatcher.levenshtein(a, b, cutoff);
  if (distance < 0) checkPhraseStatus(-distance);
  return distance;
}

/** @throws HoneysiftError ERR_ARGUMENT when `value` is neither a string nor a Uint8Array. */
export function requireText(parameter: string, value: unknown): void {
  if (typeof value === 'string' || value instanceof Uint8Array) return;
  throw invalidArgument(parameter, 'a string or a Uint8Array', value);
}

/**
 * The cutoff, Infinity for none: no distance between JavaScript's strings reaches 2^32 - 2.
 * @throws HoneysiftError ERR_ARGUMENT when it is no whole number of at least 0.
 */
export function checkedCutoff({ cutoff = Infinity }: LevenshteinOptions): number {
  if (cutoff === Infinity || (Number.isSafeInteger(cutoff) && cutoff >= 0))
    return cutoff < 0xfffffffe ? cutoff : Infinity;
  throw invalidArgument('cutoff', 'a whole number of at least 0', cutoff);
}

import { invalidArgument } from '../errors.js';
import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import type { PhraseDistanceOptions } from '../model/phrase-distance.js';
import { type CancelFlag, checkPhraseStatus, neverCancelled } from '../native/phrase-matcher.js';
import { internPhrases } from './intern-phrases.js';
import { roomFor } from './levenshtein-tile.js';
import { requireText } from './levenshtein.js';
import { phraseDistance } from './phrase-distance.js';
import { distancesFrom, distanceTile } from './space-distances.js';

type Phrase = string | Uint8Array;

export interface PhraseTileOptions extends PhraseDistanceOptions {
  /** An Int32Array over a SharedArrayBuffer; another thread sets element 0 to 1 to cancel, seen within 200 ms. */
  readonly cancelFlag?: CancelFlag | undefined;
}

export interface PhraseDistancesOptions extends PhraseTileOptions {
  /** A distance above it comes out as Infinity, which is found out sooner. Default: none. */
  readonly cutoff?: number | undefined;
}

/**
 * Phrase distances of one phrase to many: D(phrase, phrases[k]) at element k, as {@link phraseDistance} has it. Words are
 * interned once. Phrases with characters above U+00FF are computed pair by pair, which is slower.
 * @throws HoneysiftError ERR_ARGUMENT for a bad option or argument; ERR_BOUND; ERR_CANCELLED.
 */
export function phraseDistances(
  phrase: Phrase,
  phrases: readonly Phrase[],
  options: PhraseDistancesOptions = {},
): Float64Array {
  const { cutoff = Infinity, cancelFlag } = options;
  if (typeof cutoff !== 'number' || Number.isNaN(cutoff)) {
    throw invalidArgument('cutoff', 'a number', cutoff);
  }
  requireText('phrase', phrase);
  requirePhrases('phrases', phrases);
  const dictionary = dictionaryOf([phrase].concat(phrases));
  const ids = Uint32Array.from({ length: phrases.length + 1 }, (_, k) => k);
  const found = dictionary
    ? distancesFrom(internPhrases(dictionary, ids, options), 0, ids.subarray(1), { cutoff, cancelFlag })
    : Float64Array.from(phrases, (other) => wideDistance(phrase, other, options));
  return found.map((distance) => (distance > cutoff ? Infinity : distance));
}

/**
 * Phrase distances of every row to every column: D(rows[i], columns[j]) at element i * columns.length + j, as
 * {@link phraseDistance} has it. Work is shared between the pairs of a row; phrases that differ in few places are compared
 * in SIMD lanes. Phrases with characters above U+00FF are computed pair by pair, which is slower.
 * @throws HoneysiftError ERR_ARGUMENT for a bad option or argument; ERR_BOUND; ERR_CANCELLED.
 */
export function phraseDistanceTile(
  rows: readonly Phrase[],
  columns: readonly Phrase[],
  options: PhraseTileOptions = {},
): Float64Array {
  requirePhrases('rows', rows);
  requirePhrases('columns', columns);
  const all = [...rows, ...columns];
  const dictionary = dictionaryOf(all);
  if (dictionary) {
    const space = internPhrases(dictionary, Uint32Array.from(all.keys()), options);
    return distanceTile(space, 0, rows.length, rows.length, all.length, options.cancelFlag);
  }
  const out = roomFor(Float64Array, rows.length, columns.length);
  for (const [i, row] of rows.entries()) {
    for (const [j, column] of columns.entries()) {
      out[i * columns.length + j] = wideDistance(row, column, options);
    }
  }
  return out;
}

function wideDistance(a: Phrase, b: Phrase, options: PhraseTileOptions): number {
  checkPhraseStatus(Atomics.load(options.cancelFlag ?? neverCancelled, 0));
  return phraseDistance(a, b, options);
}

function requirePhrases(parameter: string, phrases: unknown): void {
  if (!Array.isArray(phrases)) throw invalidArgument(parameter, 'an array of phrases', phrases);
  for (const phrase of phrases) requireText(parameter, phrase);
}

/** Undefined when a character lies above U+00FF. */
function dictionaryOf(phrases: readonly Phrase[]): PhraseDictionary | undefined {
  const offsets = new Float64Array(phrases.length + 1);
  for (const [k, phrase] of phrases.entries()) {
    if (typeof phrase === 'string' && !/^[\0-\xff]*$/.test(phrase)) return undefined;
    offsets[k + 1] = (offsets[k] as number) + phrase.length;
  }
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (const [k, phrase] of phrases.entries()) {
    bytes.set(typeof phrase === 'string' ? Buffer.from(phrase, 'latin1') : phrase, offsets[k]);
  }
  return { bytes, offsets };
}

import { constants } from 'node:buffer';

import { HoneysiftError, invalidArgument } from '../errors.js';
import { checkPhraseStatus, phraseMatcher } from '../native/phrase-matcher.js';
import { checkedCutoff, levenshtein, type LevenshteinOptions } from './levenshtein.js';

type Word = string | Uint8Array;

/** Units of the longest query that is compared with one candidate at a time. */
const shortQuery = 64;

/**
 * Levenshtein distances of one text to many, `candidates[k]` at element k; as {@link levenshtein} has them, the cutoff
 * included. A long query is compared with many candidates at once, one to a SIMD lane; for a short one, bringing them
 * together takes longer than to compare them.
 * @throws HoneysiftError ERR_ARGUMENT for other than strings and Uint8Arrays, or a bad cutoff; ERR_BOUND when memory
 * runs out or the words have more than some 2^29 characters together.
 */
export function levenshteinMany(
  query: Word,
  candidates: readonly Word[],
  options: LevenshteinOptions = {},
): Uint32Array {
  requireWord('query', query);
  if (query.length > shortQuery) {
    return fillTile(join('query', [query]), join('candidates', candidates), options);
  }
  const cutoff = checkedCutoff(options);
  const given = cutoff === Infinity ? undefined : { cutoff };
  requireWords('candidates', candidates);
  const out = roomFor(Uint32Array, 1, candidates.length);
  for (const [k, candidate] of candidates.entries()) {
    requireWord('candidates', candidate);
    out[k] = levenshtein(query, candidate, given);
  }
  return out;
}

/**
 * Levenshtein distances of every row to every column: `rows[i]` to `columns[j]` at element i * columns.length + j. The
 * cheapest way to many distances: columns are packed into SIMD lanes once for all rows.
 * @throws HoneysiftError as {@link levenshteinMany}
 */
export function levenshteinTile(
  rows: readonly Word[],
  columns: readonly Word[],
  options: LevenshteinOptions = {},
): Uint32Array {
  return fillTile(join('rows', rows), join('columns', columns), options);
}

/**
 * Levenshtein distances among words: the tile of `words` with themselves, symmetric with a diagonal of 0, n * n elements.
 * @throws HoneysiftError as {@link levenshteinMany}
 */
export function levenshteinMatrix(words: readonly Word[], options: LevenshteinOptions = {}): Uint32Array {
  const joined = join('words', words);
  return fillTile(joined, joined, options);
}

interface JoinedWords {
  readonly units: Uint16Array;
  /** Word k is units [offsets[k], offsets[k + 1]). */
  readonly offsets: Uint32Array;
}

function join(parameter: string, words: readonly unknown[]): JoinedWords {
  requireWords(parameter, words);
  const offsets = new Uint32Array(words.length + 1);
  let end = 0;
  const texts: string[] = [];
  for (let k = 0; k < words.length; k += 1) {
    const text = textOf(parameter, words[k]);
    end += text.length;
    if (end > constants.MAX_STRING_LENGTH) {
      throw new HoneysiftError(
        'ERR_BOUND',
        `The words of ${parameter} have more than ${constants.MAX_STRING_LENGTH.toString()} characters; take fewer at once`,
      );
    }
    texts.push(text);
    offsets[k + 1] = end;
  }
  const units = roomFor(Uint16Array, 1, end);
  Buffer.from(units.buffer).write(texts.join(''), 'utf16le');
  return { units, offsets };
}

function textOf(parameter: string, word: unknown): string {
  requireWord(parameter, word);
  if (typeof word === 'string') return word;
  return Buffer.from(word.buffer, word.byteOffset, word.byteLength).toString('latin1');
}

function requireWords(parameter: string, words: unknown): void {
  if (!Array.isArray(words)) throw invalidArgument(parameter, 'an array of strings or Uint8Arrays', words);
}

function requireWord(parameter: string, word: unknown): asserts word is Word {
  if (typeof word === 'string' || word instanceof Uint8Array) return;
  throw invalidArgument(parameter, 'strings or Uint8Arrays', word);
}

function fillTile(rows: JoinedWords, columns: JoinedWords, options: LevenshteinOptions): Uint32Array {
  const cutoff = checkedCutoff(options);
  const out = roomFor(Uint32Array, rows.offsets.length - 1, columns.offsets.length - 1);
  checkPhraseStatus(
    phraseMatcher.levenshteinTile(rows.units, rows.offsets, columns.units, columns.offsets, cutoff, out),
  );
  return out;
}

/**
 * Elements of a tile.
 * @throws HoneysiftError ERR_BOUND when there is no memory for it.
 */
export function roomFor<Room>(ArrayType: new (length: number) => Room, rows: number, columns: number): Room {
  try {
    return new ArrayType(rows * columns);
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_BOUND',
      `No memory for ${rows.toString()} x ${columns.toString()} numbers; take fewer at once`,
      { cause },
    );
  }
}

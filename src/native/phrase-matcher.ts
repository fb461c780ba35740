import { HoneysiftError } from '../errors.js';
import { loadAddon } from './load-addon.js';

/** Shared memory whose element 0 turns 1 to cancel; native loops poll it. */
export type CancelFlag = Int32Array;

/** [matching, mode, string, positional, exact-match cost]; see {@link matchingCodes} and {@link modeCodes}. */
export type PackedOptions = Float64Array;

/** Values of native/phrase/phrase_costs.h. */
export const matchingCodes = { stable: 0, assignment: 1, module: 2 } as const;
export const modeCodes = { both: 0, set: 1, complementary: 2 } as const;

/** bytes, offsets, ids: the phrases of a dictionary that are to be interned. */
type SourceArguments = [bytes: Uint8Array, offsets: Float64Array, ids: Uint32Array];

/** The arrays of a phrase space in the order native code takes them. */
export type SpaceArguments = [
  wordBytes: Uint8Array,
  wordOffsets: Uint32Array,
  setOffsets: Uint32Array,
  setWords: Uint32Array,
  complementOffsets: Uint32Array,
  complementWords: Uint32Array,
];

type Status = number;

/** native/phrase/binding.cc. A negative distance is a status. Arrays may lie over SharedArrayBuffers. */
interface PhraseMatcher {
  /** A distance above `cutoff`, a whole number or Infinity, comes back as cutoff + 1. */
  levenshtein(a: string | Uint8Array, b: string | Uint8Array, cutoff: number): number;
  /**
   * The same with an int32 of at least 0 as `cutoff`, where optimised JavaScript can enter it directly (see
   * native/phrase/fast_call.h); below 0 for what it cannot read: arrays, and strings `levenshtein` has not yet seen.
   */
  readonly levenshteinOfHeld?: (a: string | Uint8Array, b: string | Uint8Array, cutoff: number) => number;
  /** Words one behind the other: word k is UTF-16 units [offsets[k], offsets[k + 1]). */
  levenshteinTile(
    rowUnits: Uint16Array,
    rowOffsets: Uint32Array,
    columnUnits: Uint16Array,
    columnOffsets: Uint32Array,
    cutoff: number,
    out: Uint32Array,
  ): Status;
  phraseDistance(
    a: string | Uint8Array,
    b: string | Uint8Array,
    set: Uint32Array,
    options: PackedOptions,
    cancel: CancelFlag,
  ): number;
  countWords(
    ...args: [
      ...SourceArguments,
      set: Uint32Array,
      dropZero: number,
      setOffsets: Uint32Array,
      complementOffsets: Uint32Array,
    ]
  ): Status;
  internWords(
    ...args: [
      ...SourceArguments,
      set: Uint32Array,
      dropZero: number,
      setWords: Uint32Array,
      complementWords: Uint32Array,
      wordStarts: Float64Array,
      wordLengths: Uint32Array,
      /** Out: distinct words, their bytes. */
      counts: Float64Array,
    ]
  ): Status;
  copyWords(
    ...args: [
      ...SourceArguments,
      wordStarts: Float64Array,
      wordLengths: Uint32Array,
      distinct: number,
      wordBytes: Uint8Array,
      wordOffsets: Uint32Array,
    ]
  ): Status;
  distancesFrom(
    ...args: [
      ...SpaceArguments,
      options: PackedOptions,
      cancel: CancelFlag,
      i: number,
      js: Uint32Array,
      cutoff: number,
      out: Float64Array,
    ]
  ): Status;
  distanceTile(
    ...args: [
      ...SpaceArguments,
      options: PackedOptions,
      cancel: CancelFlag,
      rowStart: number,
      rowEnd: number,
      colStart: number,
      colEnd: number,
      out: Float64Array,
    ]
  ): Status;
  coherenceTile(
    ...args: [
      ...SpaceArguments,
      options: PackedOptions,
      cancel: CancelFlag,
      rowStart: number,
      rowEnd: number,
      colStart: number,
      colEnd: number,
      /** Per phrase of the space. */
      counts: Float64Array,
      /** In and out, as are the next two. */
      rowSums: Float64Array,
      columnSums: Float64Array,
      squares: Float64Array,
    ]
  ): Status;
}

export const phraseMatcher = loadAddon('phrase_matcher') as PhraseMatcher;

/** A flag that nobody raises. */
export const neverCancelled: CancelFlag = new Int32Array(1);

/**
 * Throws what a status of native/phrase/status.h means; does nothing for 0.
 * @throws HoneysiftError ERR_CANCELLED, ERR_BOUND or ERR_NATIVE.
 */
export function checkPhraseStatus(status: Status): void {
  switch (status) {
    case 0:
      return;
    case 1:
      throw new HoneysiftError('ERR_CANCELLED', 'Cancelled while phrase distances were being computed');
    case 2:
      throw new HoneysiftError(
        'ERR_BOUND',
        'These phrases have more words than this matching serves (module: 4,096 in a list; assignment: 20,000 in a list ' +
          'beyond those that stand unchanged at their place, or a minute of work); use the matching "stable", which has ' +
          'no such bound',
      );
    case 3:
      throw new HoneysiftError('ERR_BOUND', 'Out of memory while phrase distances were being computed');
    case 4:
      throw new HoneysiftError(
        'ERR_BOUND',
        'These phrases hold more than 2^32 - 2 characters or words; take fewer at once',
      );
    default:
      throw new HoneysiftError('ERR_NATIVE', `Unknown status ${status.toString()} from the phrase matcher`);
  }
}

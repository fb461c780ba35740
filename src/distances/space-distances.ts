import { invalidArgument } from '../errors.js';
import {
  type CancelFlag,
  checkPhraseStatus,
  neverCancelled,
  phraseMatcher,
} from '../native/phrase-matcher.js';
import { type PhraseSpace, spaceArguments, spaceSize } from './phrase-space.js';

export interface DistancesFromOptions {
  /** Distances above it may come out as any number above it; finding that out is much cheaper. Default: none. */
  readonly cutoff?: number | undefined;
  /** Element 0 turns 1 to cancel, seen within 200 ms. */
  readonly cancelFlag?: CancelFlag | undefined;
}

/** D(i, j) of two phrases of a space. */
export function distanceBetween(space: PhraseSpace, i: number, j: number): number {
  return distancesFrom(space, i, Uint32Array.of(j))[0] as number;
}

/**
 * D(i, j) for each j of `js`, in that order.
 * @throws HoneysiftError ERR_ARGUMENT for a number outside the space; ERR_BOUND; ERR_CANCELLED.
 */
export function distancesFrom(
  space: PhraseSpace,
  i: number,
  js: Uint32Array,
  { cutoff = Infinity, cancelFlag = neverCancelled }: DistancesFromOptions = {},
): Float64Array {
  const size = spaceSize(space);
  requireWithin('i', i, size);
  const stray = js.find((j) => j >= size);
  if (stray !== undefined) requireWithin('js', stray, size);
  if (Number.isNaN(cutoff)) throw invalidArgument('cutoff', 'a number', cutoff);
  const out = new Float64Array(js.length);
  checkPhraseStatus(
    phraseMatcher.distancesFrom(
      ...spaceArguments(space),
      space.packedOptions,
      cancelFlag,
      i,
      js,
      cutoff,
      out,
    ),
  );
  return out;
}

/**
 * D(i, j) for i in [rowStart, rowEnd) and j in [colStart, colEnd), row by row.
 * @throws HoneysiftError ERR_ARGUMENT for bounds outside the space; ERR_BOUND; ERR_CANCELLED.
 */
export function distanceTile(
  space: PhraseSpace,
  rowStart: number,
  rowEnd: number,
  colStart: number,
  colEnd: number,
  cancelFlag: CancelFlag = neverCancelled,
): Float64Array {
  const bound = spaceSize(space) + 1;
  requireWithin('rowEnd', rowEnd, bound);
  requireWithin('rowStart', rowStart, rowEnd + 1);
  requireWithin('colEnd', colEnd, bound);
  requireWithin('colStart', colStart, colEnd + 1);
  const out = new Float64Array((rowEnd - rowStart) * (colEnd - colStart));
  checkPhraseStatus(
    phraseMatcher.distanceTile(
      ...spaceArguments(space),
      space.packedOptions,
      cancelFlag,
      rowStart,
      rowEnd,
      colStart,
      colEnd,
      out,
    ),
  );
  return out;
}

function requireWithin(parameter: string, value: number, bound: number): void {
  if (Number.isInteger(value) && value >= 0 && value < bound) return;
  throw invalidArgument(parameter, `an integer from 0 below ${bound.toString()}`, value);
}

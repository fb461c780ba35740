import type { PhraseDistanceOptions } from '../model/phrase-distance.js';
import {
  checkPhraseStatus,
  neverCancelled,
  type PackedOptions,
  phraseMatcher,
} from '../native/phrase-matcher.js';
import { requireText } from './levenshtein.js';
import { packOptions, resolveOptions, setCodePoints } from './resolve-options.js';

interface Prepared {
  readonly packed: PackedOptions;
  readonly set: Uint32Array;
  /** What they were made from. */
  readonly from: Pick<PhraseDistanceOptions, 'matching' | 'mode' | 'set'> & { readonly costsKey: string };
}

const defaults: Prepared = prepare({});
/** Options objects are usually made once and used for many pairs. */
const prepared = new WeakMap<PhraseDistanceOptions, Prepared>();

/**
 * Phrase distance of two phrases: words married by cost, summed; see README.md for the definition. Strings are taken by
 * code points, byte arrays by bytes (as U+0000..U+00FF). Not a metric unless `matching` is `assignment`.
 * @throws HoneysiftError ERR_ARGUMENT for a bad option or argument; ERR_BOUND for more words than the matching serves.
 */
export function phraseDistance(
  a: string | Uint8Array,
  b: string | Uint8Array,
  options?: PhraseDistanceOptions,
): number {
  requireText('a', a);
  requireText('b', b);
  const { set, packed } = options ? preparedFor(options) : defaults;
  const distance = phraseMatcher.phraseDistance(a, b, set, packed, neverCancelled);
  if (distance < 0) checkPhraseStatus(-distance);
  return distance;
}

function preparedFor(options: PhraseDistanceOptions): Prepared {
  const known = prepared.get(options);
  if (known && isUnchanged(options, known)) return known;
  const made = prepare(options);
  prepared.set(options, made);
  return made;
}

/** The object may have been changed since it was prepared. */
function isUnchanged({ matching, mode, set, costs }: PhraseDistanceOptions, { from }: Prepared): boolean {
  return (
    matching === from.matching && mode === from.mode && set === from.set && keyOf(costs) === from.costsKey
  );
}

function keyOf(costs: PhraseDistanceOptions['costs']): string {
  return costs === undefined ? '' : String(costs);
}

function prepare(options: PhraseDistanceOptions): Prepared {
  const { matching, mode, set, costs } = options;
  const resolved = resolveOptions(options);
  return {
    packed: packOptions(resolved),
    set: setCodePoints(resolved.set),
    from: { matching, mode, set, costsKey: keyOf(costs) },
  };
}

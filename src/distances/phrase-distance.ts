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
}

const defaults: Prepared = prepare({});
/** Options objects are usually made once and used for many pairs. */
const prepared = new WeakMap<PhraseDistanceOptions, Prepared & { readonly key: string }>();

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
  // The object may have been changed since it was prepared.
  const key = `${options.matching ?? ''}/${options.mode ?? ''}/${String(options.costs)}/${options.set === undefined ? '' : `=${options.set}`}`;
  const known = prepared.get(options);
  if (known?.key === key) return known;
  const made = { ...prepare(options), key };
  prepared.set(options, made);
  return made;
}

function prepare(options: PhraseDistanceOptions): Prepared {
  const resolved = resolveOptions(options);
  return { packed: packOptions(resolved), set: setCodePoints(resolved.set) };
}

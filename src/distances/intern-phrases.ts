import { invalidArgument } from '../errors.js';
import { type PhraseDictionary, phraseCount } from '../model/phrase-dictionary.js';
import type { PhraseDistanceOptions } from '../model/phrase-distance.js';
import { checkPhraseStatus, phraseMatcher } from '../native/phrase-matcher.js';
import type { PhraseSpace } from './phrase-space.js';
import { packOptions, resolveOptions, setCodePoints } from './resolve-options.js';
import { sharedFloat64, sharedUint32, sharedUint8 } from './shared-arrays.js';

/**
 * Cuts the phrases `phraseIds` of a dictionary into words and gives equal words equal numbers. Time linear in their
 * bytes; the result takes about 4 bytes a word and the bytes of the distinct words.
 * @throws HoneysiftError ERR_ARGUMENT for a bad option or an id outside the dictionary; ERR_BOUND beyond 2^32 - 2 words.
 */
export function internPhrases(
  dictionary: PhraseDictionary,
  phraseIds: Uint32Array,
  options?: PhraseDistanceOptions,
): PhraseSpace {
  const resolved = resolveOptions(options);
  const known = phraseCount(dictionary);
  const stray = phraseIds.find((id) => id >= known);
  if (stray !== undefined) throw invalidArgument('phraseIds', `ids below ${known.toString()}`, stray);

  const source = [dictionary.bytes, dictionary.offsets, phraseIds] as const;
  const set = setCodePoints(resolved.set);
  const dropZero = resolved.matching === 'module' ? 1 : 0;
  const setOffsets = sharedUint32(phraseIds.length + 1);
  const complementOffsets = sharedUint32(phraseIds.length + 1);
  checkPhraseStatus(phraseMatcher.countWords(...source, set, dropZero, setOffsets, complementOffsets));

  const setWords = sharedUint32(setOffsets.at(-1) ?? 0);
  const complementWords = sharedUint32(complementOffsets.at(-1) ?? 0);
  const room = setWords.length + complementWords.length + 1;
  const wordStarts = new Float64Array(room);
  const wordLengths = new Uint32Array(room);
  const counts = new Float64Array(2);
  checkPhraseStatus(
    phraseMatcher.internWords(
      ...source,
      set,
      dropZero,
      setWords,
      complementWords,
      wordStarts,
      wordLengths,
      counts,
    ),
  );

  const [distinct = 0, distinctBytes = 0] = counts;
  const wordBytes = sharedUint8(distinctBytes);
  const wordOffsets = sharedUint32(distinct + 1);
  phraseMatcher.copyWords(...source, wordStarts, wordLengths, distinct, wordBytes, wordOffsets);

  const packedOptions = sharedFloat64(5);
  packedOptions.set(packOptions(resolved));
  const ids = sharedUint32(phraseIds.length);
  ids.set(phraseIds);
  return {
    options: resolved,
    packedOptions,
    phraseIds: ids,
    wordBytes,
    wordOffsets,
    setOffsets,
    setWords,
    complementOffsets,
    complementWords,
  };
}

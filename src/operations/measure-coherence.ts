import { coherenceStage } from '../distances/coherence-stage.js';
import { HoneysiftError, invalidArgument } from '../errors.js';
import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import type { Coherence, PhraseDistanceOptions } from '../model/phrase-distance.js';
import { type RunOptions, withRunner } from './with-runner.js';

export interface MeasureCoherenceOptions extends RunOptions, PhraseDistanceOptions {}

/** `key` is empty; `medoidPhrase` is the place among the phrases given where the medoid stands first. */
export type PhraseCoherence = Coherence;

/**
 * Coherence of phrases, one for each attack source: D_C, both standard deviations and the medoid, exact over all ordered
 * pairs, spread over worker threads. Equal phrases are computed once and weighted.
 * @param phrases strings of characters up to U+00FF, as phrases are rendered, or bytes
 * @throws HoneysiftError ERR_ARGUMENT for no phrases, other characters or a bad option; ERR_BOUND; ERR_CANCELLED within
 * 200 ms of an abort.
 */
export async function coherence(
  phrases: readonly (string | Uint8Array)[],
  options: MeasureCoherenceOptions = {},
): Promise<PhraseCoherence> {
  if (phrases.length === 0) throw invalidArgument('phrases', 'at least one phrase', phrases.length);
  const counts = new Map<string, number>();
  const firstAt: number[] = [];
  for (const [at, phrase] of phrases.entries()) {
    const text = latin1(phrase);
    const known = counts.get(text);
    if (known === undefined) firstAt.push(at);
    counts.set(text, (known ?? 0) + 1);
  }
  const dictionary = dictionaryOf([...counts.keys()]);
  const group = {
    key: '',
    phraseIds: Uint32Array.from(firstAt.keys()),
    counts: Float64Array.from(counts.values()),
  };
  const found = await withRunner(options, (runner) =>
    runner.run(coherenceStage, { phrases: dictionary, groups: [group], options }, options.signal),
  );
  const measured = found.get('');
  if (!measured) throw new HoneysiftError('ERR_NATIVE', 'The coherence of the phrases is missing');
  return { ...measured, medoidPhrase: firstAt[measured.medoidPhrase] as number };
}

function latin1(phrase: unknown): string {
  if (phrase instanceof Uint8Array) return Buffer.from(phrase).toString('latin1');
  if (typeof phrase === 'string' && /^[\0-\xff]*$/.test(phrase)) return phrase;
  throw invalidArgument('phrases', 'strings of characters up to U+00FF, or Uint8Arrays', phrase);
}

function dictionaryOf(phrases: readonly string[]): PhraseDictionary {
  const offsets = new Float64Array(phrases.length + 1);
  for (const [i, phrase] of phrases.entries()) offsets[i + 1] = (offsets[i] as number) + phrase.length;
  const bytes = new Uint8Array(offsets.at(-1) ?? 0);
  for (const [i, phrase] of phrases.entries()) bytes.set(Buffer.from(phrase, 'latin1'), offsets[i]);
  return { bytes, offsets };
}

import type { ResolvedOptions } from './resolve-options.js';
import type { PackedOptions, SpaceArguments } from '../native/phrase-matcher.js';

/**
 * Phrases as lists of interned words, for computing many distances among them. Made by `internPhrases`; plain data
 * whose arrays lie over SharedArrayBuffers, so posting one to a worker copies nothing. Phrase `k` of the space is
 * phrase `phraseIds[k]` of its dictionary.
 */
export interface PhraseSpace {
  readonly options: ResolvedOptions;
  readonly packedOptions: PackedOptions;
  readonly phraseIds: Uint32Array;
  /** Word `w` is `wordBytes[wordOffsets[w] .. wordOffsets[w + 1])`; word 0 is the empty one; all are distinct. */
  readonly wordBytes: Uint8Array;
  readonly wordOffsets: Uint32Array;
  /** Words of phrase `k` in the set: `setWords[setOffsets[k] .. setOffsets[k + 1])`; likewise the complementary ones. */
  readonly setOffsets: Uint32Array;
  readonly setWords: Uint32Array;
  readonly complementOffsets: Uint32Array;
  readonly complementWords: Uint32Array;
}

export function spaceSize(space: PhraseSpace): number {
  return space.phraseIds.length;
}

export function spaceArguments(space: PhraseSpace): SpaceArguments {
  return [
    space.wordBytes,
    space.wordOffsets,
    space.setOffsets,
    space.setWords,
    space.complementOffsets,
    space.complementWords,
  ];
}

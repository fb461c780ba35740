/**
 * Distinct rendered phrases, each stored once. Phrase `i` is `bytes[offsets[i] .. offsets[i + 1])`, pure ASCII.
 * Phrase ids are positions in this dictionary; phrases are sorted bytewise, so ids depend on content alone.
 * The arrays may lie over SharedArrayBuffers so that workers read them without a copy.
 */
export interface PhraseDictionary {
  readonly bytes: Uint8Array;
  /** Float64 so that more than 4 GiB of phrases stay exact; length is the number of phrases + 1. */
  readonly offsets: Float64Array;
}

export function phraseCount(dictionary: PhraseDictionary): number {
  return dictionary.offsets.length - 1;
}

/** A view, not a copy, of phrase `id`. */
export function phraseBytes(dictionary: PhraseDictionary, id: number): Uint8Array {
  return dictionary.bytes.subarray(dictionary.offsets[id], dictionary.offsets[id + 1]);
}

export function phraseText(dictionary: PhraseDictionary, id: number): string {
  return Buffer.from(phraseBytes(dictionary, id)).toString('latin1');
}

import { createHash } from 'node:crypto';

import { phraseBytes, phraseCount, type PhraseDictionary } from '../model/phrase-dictionary.js';
import type { PhraseId } from '../model/ids.js';

const idLength = 17;

/** `P` and the first 16 hex digits of the SHA-256 of the rendered phrase. */
export function phraseId(rendered: Uint8Array): PhraseId {
  return `P${createHash('sha256').update(rendered).digest('hex').slice(0, 16)}` as PhraseId;
}

/** The ids of a dictionary as ASCII bytes end to end: a million of them cost 17 MB. */
export class PhraseIds {
  readonly #bytes: Uint8Array;

  constructor(dictionary: PhraseDictionary) {
    const count = phraseCount(dictionary);
    this.#bytes = new Uint8Array(count * idLength);
    for (let phrase = 0; phrase < count; phrase++) {
      Buffer.from(this.#bytes.buffer, phrase * idLength, idLength).write(
        phraseId(phraseBytes(dictionary, phrase)),
        'latin1',
      );
    }
  }

  /** The id's bytes: a view, not a copy. */
  at(phrase: number): Uint8Array {
    return this.#bytes.subarray(phrase * idLength, (phrase + 1) * idLength);
  }

  textAt(phrase: number): string {
    return Buffer.from(this.at(phrase)).toString('latin1');
  }

  /** Phrases in ascending order of id. */
  order(): Uint32Array {
    const count = this.#bytes.length / idLength;
    // 52 bits of each id sort as numbers; ids that agree so far are compared as text.
    const keys = Float64Array.from({ length: count }, (_, phrase) =>
      parseInt(this.textAt(phrase).slice(1, 14), 16),
    );
    return Uint32Array.from({ length: count }, (_, phrase) => phrase).sort(
      (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || Buffer.compare(this.at(a), this.at(b)) || a - b,
    );
  }
}

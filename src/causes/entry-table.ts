import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import { GrowableBytes, GrowableUint32 } from './growable.js';
import { decodeRendered } from './rendered-bytes.js';

/** The distinct entries of some phrases, decoded to the bytes that were sent, and each phrase as a list of them. */
export interface EntryTable {
  readonly count: number;
  /** Entry `e` is `bytes[offsets[e] .. offsets[e + 1])`. Ids follow the order of the phrases, so content alone. */
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  /** Ids in the PhraseDictionary, ascending. */
  readonly phraseIds: Uint32Array;
  /** Phrase `p` of phraseIds holds entries `sequence[sequenceOffsets[p] .. sequenceOffsets[p + 1])`. */
  readonly sequence: Uint32Array;
  readonly sequenceOffsets: Uint32Array;
}

const backslash = 0x5c;
const pipe = 0x7c;

/** Cuts phrases at `||` (an escaped `\|` never separates) and gives equal entries one id. The empty phrase has none. */
export function tabulateEntries(dictionary: PhraseDictionary, phraseIds: Uint32Array): EntryTable {
  const text = dictionary.bytes;
  const interner = new EntryInterner(text);
  const sequence = new GrowableUint32();
  const sequenceOffsets = new Uint32Array(phraseIds.length + 1);
  phraseIds.forEach((phraseId, index) => {
    const from = dictionary.offsets[phraseId] as number;
    const to = dictionary.offsets[phraseId + 1] as number;
    let at = from;
    while (at < to || (at === to && at > from)) {
      const start = at;
      let low = 0x811c9dc5;
      let high = 0x9e3779b9;
      while (at < to) {
        const code = text[at] as number;
        if (code === pipe && text[at + 1] === pipe && at + 1 < to) break;
        low = Math.imul(low ^ code, 0x01000193);
        high = Math.imul((high ^ (high >>> 15)) + code, 0x85ebca6b);
        at++;
        if (code === backslash && at < to) {
          low = Math.imul(low ^ (text[at] as number), 0x01000193);
          high = Math.imul((high ^ (high >>> 15)) + (text[at] as number), 0x85ebca6b);
          at++;
        }
      }
      sequence.push(interner.intern(start, at, low, high));
      if (at >= to) break;
      at += 2;
    }
    sequenceOffsets[index + 1] = sequence.length;
  });
  return { ...interner.finish(), phraseIds, sequence: sequence.toArray(), sequenceOffsets };
}

class EntryInterner {
  readonly #text: Uint8Array;
  readonly #byHash = new Map<number, number>();
  readonly #next = new GrowableUint32();
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #bytes = new GrowableBytes();
  readonly #offsets = new GrowableUint32();

  constructor(text: Uint8Array) {
    this.#text = text;
    this.#offsets.push(0);
  }

  intern(from: number, to: number, low: number, high: number): number {
    const key = (low >>> 0) * 0x200000 + (high >>> 11);
    const first = this.#byHash.get(key);
    for (let id = first ?? noEntry; id !== noEntry; id = this.#next.at(id)) {
      if (this.#isEqual(this.#starts[id] as number, this.#ends[id] as number, from, to)) return id;
    }
    const id = this.#starts.length;
    this.#byHash.set(key, id);
    this.#next.push(first ?? noEntry);
    this.#starts.push(from);
    this.#ends.push(to);
    const room = this.#bytes.reserve(to - from);
    this.#bytes.length = decodeRendered(this.#text, from, to, room, this.#bytes.length);
    this.#offsets.push(this.#bytes.length);
    return id;
  }

  finish(): { count: number; bytes: Uint8Array; offsets: Uint32Array } {
    return { count: this.#starts.length, bytes: this.#bytes.toArray(), offsets: this.#offsets.toArray() };
  }

  #isEqual(from: number, to: number, otherFrom: number, otherTo: number): boolean {
    if (to - from !== otherTo - otherFrom) return false;
    for (let step = 0; step < to - from; step++) {
      if (this.#text[from + step] !== this.#text[otherFrom + step]) return false;
    }
    return true;
  }
}

const noEntry = 0xffffffff;

/** A phrase without its repetitions: which of its entries remain. */
export interface FoldedPhrase {
  /** Positions of the entries kept: the first time of every block. */
  readonly first: Uint32Array;
  /** Position of the same entry in the block's second time, or -1 where it stands once. */
  readonly second: Int32Array;
}

/** Longest block that is looked for, in entries. */
const longestBlock = 64;
/** Blocks of messages that say nothing of themselves count as repeated from this many times on. */
const timesWithoutVerb = 4;
/** A phrase of this many entries and so many times fewer kinds is a repetition even where its order is disturbed. */
const longPhrase = 8;
const entriesPerKind = 4;

/**
 * Folds tandem repeats, the widest first and blocks within blocks, so that a brute force of 150 attempts and one of 300,
 * or a session held with three honeypots and with one, leave the same entries. A last, unfinished block is dropped.
 *
 * `kinds[i]` is the kind of entry i, `entries[i]` the entry itself, `hasVerb[kind]` says whether the kind alone makes a
 * message recognisable; other kinds fold only when the entries are equal or the block comes four times.
 */
export function foldRepeats(kinds: Uint32Array, entries: Uint32Array, hasVerb: Uint8Array): FoldedPhrase {
  const distinct = new Set(kinds).size;
  if (kinds.length >= longPhrase && distinct * entriesPerKind <= kinds.length) return keepFirstOfKind(kinds);
  return foldBlocks(kinds, entries, hasVerb);
}

/** Connections held in parallel, and losses, disturb the order of a long repetition: only its kinds tell. */
function keepFirstOfKind(kinds: Uint32Array): FoldedPhrase {
  const place = new Map<number, number>();
  const first: number[] = [];
  const second: number[] = [];
  kinds.forEach((kind, at) => {
    const known = place.get(kind);
    if (known === undefined) {
      place.set(kind, first.length);
      first.push(at);
      second.push(-1);
    } else if (second[known] === -1) second[known] = at;
  });
  return { first: Uint32Array.from(first), second: Int32Array.from(second) };
}

function foldBlocks(kinds: Uint32Array, entries: Uint32Array, hasVerb: Uint8Array): FoldedPhrase {
  const first: number[] = [];
  const second: number[] = [];

  const fold = (from: number, to: number, offset: number): void => {
    let at = from;
    while (at < to) {
      const best = widestRepeat(at, to);
      if (best.times < 2) {
        first.push(at);
        second.push(offset === 0 ? -1 : at + offset);
        at++;
        continue;
      }
      fold(at, at + best.block, offset === 0 ? best.block : offset);
      const begin = at;
      at += best.block * best.times;
      if (to - at < best.block && isEqualRun(begin, at, to - at)) at = to;
    }
  };

  const widestRepeat = (at: number, to: number): { block: number; times: number } => {
    let best = { block: 1, times: 1 };
    const longest = Math.min(longestBlock, Math.floor((to - at) / 2));
    for (let block = 1; block <= longest; block++) {
      let end = at + block;
      while (end < to && kinds[end] === kinds[end - block]) end++;
      const times = Math.floor((end - at) / block);
      if (times < 2 || block * times <= best.block * best.times) continue;
      if (times >= timesWithoutVerb || isRecognised(at, block, times)) best = { block, times };
    }
    return best;
  };

  const isRecognised = (at: number, block: number, times: number): boolean => {
    for (let step = 0; step < block; step++) if (hasVerb[kinds[at + step] as number] === 1) return true;
    for (let step = block; step < block * times; step++) {
      if (entries[at + step] !== entries[at + step - block]) return false;
    }
    return true;
  };

  const isEqualRun = (one: number, other: number, length: number): boolean => {
    for (let step = 0; step < length; step++) if (kinds[one + step] !== kinds[other + step]) return false;
    return true;
  };

  fold(0, kinds.length, 0);
  return { first: Uint32Array.from(first), second: Int32Array.from(second) };
}

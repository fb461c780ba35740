import { invalidArgument } from '../errors.js';
import { type PhraseDictionary, phraseCount } from '../model/phrase-dictionary.js';
import type { PhraseDistanceOptions, PhraseGroup } from '../model/phrase-distance.js';
import { internPhrases } from './intern-phrases.js';
import type { PhraseSpace } from './phrase-space.js';
import { sharedFloat64, sharedUint8 } from './shared-arrays.js';
import { type ResolvedOptions, resolveOptions } from './resolve-options.js';

export interface CoherenceInput {
  readonly phrases: PhraseDictionary;
  readonly groups: readonly PhraseGroup[];
  readonly options?: PhraseDistanceOptions | undefined;
}

/** Some phrases of one group, by ascending id, with how often each occurs. */
export interface PhraseBlock {
  /** Of the first one, among the phrases of the group by ascending id. */
  readonly start: number;
  readonly phraseIds: Uint32Array;
  readonly counts: Float64Array;
}

/** All pairs of one block, or all between two blocks, of a group. */
export interface CoherencePiece {
  readonly group: number;
  readonly rowBlock: number;
  readonly columnBlock: number;
  readonly rows: PhraseBlock;
  /** Null on the diagonal: rows against themselves. */
  readonly columns: PhraseBlock | null;
}

/** All phrases of a group by ascending id, with how often each occurs; over SharedArrayBuffers. */
export interface InternedGroup {
  readonly space: PhraseSpace;
  readonly counts: Float64Array;
}

export interface CoherenceTask {
  /** Over SharedArrayBuffers: tasks share it. */
  readonly phrases: PhraseDictionary;
  readonly options: ResolvedOptions;
  /** The group of all pieces, interned once for all its tasks; null: the task interns its own phrases. */
  readonly interned: InternedGroup | null;
  readonly pieces: readonly CoherencePiece[];
  /** Pairs times their mean length in bytes. */
  readonly weight: number;
}

const largestBlock = 2048;
const smallestBlock = 16;
/** Bytes of phrases in a block of long ones. */
const blockBytes = 1 << 20;
/** Pieces of small groups share a task up to this weight. */
const sharedTaskWeight = 1 << 26;

/** Tiles of the upper triangle for large groups; many small groups to a task. */
export function* planCoherence({ phrases, groups, options }: CoherenceInput): Iterable<CoherenceTask> {
  const common = { phrases: shareDictionary(phrases), options: resolveOptions(options) };
  const small: WeightedPiece[] = [];
  for (const [index, group] of groups.entries()) {
    requireGroup(group, phraseCount(phrases));
    const pieces = [...piecesOf(phrases, group, index)];
    if (pieces.length > 1) yield* tasksOf(pieces, { ...common, interned: internGroup(common, group) });
    else small.push(...pieces);
  }
  yield* tasksOf(small, { ...common, interned: null });
}

interface WeightedPiece {
  readonly piece: CoherencePiece;
  readonly weight: number;
}

function* tasksOf(
  weighted: readonly WeightedPiece[],
  common: Omit<CoherenceTask, 'pieces' | 'weight'>,
): Iterable<CoherenceTask> {
  let pieces: CoherencePiece[] = [];
  let weight = 0;
  for (const { piece, weight: more } of weighted) {
    if (weight > 0 && weight + more > sharedTaskWeight) {
      yield { ...common, pieces, weight };
      pieces = [];
      weight = 0;
    }
    pieces.push(piece);
    weight += more;
  }
  if (pieces.length > 0) yield { ...common, pieces, weight };
}

function internGroup(
  { phrases, options }: Pick<CoherenceTask, 'phrases' | 'options'>,
  group: PhraseGroup,
): InternedGroup {
  const { phraseIds, counts } = sortedGroup(group);
  const shared = sharedFloat64(counts.length);
  shared.set(counts);
  return { space: internPhrases(phrases, phraseIds, options), counts: shared };
}

function* piecesOf(phrases: PhraseDictionary, source: PhraseGroup, group: number): Iterable<WeightedPiece> {
  const size = source.phraseIds.length;
  if (size < 2) return;
  const sorted = sortedGroup(source);
  const meanBytes = 1 + sorted.phraseIds.reduce((sum, id) => sum + lengthOf(phrases, id), 0) / size;
  const step = Math.min(largestBlock, Math.max(smallestBlock, Math.floor(blockBytes / meanBytes)));
  const blocks = Array.from({ length: Math.ceil(size / step) }, (_, block): PhraseBlock => ({
    start: block * step,
    phraseIds: sorted.phraseIds.slice(block * step, (block + 1) * step),
    counts: sorted.counts.slice(block * step, (block + 1) * step),
  }));
  for (const [rowBlock, rows] of blocks.entries()) {
    const n = rows.phraseIds.length;
    const piece = { group, rowBlock, columnBlock: rowBlock, rows, columns: null };
    yield { piece, weight: ((n * (n - 1)) / 2) * meanBytes };
    for (const [columnBlock, columns] of blocks.entries()) {
      if (columnBlock <= rowBlock) continue;
      yield {
        piece: { group, rowBlock, columnBlock, rows, columns },
        weight: n * columns.phraseIds.length * meanBytes,
      };
    }
  }
}

function lengthOf({ offsets }: PhraseDictionary, id: number): number {
  return (offsets[id + 1] as number) - (offsets[id] as number);
}

/** The group's phrases by ascending id: neighbours are alike, and results do not depend on the order given. */
export function sortedGroup({ phraseIds, counts }: PhraseGroup): Pick<PhraseGroup, 'phraseIds' | 'counts'> {
  const order = Uint32Array.from(phraseIds.keys()).sort(
    (a, b) => (phraseIds[a] as number) - (phraseIds[b] as number),
  );
  return {
    phraseIds: Uint32Array.from(order, (at) => phraseIds[at] as number),
    counts: Float64Array.from(order, (at) => counts[at] as number),
  };
}

function requireGroup({ key, phraseIds, counts }: PhraseGroup, known: number): void {
  const where = `of the phrase group ${JSON.stringify(key)}`;
  if (phraseIds.length === 0) throw invalidArgument(`phraseIds ${where}`, 'at least one phrase', '');
  if (counts.length !== phraseIds.length) {
    throw invalidArgument(`counts ${where}`, `${phraseIds.length.toString()} counts`, counts.length);
  }
  const stray = phraseIds.find((id) => id >= known);
  if (stray !== undefined)
    throw invalidArgument(`phraseIds ${where}`, `ids below ${known.toString()}`, stray);
  if (new Set(phraseIds).size !== phraseIds.length) {
    throw invalidArgument(`phraseIds ${where}`, 'distinct ids', 'a repeated one');
  }
  const odd = counts.find((count) => !Number.isSafeInteger(count) || count < 1);
  if (odd !== undefined) throw invalidArgument(`counts ${where}`, 'whole numbers of at least 1', odd);
}

function shareDictionary({ bytes, offsets }: PhraseDictionary): PhraseDictionary {
  if (bytes.buffer instanceof SharedArrayBuffer && offsets.buffer instanceof SharedArrayBuffer) {
    return { bytes, offsets };
  }
  const shared = { bytes: sharedUint8(bytes.length), offsets: sharedFloat64(offsets.length) };
  shared.bytes.set(bytes);
  shared.offsets.set(offsets);
  return shared;
}

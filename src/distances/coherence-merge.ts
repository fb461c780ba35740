import type { Coherence, PhraseGroup } from '../model/phrase-distance.js';
import { type CoherenceInput, sortedGroup } from './coherence-plan.js';
import type { CoherenceSums } from './coherence-run.js';
import { resolveOptions } from './resolve-options.js';
import { spreadOfPairs, spreadOfSums } from './spread.js';

/** Adds up the pieces of every group, in the order of their tiles whatever order they come in. */
export function mergeCoherence(
  parts: readonly (readonly CoherenceSums[])[],
  { groups, options }: CoherenceInput,
): Map<string, Coherence> {
  const { matching, costs } = resolveOptions(options);
  // Pieces hold D(a, b) + D(b, a) where the two may differ: twice their mean.
  const directions = matching === 'module' || costs[2] !== 0 ? 2 : 1;
  const pieces = groups.map((): CoherenceSums[] => []);
  for (const piece of parts.flat()) pieces[piece.group]?.push(piece);
  return new Map(
    groups.map((group, index) => [group.key, coherenceOf(group, pieces[index] ?? [], directions)] as const),
  );
}

function coherenceOf(group: PhraseGroup, pieces: CoherenceSums[], directions: number): Coherence {
  const { phraseIds, counts } = sortedGroup(group);
  const { sums, squares } = addUp(phraseIds.length, pieces);
  const sources = counts.reduce((total, count) => total + count, 0);
  let best = 0;
  let ordered = 0;
  for (const [k, sum] of sums.entries()) {
    if (sum < (sums[best] as number)) best = k;
    ordered += (counts[k] as number) * sum;
  }
  const isAlone = sources < 2;
  return {
    key: group.key,
    sources,
    distinctPhrases: phraseIds.length,
    meanDistance: isAlone ? 0 : ordered / (directions * sources * (sources - 1)),
    sdPairs: isAlone ? 0 : spreadOfPairs(sources, ordered, squares) / directions,
    sdSources: isAlone ? 0 : spreadOfSums(sources, sums, counts) / (directions * (sources - 1)),
    medoidPhrase: phraseIds[best] as number,
  };
}

/** Per phrase the sum of its distances to all sources of the group, and the sum of squares over all pairs of sources. */
function addUp(phrases: number, pieces: CoherenceSums[]): { sums: Float64Array; squares: number } {
  pieces.sort((a, b) => a.rowBlock - b.rowBlock || a.columnBlock - b.columnBlock);
  const step = pieces[0]?.rowSums.length ?? phrases;
  const sums = new Float64Array(phrases);
  let squares = 0;
  for (const piece of pieces) {
    addAt(sums, piece.rowBlock * step, piece.rowSums);
    addAt(sums, piece.columnBlock * step, piece.columnSums);
    squares += piece.squares;
  }
  return { sums, squares };
}

function addAt(sums: Float64Array, start: number, more: Float64Array): void {
  for (const [k, value] of more.entries()) sums[start + k] = (sums[start + k] as number) + value;
}

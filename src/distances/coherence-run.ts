import { checkPhraseStatus, phraseMatcher } from '../native/phrase-matcher.js';
import type { RunContext } from '../model/stage.js';
import type { CoherencePiece, CoherenceTask, InternedGroup, PhraseBlock } from './coherence-plan.js';
import { internPhrases } from './intern-phrases.js';
import { spaceArguments } from './phrase-space.js';

/** What one piece adds: sums over its pairs of v = D, or D(a, b) + D(b, a) where these may differ. */
export interface CoherenceSums {
  readonly group: number;
  readonly rowBlock: number;
  readonly columnBlock: number;
  /** Per phrase of the row block: sum of count * v over its partners in the piece. */
  readonly rowSums: Float64Array;
  readonly columnSums: Float64Array;
  /** Sum over pairs of both counts times v^2. */
  readonly squares: number;
}

/** The phrases of all pieces are in one space; each piece is one native call. */
export function runCoherence(task: CoherenceTask, context: RunContext): CoherenceSums[] {
  const { space, counts } = task.interned ?? internPieces(task);
  let at = 0;
  return task.pieces.map((piece) => {
    context.throwIfCancelled();
    const bounds = task.interned ? boundsIn(piece) : boundsOf(piece, at);
    at = Math.max(bounds[1], bounds[3]);
    const rowSums = new Float64Array(bounds[1] - bounds[0]);
    const columnSums = new Float64Array(bounds[3] - bounds[2]);
    const squares = new Float64Array(1);
    checkPhraseStatus(
      phraseMatcher.coherenceTile(
        ...spaceArguments(space),
        space.packedOptions,
        context.cancelFlag,
        ...bounds,
        counts,
        rowSums,
        columnSums,
        squares,
      ),
    );
    const { group, rowBlock, columnBlock } = piece;
    return { group, rowBlock, columnBlock, rowSums, columnSums, squares: squares[0] as number };
  });
}

/** The blocks of all pieces, one after another. */
function internPieces({ phrases, options, pieces }: CoherenceTask): InternedGroup {
  const blocks = pieces.flatMap(({ rows, columns }) => (columns ? [rows, columns] : [rows]));
  return {
    space: internPhrases(phrases, concatenate(Uint32Array, blocks, 'phraseIds'), options),
    counts: concatenate(Float64Array, blocks, 'counts'),
  };
}

type Bounds = [rowStart: number, rowEnd: number, colStart: number, colEnd: number];

/** In the space of its group. */
function boundsIn({ rows, columns }: CoherencePiece): Bounds {
  const of = ({ start, phraseIds }: PhraseBlock): [number, number] => [start, start + phraseIds.length];
  return [...of(rows), ...of(columns ?? rows)];
}

/** In the space of its task, from `at` on. */
function boundsOf({ rows, columns }: CoherencePiece, at: number): Bounds {
  const rowEnd = at + rows.phraseIds.length;
  return columns ? [at, rowEnd, rowEnd, rowEnd + columns.phraseIds.length] : [at, rowEnd, at, rowEnd];
}

function concatenate<Key extends 'phraseIds' | 'counts'>(
  ArrayType: new (length: number) => PhraseBlock[Key],
  blocks: readonly PhraseBlock[],
  key: Key,
): PhraseBlock[Key] {
  const all = new ArrayType(blocks.reduce((length, block) => length + block[key].length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block[key], at);
    at += block[key].length;
  }
  return all;
}

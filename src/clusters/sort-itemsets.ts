import type { Stage, StageRunner } from '../model/stage.js';
import { type ItemsetRecords, listRecords } from '../native/itemset-miner.js';
import type { LengthSlice } from './length-slices.js';
import { type MinePrefixInput, minePrefixStage } from './mine-prefix.js';

export interface SortItemsetsInput {
  /** The items that ranks stand for, as they were when the records were mined. */
  readonly rankItems: Uint32Array;
  readonly records: readonly ItemsetRecords[];
}

export interface SortItemsetsTask {
  readonly rankItems: Uint32Array;
  /** Records of one length each, as they came from the prefixes. */
  readonly lengths: readonly { readonly length: number; readonly pieces: readonly Uint32Array[] }[];
}

/** Below this number of itemsets, handing them round takes longer than sorting them. */
const smallTable = 20_000;
/** Lengths go together in one task up to this part of all records. */
const wantedTasks = 16;

/** Sorted lists of mined itemsets, length by length; the output ascends by length. */
export const sortItemsetsStage: Stage<
  SortItemsetsInput,
  SortItemsetsTask,
  readonly LengthSlice[],
  readonly LengthSlice[]
> = {
  name: 'clusters.sort-itemsets',

  *plan({ rankItems, records }) {
    const most = Math.max(0, ...records.map(({ starts }) => starts.length - 1));
    const enough = records.reduce((sum, { words }) => sum + words.length, 0) / wantedTasks;
    let lengths: SortItemsetsTask['lengths'][number][] = [];
    let words = 0;
    for (let length = 1; length < most; length += 1) {
      const pieces = records
        .map((part) => part.words.subarray(part.starts[length] ?? part.words.length, part.starts[length + 1]))
        .filter((piece) => piece.length > 0);
      if (pieces.length === 0) continue;
      lengths.push({ length, pieces });
      words += pieces.reduce((sum, piece) => sum + piece.length, 0);
      if (words < enough) continue;
      yield { rankItems, lengths };
      lengths = [];
      words = 0;
    }
    if (lengths.length > 0) yield { rankItems, lengths };
  },

  run: listLengths,

  merge(parts) {
    return parts.flat().sort((a, b) => a.length - b.length);
  },

  weigh({ lengths }) {
    return lengths.reduce(
      (sum, { pieces }) => sum + pieces.reduce((words, piece) => words + piece.length, 0),
      0,
    );
  },
};

function listLengths({ rankItems, lengths }: SortItemsetsTask): LengthSlice[] {
  return lengths.map(({ length, pieces }) => ({ length, ...listRecords(rankItems, length, pieces) }));
}

/** Mines prefix by prefix, then sorts length by length, where `runner` runs stages. */
export async function mineByPrefix(
  runner: StageRunner,
  input: MinePrefixInput,
  signal?: AbortSignal,
): Promise<readonly LengthSlice[]> {
  const records = await runner.run(minePrefixStage, input, signal);
  const { rankItems } = input.prepared;
  if (records.reduce((sum, { count }) => sum + count, 0) >= smallTable) {
    return runner.run(sortItemsetsStage, { rankItems, records }, signal);
  }
  return [...sortItemsetsStage.plan({ rankItems, records })].flatMap(listLengths);
}

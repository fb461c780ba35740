import type { Stage, StageRunner } from '../model/stage.js';
import { type ItemsetTable, sortItemsets } from '../native/itemset-miner.js';
import { joinSlices, lengthSlices, type LengthSlice, tableOfSlice } from './length-slices.js';
import { type MinePrefixInput, minePrefixStage } from './mine-prefix.js';

/** Below this number of itemsets, handing them round takes longer than sorting them. */
const smallTable = 20_000;

/**
 * Sorts itemsets by length, then items, each length a task. The input is in order of length already and should lie over
 * shared memory.
 */
export const sortItemsetsStage: Stage<ItemsetTable, LengthSlice, LengthSlice, ItemsetTable> = {
  name: 'clusters.sort-itemsets',

  plan: lengthSlices,

  run(slice) {
    const { items, supports, flags } = sortItemsets(tableOfSlice(slice));
    return { length: slice.length, items, supports, flags };
  },

  merge(parts) {
    return joinSlices(parts, (bytes) => new ArrayBuffer(bytes));
  },

  weigh({ items }) {
    return items.length;
  },
};

/** Mines prefix by prefix, then sorts length by length, where `runner` runs stages. */
export async function mineByPrefix(
  runner: StageRunner,
  input: MinePrefixInput,
  signal?: AbortSignal,
): Promise<ItemsetTable> {
  const table = await runner.run(minePrefixStage, input, signal);
  if (table.supports.length < smallTable) return sortItemsets(table);
  return runner.run(sortItemsetsStage, table, signal);
}

import type { StagedColumn } from './staged-column.js';

/**
 * What many rows of attack sources share: it is brought into the engine once, and rows refer to it by `position`, a number
 * from 1. 0 stands for nothing.
 */
export interface LookupTable {
  readonly name: string;
  readonly columns: readonly StagedColumn[];
  readonly rows: number;
}

/** @param columns their rows count from 0 */
export function lookupTable(name: string, rows: number, columns: readonly StagedColumn[]): LookupTable {
  const position = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) position[row] = row + 1;
  return { name, rows, columns: [{ name: 'position', kind: 'count', values: position }, ...columns] };
}

/** Which of the objects that rows share each row has, by position; objects are told apart by identity. */
export interface SharedObjects<Shared> {
  readonly positions: Uint32Array;
  readonly objects: readonly Shared[];
}

export function sharedObjects<Row, Shared extends object>(
  rows: readonly Row[],
  pick: (row: Row) => Shared | null,
): SharedObjects<Shared> {
  const known = new Map<Shared, number>();
  const positions = new Uint32Array(rows.length);
  rows.forEach((row, at) => {
    const shared = pick(row);
    if (shared === null) return;
    let position = known.get(shared);
    if (position === undefined) {
      position = known.size + 1;
      known.set(shared, position);
    }
    positions[at] = position;
  });
  return { positions, objects: [...known.keys()] };
}

/** Indexes from 0, with -1 for none, as positions. */
export function positionsOf(indexes: Int32Array): Uint32Array {
  const positions = new Uint32Array(indexes.length);
  for (let row = 0; row < indexes.length; row++) positions[row] = (indexes[row] ?? -1) + 1;
  return positions;
}

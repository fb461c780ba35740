import type { ItemsetTable } from '../native/itemset-miner.js';

/** Itemsets of one length, side by side: set `i` is `items[i * length .. (i + 1) * length)`. */
export interface LengthSlice extends Pick<ItemsetTable, 'items' | 'supports' | 'flags'> {
  readonly length: number;
}

/** Cuts a table that is in order of length where the length changes. Views, not copies. */
export function lengthSlices({ offsets, items, supports, flags }: ItemsetTable): LengthSlice[] {
  const lengthAt = (set: number): number => (offsets[set + 1] ?? 0) - (offsets[set] ?? 0);
  const slices: LengthSlice[] = [];
  for (let from = 0; from < supports.length;) {
    const length = lengthAt(from);
    let last = from;
    let beyond = supports.length;
    while (beyond - last > 1) {
      const middle = (last + beyond) >>> 1;
      if (lengthAt(middle) === length) last = middle;
      else beyond = middle;
    }
    slices.push({
      length,
      items: items.subarray(offsets[from], offsets[beyond]),
      supports: supports.subarray(from, beyond),
      flags: flags.subarray(from, beyond),
    });
    from = beyond;
  }
  return slices;
}

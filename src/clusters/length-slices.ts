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

export function tableOfSlice({ length, items, supports, flags }: LengthSlice): ItemsetTable {
  const offsets = new Uint32Array(supports.length + 1);
  for (let set = 1; set < offsets.length; set += 1) offsets[set] = set * length;
  return { offsets, items, supports, flags };
}

/** One table of all slices, in order of length, in memory that `allocate` gives. */
export function joinSlices(
  slices: readonly LengthSlice[],
  allocate: (bytes: number) => ArrayBufferLike,
): ItemsetTable {
  const ordered = [...slices].sort((a, b) => a.length - b.length);
  const sets = ordered.reduce((sum, { supports }) => sum + supports.length, 0);
  const offsets = new Uint32Array(allocate(4 * (sets + 1)));
  const items = new Uint32Array(allocate(4 * ordered.reduce((sum, slice) => sum + slice.items.length, 0)));
  const supports = new Uint32Array(allocate(4 * sets));
  const flags = new Uint8Array(allocate(sets));
  let set = 0;
  let cell = 0;
  for (const slice of ordered) {
    items.set(slice.items, cell);
    supports.set(slice.supports, set);
    flags.set(slice.flags, set);
    for (const end = set + slice.supports.length; set < end;) {
      cell += slice.length;
      set += 1;
      offsets[set] = cell;
    }
  }
  return { offsets, items, supports, flags };
}

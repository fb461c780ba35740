import type { ItemsetTable } from '../native/itemset-miner.js';

/** What `child` answers where no listed itemset goes on with the item. */
const noNode = 0;

/** The empty itemset, where every path begins. */
export const rootNode = 1;

/**
 * The supports of a list of itemsets, found item by item, ascending: a prefix tree in one hash table of typed arrays.
 * Where every subset of an itemset is listed too, as with all frequent itemsets, it has one node an itemset.
 */
export class ItemsetIndex {
  readonly #itemCount: number;
  #keys: Float64Array;
  #nodes: Uint32Array;
  #supports: Uint32Array;
  #lastNode = rootNode;

  /** @param itemCount - items are below it */
  constructor(table: ItemsetTable, itemCount: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, table.supports.length * 2)));
    this.#itemCount = itemCount;
    this.#keys = new Float64Array(slots).fill(-1);
    this.#nodes = new Uint32Array(slots);
    this.#supports = new Uint32Array(slots);
    for (let set = 0, at = 0; set < table.supports.length; set += 1) {
      let node: number = rootNode;
      for (const end = table.offsets[set + 1] ?? 0; at < end; at += 1) {
        node = this.#childOrNew(node, table.items[at] ?? 0);
      }
      this.#supports[node] = table.supports[set] ?? 0;
    }
  }

  child(node: number, item: number): number {
    return this.#nodes[this.#slotOf(node * this.#itemCount + item)] ?? noNode;
  }

  /** Support of the itemset that ends at the node; 0 when it is not listed. */
  support(node: number): number {
    return this.#supports[node] ?? 0;
  }

  #childOrNew(node: number, item: number): number {
    const known = this.child(node, item);
    if (known !== noNode) return known;
    if (this.#lastNode * 2 >= this.#keys.length) this.#grow();
    const key = node * this.#itemCount + item;
    const slot = this.#slotOf(key);
    this.#lastNode += 1;
    this.#keys[slot] = key;
    this.#nodes[slot] = this.#lastNode;
    return this.#lastNode;
  }

  #grow(): void {
    const keys = this.#keys;
    const nodes = this.#nodes;
    const supports = new Uint32Array(keys.length * 2);
    supports.set(this.#supports);
    this.#supports = supports;
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#nodes = new Uint32Array(keys.length * 2);
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot] ?? -1;
      if (key < 0) continue;
      const moved = this.#slotOf(key);
      this.#keys[moved] = key;
      this.#nodes[moved] = nodes[slot] ?? noNode;
    }
  }

  /** Where the key stands, or the empty slot where it would. */
  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x100000000) | 0, 0x85ebca6b);
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#keys[slot];
      if (known === key || known === -1) return slot;
    }
  }
}

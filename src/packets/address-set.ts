import { randomInt } from 'node:crypto';

const words = 4;

/** Distinct addresses, counted exactly. Memory: 24 to 40 bytes an address. */
export class AddressSet {
  // Attackers choose addresses; multipliers they cannot know keep them from making all of them collide.
  readonly #multipliers = Array.from({ length: words }, () => randomInt(2 ** 32) | 1);
  #count = 0;
  /** Four 32-bit words an address, in order of arrival. */
  #keys: Uint32Array;
  /** Number of an address + 1, or 0; a power of two long and at most half full. */
  #slots: Uint32Array;

  /** Room for `expected` addresses at once; more may come. */
  constructor(expected = 1024) {
    this.#keys = new Uint32Array(words * Math.max(1, expected));
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * Math.max(1, expected))));
  }

  get size(): number {
    return this.#count;
  }

  /** @param addresses columns of addresses, 16 bytes each, as 32-bit words */
  add(addresses: Uint32Array, row: number): void {
    const at = words * row;
    const slot = this.#find(addresses, at);
    if (this.#slots[slot] !== 0) return;
    if (words * this.#count === this.#keys.length) {
      const keys = this.#keys;
      this.#keys = new Uint32Array(2 * keys.length);
      this.#keys.set(keys);
    }
    for (let i = 0; i < words; i += 1) this.#keys[words * this.#count + i] = addresses[at + i] ?? 0;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (2 * this.#count > this.#slots.length) this.#rehash();
  }

  /** Where the address stands, or the free slot that is its. */
  #find(addresses: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(addresses, at);
    for (;;) {
      const number = this.#slots[slot] ?? 0;
      if (number === 0 || this.#holds(number - 1, addresses, at)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Multilinear: the top bits of a sum of products with secret odd numbers. */
  #hash(addresses: Uint32Array, at: number): number {
    let sum = 0;
    for (let i = 0; i < words; i += 1)
      sum = (sum + Math.imul(addresses[at + i] ?? 0, this.#multipliers[i] ?? 1)) | 0;
    return sum >>> (Math.clz32(this.#slots.length) + 1);
  }

  #holds(number: number, addresses: Uint32Array, at: number): boolean {
    for (let i = 0; i < words; i += 1) {
      if (this.#keys[words * number + i] !== addresses[at + i]) return false;
    }
    return true;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 0; number < this.#count; number += 1) {
      this.#slots[this.#find(this.#keys, words * number)] = number + 1;
    }
  }
}

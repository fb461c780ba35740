/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna) on 32-bit words. Not for secrets.
 * Streams with different salts are independent, so that switching loss on changes nothing but the loss.
 */
export class Rng {
  #a = 1;
  #b = 0;
  #c = 0;
  #d = 0;

  /** `seed` and `salts` are integers; all their bits below 2^53 count. */
  constructor(seed: number, ...salts: number[]) {
    this.reseed(seed, ...salts);
  }

  /** Starts the stream again, as a new Rng would; saves an object per attack source. */
  reseed(seed: number, ...salts: number[]): void {
    this.#a = absorb(0x9e3779b9, seed);
    this.#b = absorb(0x243f6a88, seed);
    this.#c = absorb(0xb7e15162, seed);
    this.#d = absorb(0x7f4a7c15, seed);
    for (const salt of salts) {
      this.#a = absorb(this.#a, salt);
      this.#b = absorb(this.#b, salt);
      this.#c = absorb(this.#c, salt);
      this.#d = absorb(this.#d, salt);
    }
    this.#d |= 1;
  }

  /** Uniform in 0 .. 2^32 - 1. */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** Uniform in [0, 1), 32 bits of it. */
  float(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Uniform integer in 0 .. limit - 1, 1 <= limit <= 2^32; the bias is below limit / 2^32. */
  int(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  /** Uniform integer, both ends included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T;
  }

  /** Position drawn with the given weights (any non-negative scale, not all zero). */
  weighted(weights: readonly number[]): number {
    let rest = this.float() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let index = 0; index < weights.length; index++) {
      rest -= weights[index] as number;
      if (rest < 0) return index;
    }
    return weights.length - 1;
  }

  /** A new array in random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let last = out.length - 1; last > 0; last--) {
      const other = this.int(last + 1);
      const kept = out[last] as T;
      out[last] = out[other] as T;
      out[other] = kept;
    }
    return out;
  }
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Mixes both words of a number below 2^53 into a state. */
function absorb(state: number, value: number): number {
  return mix(mix(state, value | 0), Math.floor(value / 0x1_0000_0000) | 0);
}

/** splitmix32's finaliser. */
function mix(state: number, word: number): number {
  let mixed = (state + 0x9e3779b9 + word) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

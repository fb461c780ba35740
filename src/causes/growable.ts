/** An Uint32Array that grows as it is filled. */
export class GrowableUint32 {
  length = 0;
  #values: Uint32Array;

  constructor(capacity = 1024) {
    this.#values = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  toArray(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}

/** Bytes that grow as they are filled. */
export class GrowableBytes {
  length = 0;
  #values: Uint8Array;

  constructor(capacity = 4096) {
    this.#values = new Uint8Array(capacity);
  }

  /** Room for `count` more bytes behind `length`; the caller advances `length` by what it wrote. */
  reserve(count: number): Uint8Array {
    if (this.length + count > this.#values.length) {
      const larger = new Uint8Array(Math.max(this.#values.length * 2, this.length + count));
      larger.set(this.#values.subarray(0, this.length));
      this.#values = larger;
    }
    return this.#values;
  }

  toArray(): Uint8Array {
    return this.#values.slice(0, this.length);
  }
}

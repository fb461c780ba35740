/** Keys hold the packet's number in 27 bits. */
const numberBits = 27;
const maxPackets = 2 ** numberBits;
/** Beyond this many bytes the packets whose time is settled should be flushed. */
const flushBytes = 48 * 1024 * 1024;

/**
 * pcap records of one day in the order they were made, handed out in the order of time. Rule: times are microseconds
 * of the day; records of equal time keep the order they were made in.
 */
export class PacketArena {
  bytes: Uint8Array<ArrayBuffer>;
  #used = 0;
  #count = 0;
  #offsets = new Uint32Array(1 << 10);
  /** Low and high words of the sort keys: time in the upper 37 bits, packet number in the lower 27. */
  #keys = new Uint32Array(1 << 11);
  /** Two of them in turn: one may still be on its way to the disk while the other is filled. */
  #sorted = new Uint8Array(0);
  #other = new Uint8Array(0);

  constructor(initialBytes = 1 << 20) {
    this.bytes = new Uint8Array(initialBytes);
  }

  get isFull(): boolean {
    return this.#used > flushBytes || this.#count > maxPackets / 2;
  }

  clear(): void {
    this.#used = 0;
    this.#count = 0;
  }

  /** Room for one record; returns where it begins. Its bytes are what was there before. */
  reserve(timeUs: number, length: number): number {
    const at = this.#used;
    this.#used += length;
    if (this.#used > this.bytes.length) this.bytes = grown(this.bytes, this.#used);
    if (this.#count === this.#offsets.length) this.#growColumns();
    this.#offsets[this.#count] = at;
    const high = Math.floor(timeUs / 32);
    this.#keys[2 * this.#count] = (((timeUs - high * 32) << numberBits) | this.#count) >>> 0;
    this.#keys[2 * this.#count + 1] = high;
    this.#count++;
    return at;
  }

  /**
   * The records before `beforeUs`, in order, as one view that is valid until the call after the next; the later ones
   * stay. `Infinity` empties the arena.
   */
  flush(beforeUs: number): Uint8Array {
    const keys = new Uint32Array(this.#keys.buffer, 0, 2 * this.#count);
    new BigUint64Array(this.#keys.buffer, 0, this.#count).sort();
    [this.#sorted, this.#other] = [this.#other, this.#sorted];
    if (this.#sorted.length < this.#used) this.#sorted = new Uint8Array(this.bytes.length);
    const limit = beforeUs === Infinity ? Infinity : Math.floor(beforeUs / 32);
    let taken = 0;
    while (taken < this.#count && (keys[2 * taken + 1] as number) < limit) taken++;
    const done = this.#copySorted(keys, 0, taken, 0);
    const end = this.#copySorted(keys, taken, this.#count, done);
    this.#keepRest(keys, taken, done, end);
    return this.#sorted.subarray(0, done);
  }

  /** Copies records `from` .. `to` of the sorted order to `at`; neighbours in both orders go together. */
  #copySorted(keys: Uint32Array, from: number, to: number, at: number): number {
    const source = Buffer.from(this.bytes.buffer);
    let runStart = 0;
    let runEnd = 0;
    let out = at;
    for (let index = from; index < to; index++) {
      const start = this.#offsets[(keys[2 * index] as number) & (maxPackets - 1)] as number;
      if (start !== runEnd) {
        if (runEnd > runStart) this.#sorted.set(source.subarray(runStart, runEnd), out);
        out += runEnd - runStart;
        runStart = start;
      }
      runEnd = start + recordLength(source, start);
    }
    if (runEnd > runStart) this.#sorted.set(source.subarray(runStart, runEnd), out);
    return out + runEnd - runStart;
  }

  /** Moves the records that stay, sorted already, to the front. */
  #keepRest(keys: Uint32Array, taken: number, done: number, end: number): void {
    const rest = this.#count - taken;
    this.bytes.set(this.#sorted.subarray(done, end));
    const bytes = Buffer.from(this.bytes.buffer);
    for (let index = 0, at = 0; index < rest; index++) {
      this.#offsets[index] = at;
      at += recordLength(bytes, at);
      const low = keys[2 * (taken + index)] as number;
      keys[2 * index] = ((low & ~(maxPackets - 1)) | index) >>> 0;
      keys[2 * index + 1] = keys[2 * (taken + index) + 1] as number;
    }
    this.#count = rest;
    this.#used = end - done;
  }

  #growColumns(): void {
    const offsets = new Uint32Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const keys = new Uint32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
  }
}

/** Length of the record at `at`, its own header included. */
function recordLength(bytes: Buffer, at: number): number {
  return 16 + bytes.readUInt32LE(at + 8);
}

function grown(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(Math.max(needed, bytes.length * 2));
  next.set(bytes);
  return next;
}

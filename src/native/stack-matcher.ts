import { HoneysiftError } from '../errors.js';
import type { PacketColumns } from '../model/packet-columns.js';
import { loadAddon } from './load-addon.js';

/** Raw signatures and what they match, as columns. */
export interface MatchedSignatures {
  /** In p0f's notation. */
  readonly texts: readonly string[];
  /** Index of the signature of the database, or -1. */
  readonly match: Int32Array;
  readonly fuzzy: Uint8Array;
  /** Hops. */
  readonly distance: Uint8Array;
  /** IP version. */
  readonly version: Uint8Array;
  /** 0 where the SYN has none. */
  readonly mss: Uint16Array;
}

interface NativeMatcher {
  matchBatch(
    columns: Uint8Array,
    capacity: number,
    rows: number,
    bytes: Uint8Array,
    scratch: Uint8Array,
    synRows: Uint32Array,
    ids: Uint32Array,
  ): number;
  describe(from: number): MatchedSignatures;
}

interface Addon {
  readonly SynMatcher: new (packed: Int32Array) => NativeMatcher;
  readonly stackSignatureInts: number;
}

const addon = loadAddon('stack_matcher') as Addon;

/** Numbers that describe one signature of a database; native/fingerprint/stack_signatures.h lists them. */
export const stackSignatureInts: number = addon.stackSignatureInts;

/** Raises what a status of native/fingerprint/status.h means. */
export function checkFingerprintStatus(status: number): void {
  switch (status) {
    case 0:
      return;
    case 1:
      throw new HoneysiftError(
        'ERR_BOUND',
        'Out of memory while collecting TCP signatures; split the captures by day',
      );
    case 2:
      throw new HoneysiftError('ERR_ARGUMENT', 'A partial of probes is damaged or of another environment');
    case 3:
      throw new HoneysiftError(
        'ERR_BOUND',
        'More than 2^32 TCP signatures or counts in one step; split the captures by day',
      );
    case 4:
      throw new HoneysiftError(
        'ERR_ARGUMENT',
        'The partials of probes and the attack sources are not of the same captures',
      );
    default:
      throw new HoneysiftError('ERR_NATIVE', `stack_matcher answered ${status}; run "npm run build:native"`);
  }
}

/** SYNs of one batch; valid until the next. */
export interface MatchedBatch {
  /** Rows of the batch, ascending, and the number of each one's signature. */
  readonly rows: Uint32Array;
  readonly ids: Uint32Array;
}

/** Reads the signature of every SYN (without ACK, FIN and RST) that has all its headers, and matches each distinct one once. */
export class SynMatcher {
  readonly #native: NativeMatcher;
  #rows = new Uint32Array(0);
  #ids = new Uint32Array(0);

  /** `packed`: `stackSignatureInts` numbers a signature, in the order in which they are tried. */
  constructor(packed: Int32Array) {
    this.#native = new addon.SynMatcher(packed);
  }

  matchBatch(columns: PacketColumns, bytes: Uint8Array, scratch: Uint8Array): MatchedBatch {
    if (this.#rows.length < columns.rows) {
      this.#rows = new Uint32Array(columns.capacity);
      this.#ids = new Uint32Array(columns.capacity);
    }
    const memory = new Uint8Array(columns.buffer);
    const found = this.#native.matchBatch(
      memory,
      columns.capacity,
      columns.rows,
      bytes,
      scratch,
      this.#rows,
      this.#ids,
    );
    checkFingerprintStatus(Math.max(0, -found));
    return { rows: this.#rows.subarray(0, found), ids: this.#ids.subarray(0, found) };
  }

  /** The signatures numbered `from` and up, as far as they were seen. */
  describe(from: number): MatchedSignatures {
    return this.#native.describe(from);
  }
}

import { HoneysiftError } from '../errors.js';
import { loadAddon } from './load-addon.js';
import type { PacketRows } from './packet-decoder.js';

/** The honeypots as the rows of the packets table name them. */
export interface PacketTableNames {
  /** 16 bytes for each honeypot address. */
  readonly addresses: Uint8Array;
  /** Per address: its honeypot, an index into `honeypots`. */
  readonly honeypotsOf: Uint16Array;
  /** Per address: an index into `suffixes`. */
  readonly groupsOf: Uint16Array;
  readonly honeypots: readonly string[];
  /** What stands behind `<ip>@<day>` in source ids. */
  readonly suffixes: readonly string[];
  /** False where an attack source is not one address on one day: then every source id is NULL. */
  readonly hasSourceIds: boolean;
}

/** Bytes to append to a file: that of a month (months since January 1970), or with null that of the payloads. */
export interface TablePiece {
  readonly month: number | null;
  readonly bytes: Uint8Array;
}

/** One file of packets, of one month (UTC). */
export interface TableFile {
  readonly month: number;
  readonly rows: number;
  readonly bytes: number;
  /** Offsets at which the capture's digest (64 characters) has to be put in. */
  readonly digestPlaces: Float64Array;
}

interface NativeTable {
  addRows(rows: Uint8Array, count: number, bytes: Uint8Array, scratch: Uint8Array): number;
  finish(digest: string): number;
  pendingBytes(): number;
  take(): TablePiece[];
  files(): TableFile[];
  release(): void;
}

const addon = loadAddon('packet_table') as {
  readonly PacketTable: new (names: PacketTableNames) => NativeTable;
};

/** Status numbers of native/table/table_status.h. */
function check(status: number): void {
  if (status === 0) return;
  if (status === 1) {
    throw new HoneysiftError('ERR_BOUND', 'Out of memory while writing packets; leave out the packets table');
  }
  throw new HoneysiftError('ERR_NATIVE', `packet_table answered ${status}; run "npm run build:native"`);
}

/**
 * Packets of one capture in, Parquet files out, piece by piece: one file of rows per month (UTC), and one of distinct
 * payloads. The bytes do not depend on how the packets were cut into batches. Memory: one block of 245,760 packets (some
 * 25 MB), at most 32 MiB of distinct payloads, and what was not taken yet.
 */
export class PacketTable {
  readonly #native: NativeTable;

  constructor(names: PacketTableNames) {
    this.#native = new addon.PacketTable(names);
  }

  addRows({ memory, rows }: PacketRows, bytes: Uint8Array, scratch: Uint8Array): void {
    check(this.#native.addRows(memory, rows, bytes, scratch));
  }

  /** Ends all files. `digest` is the capture's SHA-256, hex. */
  finish(digest: string): void {
    check(this.#native.finish(digest));
  }

  /** Bytes that `take` would give. */
  pendingBytes(): number {
    return this.#native.pendingBytes();
  }

  take(): TablePiece[] {
    return this.#native.take();
  }

  /** Every file, by month; whole once `finish` was called and all was taken. */
  files(): TableFile[] {
    return this.#native.files();
  }

  /** Frees the memory at once; the object is of no use afterwards. */
  release(): void {
    this.#native.release();
  }
}

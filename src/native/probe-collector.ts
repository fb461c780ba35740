import { HoneysiftError } from '../errors.js';
import type { PacketColumns } from '../model/packet-columns.js';
import type { SourceFingerprints } from '../model/source-fingerprints.js';
import { loadAddon } from './load-addon.js';
import type { PacketRows } from './packet-decoder.js';
import type { RowSink } from './row-sink.js';
import { checkFingerprintStatus, type MatchedSignatures } from './stack-matcher.js';

/** One UTC day of a collector's state. Its bytes are private to the addon; they may lie over shared memory. */
export interface ProbePart {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly bytes: Uint8Array;
}

export interface FindStacksInput {
  /** `stackSignatureInts` numbers a signature, in the order in which they are tried. */
  readonly packed: Int32Array;
  /** Per signature, the number of its label. */
  readonly labels: Int32Array;
  /** Attack sources: 16 bytes of address a row, the UTC days of their first and last packets, and the group. */
  readonly addresses: Uint8Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly group: Uint16Array;
  /** Per honeypot address, its group. */
  readonly targetGroup: Uint16Array;
}

/** Columns as in SourceFingerprints, and the raw signatures they refer to. */
export type FoundStacks = MatchedSignatures & Omit<SourceFingerprints, 'database' | 'rawSignatures'>;

interface NativeCollector {
  addBatch(
    columns: Uint8Array,
    capacity: number,
    rows: number,
    bytes: Uint8Array,
    scratch: Uint8Array,
  ): number;
  addRows(rows: Uint8Array, count: number, bytes: Uint8Array, scratch: Uint8Array): number;
  rowSink(): unknown;
  addPart(part: Uint8Array): number;
  planParts(): { days: Int32Array; sizes: Float64Array };
  writeParts(memory: Uint8Array): number;
  findStacks(input: FindStacksInput): FoundStacks | number;
  release(): void;
}

interface Addon {
  readonly ProbeCollector: new (addresses: Uint8Array) => NativeCollector;
}

const addon = loadAddon('stack_matcher') as Addon;

/**
 * Packets in; per address, day, honeypot and raw signature the number of SYNs out, and of packets with scanner marks.
 * The state is a monoid: batches and parts may come in any order and any split. Memory: 48 bytes a count.
 */
export class ProbeCollector {
  readonly #native: NativeCollector;

  /** `addresses`: 16 bytes for each honeypot address. */
  constructor(addresses: Uint8Array) {
    this.#native = new addon.ProbeCollector(addresses);
  }

  addBatch(columns: PacketColumns, bytes: Uint8Array, scratch: Uint8Array): void {
    const memory = new Uint8Array(columns.buffer);
    checkFingerprintStatus(this.#native.addBatch(memory, columns.capacity, columns.rows, bytes, scratch));
  }

  addRows(rows: PacketRows, bytes: Uint8Array, scratch: Uint8Array): void {
    checkFingerprintStatus(this.#native.addRows(rows.memory, rows.rows, bytes, scratch));
  }

  /** Takes rows as addRows, straight from a decoder. */
  rowSink(): RowSink {
    return { handle: this.#native.rowSink(), check: checkFingerprintStatus };
  }

  /** @throws HoneysiftError ERR_ARGUMENT when the part was made for other honeypot addresses. */
  addPart(part: ProbePart): void {
    checkFingerprintStatus(this.#native.addPart(part.bytes));
  }

  /** The state cut into UTC days, ascending, over one block of shared memory. The same packets give the same bytes. */
  exportParts(): ProbePart[] {
    const { days, sizes } = this.#native.planParts();
    const memory = new Uint8Array(new SharedArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)));
    checkFingerprintStatus(this.#native.writeParts(memory));
    let at = 0;
    return Array.from(days, (day, i) => {
      const begin = at;
      at += sizes[i] ?? 0;
      return { day, bytes: memory.subarray(begin, at) };
    });
  }

  /**
   * Asks a signature database about all that was added and says which stack each attack source showed.
   * @throws HoneysiftError ERR_ARGUMENT when a count belongs to none of the attack sources.
   */
  findStacks(input: FindStacksInput): FoundStacks {
    const found = this.#native.findStacks(input);
    if (typeof found !== 'number') return found;
    checkFingerprintStatus(found);
    throw new HoneysiftError('ERR_NATIVE', 'stack_matcher gave no answer');
  }

  /** Frees the state at once; the object is of no use afterwards. */
  release(): void {
    this.#native.release();
  }
}

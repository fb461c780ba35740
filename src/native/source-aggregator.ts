import { HoneysiftError } from '../errors.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { DirectionCounts } from '../model/capture.js';
import type { PacketColumns } from '../model/packet-columns.js';
import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import { loadAddon } from './load-addon.js';
import type { PacketRows } from './packet-decoder.js';
import type { RowSink } from './row-sink.js';

/** One UTC day of an aggregator's state. */
export interface StateDay {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  /** How much it holds, for weighing tasks. */
  readonly flows: number;
  readonly events: number;
}

/** The same on its own. Its bytes are private to the addon; they may lie over shared memory. */
export interface DayPart extends StateDay {
  readonly bytes: Uint8Array;
}

/** One text for each row of a batch of packets: row `k` has `bytes[offsets[k] .. offsets[k + 1])`, empty for none. */
export interface PacketTexts {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

export interface FinalizeOptions {
  readonly mode: 'day' | 'gap25h';
  readonly phraseOrder: 'flow' | 'time';
  /** Whether packets were added with texts. Default false. */
  readonly described?: boolean | undefined;
  /** Bytes of a rendered phrase. */
  readonly phraseBound: number;
  /** Per honeypot address: the honeypot as reported, and the group that has attack sources of its own. */
  readonly targetHoneypot: Uint16Array;
  readonly targetGroup: Uint16Array;
  readonly floodSources: number;
  readonly floodWindowMs: number;
  readonly cancelFlag?: Int32Array | undefined;
}

/** A spoofed SYN flood; rows point to it by AttackSources.flood. */
export interface FloodEvent {
  readonly firstNs: bigint;
  /** Index as in targetHoneypot. */
  readonly honeypot: number;
  readonly port: number;
}

export interface FinalizedSources extends AttackSources {
  readonly floodEvents: readonly FloodEvent[];
  /** Per row, its group. */
  readonly group: Uint16Array;
}

interface NativeColumns extends Omit<FinalizedSources, 'phrases' | 'floodEvents'> {
  readonly phraseBytes: Uint8Array;
  readonly phraseOffsets: Float64Array;
  readonly floodFirstNs: BigInt64Array;
  readonly floodHoneypot: Uint16Array;
  readonly floodPort: Uint16Array;
}

interface NativeOptions extends Omit<FinalizeOptions, 'mode' | 'phraseOrder'> {
  readonly gap25h: boolean;
  readonly timeOrder: boolean;
}

interface NativeAggregator {
  addBatch(
    columns: Uint8Array,
    capacity: number,
    rows: number,
    bytes: Uint8Array,
    scratch: Uint8Array,
  ): number;
  addRows(
    rows: Uint8Array,
    count: number,
    bytes: Uint8Array,
    scratch: Uint8Array,
    ...texts: [] | readonly [bytes: Uint8Array, offsets: Uint32Array]
  ): number;
  addPart(part: Uint8Array): number;
  directions(): Float64Array;
  stateBytes(): number;
  planDays(): { days: Int32Array; flows: Float64Array; events: Float64Array };
  partSize(place: number): number;
  writePart(place: number, memory: Uint8Array): number;
  finalizeDays(begin: number, end: number, options: NativeOptions): NativeColumns | number;
  rowSink(): unknown;
  finalize(options: NativeOptions): NativeColumns | number;
  clear(): void;
  release(): void;
}

interface NativeMerger {
  add(bytes: Uint8Array, offsets: Float64Array, ids: Uint32Array): number;
  size(): number;
  byteSize(): number;
  fill(bytes: Uint8Array, offsets: Float64Array, positions: Uint32Array): number;
}

interface Addon {
  readonly SourceAggregator: new (addresses: Uint8Array, payloadBound: number) => NativeAggregator;
  readonly PhraseMerger: new () => NativeMerger;
  finalizeParts(
    parts: readonly Uint8Array[],
    addresses: Uint8Array,
    payloadBound: number,
    options: NativeOptions,
  ): NativeColumns | number;
}

const addon = loadAddon('source_aggregator') as Addon;

/** Status numbers of native/sources/status.h. */
function check(status: number): void {
  switch (status) {
    case 0:
      return;
    case 1:
      throw new HoneysiftError(
        'ERR_BOUND',
        'Out of memory while aggregating attack sources; split the captures by day',
      );
    case 2:
      throw new HoneysiftError(
        'ERR_ARGUMENT',
        'A partial of attack sources is damaged or of another environment',
      );
    case 3:
      throw new HoneysiftError(
        'ERR_BOUND',
        'More than 2^32 flows or events in one step; split the captures by day',
      );
    case 4:
      throw new HoneysiftError('ERR_CANCELLED', 'Cancelled while finalising attack sources');
    default:
      throw new HoneysiftError(
        'ERR_NATIVE',
        `source_aggregator answered ${status}; run "npm run build:native"`,
      );
  }
}

/**
 * Packets in, attack sources out. The state is a monoid: batches and parts may come in any order and any split.
 * Memory: 64 bytes a flow and day, 24 a SYN or payload, and each distinct payload once.
 */
export class SourceAggregator {
  readonly #native: NativeAggregator;

  /**
   * `addresses`: 16 bytes for each honeypot address. `payloadBound`: bytes of payload kept of one flow and day, two
   * more counted for each packet.
   */
  constructor(addresses: Uint8Array, payloadBound: number) {
    this.#native = new addon.SourceAggregator(addresses, payloadBound);
  }

  addBatch(columns: PacketColumns, bytes: Uint8Array, scratch: Uint8Array): void {
    const memory = new Uint8Array(columns.buffer);
    check(this.#native.addBatch(memory, columns.capacity, columns.rows, bytes, scratch));
  }

  /** With `texts`, which then must come with every batch, phrases are made of them instead of payloads. */
  addRows(rows: PacketRows, bytes: Uint8Array, scratch: Uint8Array, texts?: PacketTexts): void {
    const described = texts ? ([texts.bytes, texts.offsets] as const) : ([] as const);
    check(this.#native.addRows(rows.memory, rows.rows, bytes, scratch, ...described));
  }

  /** Takes rows as addRows, straight from a decoder. */
  rowSink(): RowSink {
    return { handle: this.#native.rowSink(), check };
  }

  /** @throws HoneysiftError ERR_ARGUMENT when the part was made for other honeypot addresses. */
  addPart(part: DayPart): void {
    check(this.#native.addPart(part.bytes));
  }

  /** About as much memory as the state takes. */
  stateBytes(): number {
    return this.#native.stateBytes();
  }

  /** Of the packets added by addBatch and addRows, not of parts. */
  directions(): DirectionCounts {
    const [inbound = 0, outbound = 0, internal = 0, foreign = 0, other = 0] = this.#native.directions();
    return { inbound, outbound, internal, foreign, other };
  }

  /**
   * The UTC days of the state, ascending. They are named by their place here, until the state changes or this is called
   * again.
   */
  days(): StateDay[] {
    const { days, flows, events } = this.#native.planDays();
    return Array.from(days, (day, i) => ({ day, flows: flows[i] ?? 0, events: events[i] ?? 0 }));
  }

  /** Bytes of the part that `exportDay` writes. */
  daySize(place: number): number {
    return this.#native.partSize(place);
  }

  /** Writes the part of one of `days()` to `memory`, which has its size. */
  exportDay(place: number, memory: Uint8Array): void {
    check(this.#native.writePart(place, memory));
  }

  /** The attack sources of days `begin` to `end` of `days()`, as finalizeParts of their parts, without any; in the mode `day`. */
  finalizeDays(begin: number, end: number, options: FinalizeOptions): FinalizedSources {
    return finalized(this.#native.finalizeDays(begin, end, nativeOptions(options)));
  }

  /** The state cut into UTC days, ascending, over one block of shared memory. */
  exportParts(): DayPart[] {
    const days = this.days();
    const sizes = days.map((_, place) => this.daySize(place));
    const memory = new Uint8Array(new SharedArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)));
    let at = 0;
    return days.map((day, place) => {
      const bytes = memory.subarray(at, (at += sizes[place] ?? 0));
      this.exportDay(place, bytes);
      return { ...day, bytes };
    });
  }

  /** The attack sources of all that was added. */
  finalize(options: FinalizeOptions): FinalizedSources {
    return finalized(this.#native.finalize(nativeOptions(options)));
  }

  /** Forgets all that was added and keeps the memory. */
  clear(): void {
    this.#native.clear();
  }

  /** Frees the state at once; the object is of no use afterwards. */
  release(): void {
    this.#native.release();
  }
}

/**
 * The attack sources of day parts, in any order. Where sources keep to their days each day is done for itself, and a part that
 * is alone in its day is read where it lies.
 * @param addresses and
 * @param payloadBound as those of the aggregator that made the parts
 * @throws HoneysiftError ERR_ARGUMENT when a part is damaged or was made for other honeypot addresses.
 */
export function finalizeParts(
  parts: readonly DayPart[],
  addresses: Uint8Array,
  payloadBound: number,
  options: FinalizeOptions,
): FinalizedSources {
  const bytes = parts.map((part) => part.bytes);
  return finalized(addon.finalizeParts(bytes, addresses, payloadBound, nativeOptions(options)));
}

function nativeOptions({ mode, phraseOrder, ...rest }: FinalizeOptions): NativeOptions {
  return { ...rest, gap25h: mode === 'gap25h', timeOrder: phraseOrder === 'time' };
}

function finalized(native: NativeColumns | number): FinalizedSources {
  if (typeof native === 'number') {
    check(native);
    throw new HoneysiftError('ERR_NATIVE', 'source_aggregator gave no attack sources');
  }
  const { phraseBytes, phraseOffsets, floodFirstNs, floodHoneypot, floodPort, ...columns } = native;
  const floodEvents = Array.from(floodFirstNs, (firstNs, i) => ({
    firstNs,
    honeypot: floodHoneypot[i] ?? 0,
    port: floodPort[i] ?? 0,
  }));
  return { ...columns, phrases: { bytes: phraseBytes, offsets: phraseOffsets }, floodEvents };
}

export interface MergedPhrases {
  readonly phrases: PhraseDictionary;
  /** Per dictionary given: its phrase id -> id in the merged dictionary. */
  readonly ids: readonly Uint32Array[];
}

/** Unites dictionaries into one over shared memory, sorted bytewise, each phrase once. */
export function mergePhrases(dictionaries: readonly PhraseDictionary[]): MergedPhrases {
  const merger = new addon.PhraseMerger();
  const ids = dictionaries.map(({ bytes, offsets }) => {
    const given = new Uint32Array(offsets.length - 1);
    check(merger.add(bytes, offsets, given));
    return given;
  });
  const bytes = new Uint8Array(new SharedArrayBuffer(merger.byteSize()));
  const offsets = new Float64Array(
    new SharedArrayBuffer((merger.size() + 1) * Float64Array.BYTES_PER_ELEMENT),
  );
  const positions = new Uint32Array(merger.size());
  check(merger.fill(bytes, offsets, positions));
  for (const given of ids) given.forEach((id, i) => (given[i] = positions[id] ?? 0));
  return { phrases: { bytes, offsets }, ids };
}

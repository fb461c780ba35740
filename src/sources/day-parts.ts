import type { DirectionCounts } from '../model/capture.js';
import {
  type DayPart,
  type FinalizedSources,
  type PacketTexts,
  SourceAggregator,
  type StateDay,
} from '../native/source-aggregator.js';
import type { PacketRows } from '../native/packet-decoder.js';
import type { RowSink } from '../native/row-sink.js';
import { readSpilled, SpillFile, type SpilledBytes } from '../packets/spill-file.js';
import type { DaySpan, SettledDays } from './settled-days.js';

/** A day part in memory, or, with no bytes, put aside in a file. */
export interface KeptDayPart extends DayPart {
  readonly spilled?: SpilledBytes;
}

/** Lets day parts leave memory: then it is bounded whatever the size of the captures. */
export interface PartSpill {
  /** As withSpillFolder. */
  readonly folder: string;
  /** KiB of parts that may still stay in memory, of all workers together; element 0, over shared memory. */
  readonly room: Int32Array;
  /** State at which a worker cuts its day parts in the middle of a capture, bytes. */
  readonly fullState: number;
}

/** About 100,000 packets. */
const keptBytes = 4 * 1024 * 1024;
/** About 200,000 packets: days that it cuts are the ones that are finalised late. */
const fullState = 6 * 1024 * 1024;

/** Keeps the first day parts of a run in memory, `kept` bytes of them, and puts aside what comes then. */
export function newPartSpill(folder: string, kept = keptBytes, full = fullState): PartSpill {
  const room = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  room[0] = kept / 1024;
  return { folder, room, fullState: full };
}

/** Finalises days of the span as soon as no more packets of them are expected. */
export interface Settlement extends DaySpan {
  /** Of days `begin` to `end` of the state's days. */
  readonly finalize: (state: SourceAggregator, begin: number, end: number) => FinalizedSources;
}

export interface CollectedParts {
  /** What became of all packets. */
  readonly directions: DirectionCounts;
  readonly days: readonly KeptDayPart[];
  /** Days that have no part. */
  readonly settled: readonly SettledDays[];
}

/** What is put aside passes through here. Reused by all tasks of a thread. */
let cutMemory = new Uint8Array(0);

/** Packets of one capture in, day parts out; with a `spill` several of a day, as many as it takes to stay small. */
export class DayPartCollector {
  readonly #spill: PartSpill | undefined;
  readonly #settlement: Settlement | undefined;
  readonly #file: SpillFile | undefined;
  readonly #parts: KeptDayPart[] = [];
  readonly #keptDays = new Set<number>();
  readonly #settled: SettledDays[] = [];
  readonly #directions = { inbound: 0, outbound: 0, internal: 0, foreign: 0, other: 0 };
  readonly #aggregator: SourceAggregator;

  constructor(addresses: Uint8Array, payloadBound: number, spill?: PartSpill, settlement?: Settlement) {
    this.#aggregator = new SourceAggregator(addresses, payloadBound);
    this.#spill = spill;
    this.#settlement = settlement;
    this.#file = spill && new SpillFile(spill.folder);
  }

  /** As SourceAggregator.addRows. */
  addRows(rows: PacketRows, bytes: Uint8Array, scratch: Uint8Array, texts?: PacketTexts): void {
    this.#aggregator.addRows(rows, bytes, scratch, texts);
    this.cutWhenFull();
  }

  /** As SourceAggregator.rowSink; cutWhenFull() is to be called now and then. */
  rowSink(): RowSink {
    return this.#aggregator.rowSink();
  }

  cutWhenFull(): void {
    if (this.#spill && this.#aggregator.stateBytes() > this.#spill.fullState) this.#cut(false);
  }

  /** Ends the collection. */
  finish(): CollectedParts {
    this.#cut(true);
    return { directions: this.#directions, days: this.#parts, settled: this.#settled };
  }

  release(): void {
    this.#aggregator.release();
    this.#file?.close();
  }

  #cut(isLast: boolean): void {
    const days = this.#aggregator.days();
    // More of the last day is to come, in a capture that goes on.
    const newest = isLast ? Infinity : (days.at(-1)?.day ?? 0);
    let begin = 0;
    for (const [place, day] of days.entries()) {
      if (day.day < newest && this.#isOwn(day.day)) continue;
      this.#settle(days, begin, place);
      this.#keep(day, place);
      begin = place + 1;
    }
    this.#settle(days, begin, days.length);
    const seen = this.#aggregator.directions();
    for (const name of Object.keys(this.#directions) as (keyof DirectionCounts)[]) {
      this.#directions[name] += seen[name];
    }
    this.#aggregator.clear();
  }

  #isOwn(day: number): boolean {
    const { first = 0, last = -1 } = this.#settlement ?? {};
    return day >= first && day <= last && !this.#keptDays.has(day);
  }

  #settle(days: readonly StateDay[], begin: number, end: number): void {
    const [first, last] = [days[begin], days[end - 1]];
    if (begin === end || !first || !last || !this.#settlement) return;
    const sources = this.#settlement.finalize(this.#aggregator, begin, end);
    this.#settled.push({ first: first.day, last: last.day, sources });
  }

  #keep(day: StateDay, place: number): void {
    this.#keptDays.add(day.day);
    const size = this.#aggregator.daySize(place);
    if (this.#file && !this.#staysInMemory(size)) {
      if (cutMemory.length < size) cutMemory = new Uint8Array(size);
      const bytes = cutMemory.subarray(0, size);
      this.#aggregator.exportDay(place, bytes);
      this.#parts.push({ ...day, bytes: new Uint8Array(0), spilled: this.#file.append(bytes) });
    } else {
      const bytes = new Uint8Array(new SharedArrayBuffer(size));
      this.#aggregator.exportDay(place, bytes);
      this.#parts.push({ ...day, bytes });
    }
  }

  #staysInMemory(size: number): boolean {
    if (!this.#spill) return true;
    const kib = Math.ceil(size / 1024);
    if (Atomics.sub(this.#spill.room, 0, kib) >= kib) return true;
    Atomics.add(this.#spill.room, 0, kib);
    return false;
  }
}

/** Reused by all tasks of a thread: day parts are read and done with, one task after another. */
let loaded = new Uint8Array(0);

/** The parts with those that were put aside back in memory, until the next call in this thread. */
export function loadParts(parts: readonly KeptDayPart[]): DayPart[] {
  const total = parts.reduce((sum, { spilled }) => sum + aligned8(spilled?.length ?? 0), 0);
  if (loaded.length < total) loaded = new Uint8Array(total);
  let at = 0;
  return parts.map((part) => {
    if (!part.spilled) return part;
    const bytes = loaded.subarray(at, at + part.spilled.length);
    at += aligned8(part.spilled.length);
    readSpilled(part.spilled, bytes);
    return { ...part, bytes };
  });
}

function aligned8(length: number): number {
  return Math.ceil(length / 8) * 8;
}

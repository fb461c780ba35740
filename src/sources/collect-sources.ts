import type { CaptureFacts } from '../model/capture.js';
import type { Environment } from '../model/environment.js';
import type { PacketPart } from '../model/packet-part.js';
import type { RunContext, Stage } from '../model/stage.js';
import type { PacketTableNames } from '../native/packet-table.js';
import { ProbeCollector, type ProbePart } from '../native/probe-collector.js';
import type { PacketTexts } from '../native/source-aggregator.js';
import { captureSize } from '../packets/capture-size.js';
import type { LogOptions } from '../packets/logs/log-options.js';
import type { PacketPartWriter } from '../packets/packet-part-writer.js';
import {
  type CaptureSummary,
  readCaptureInto,
  type ReadCaptureOptions,
  readCaptureRows,
  type RowBatch,
} from '../packets/read-capture.js';
import { DayPartCollector, type KeptDayPart, type PartSpill, type Settlement } from './day-parts.js';
import { finalizeStateDays } from './finalize-days.js';
import { honeypotTargets, type HoneypotTargets } from './honeypot-targets.js';
import { packetTableNames } from './packet-rows.js';
import type { DaySpan, SettledDays } from './settled-days.js';
import { type Rendering, resolveSourceOptions, type SourceOptions } from './source-options.js';
import { compareText } from '../model/compare-text.js';

export interface CollectInput {
  /** Capture files; `-` is standard input. */
  readonly captures: readonly string[];
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions> | undefined;
  /** As ReadCaptureOptions.filter. */
  readonly filter?: string | undefined;
  /** As ReadCaptureOptions.chunkBytes; what is found is the same. */
  readonly chunkBytes?: number | undefined;
  /** As ReadCaptureOptions.logs. */
  readonly logs?: LogOptions | undefined;
  /**
   * Whether to compute digests, default true. Without them the facts have none, and no capture is known to hold what
   * another one holds.
   */
  readonly digests?: boolean;
  /**
   * Where to write the packets themselves as well, see PacketPart; it must exist, on a disk that all workers share. Then
   * digests are computed in any case.
   */
  readonly packetFolder?: string | undefined;
  /** Without, all day parts stay in memory. */
  readonly spill?: PartSpill | undefined;
  /** Per capture the days to settle where it is read, see expectOwnDays; only in the mode `day`. */
  readonly ownDays?: readonly (DaySpan | null)[] | undefined;
}

export interface CollectTask {
  readonly capture: string;
  /** Of the file; what takes longest is begun first. */
  readonly fileBytes: number;
  /** As HoneypotTargets.addresses. */
  readonly addresses: Uint8Array;
  readonly payloadBound: number;
  readonly filter: string | undefined;
  readonly chunkBytes?: number | undefined;
  readonly logs?: LogOptions | undefined;
  readonly digests: boolean;
  readonly packets: { readonly folder: string; readonly names: PacketTableNames } | undefined;
  readonly rendering: Rendering;
  readonly spill: PartSpill | undefined;
  readonly settle?: SettleTask | undefined;
}

interface SettleTask {
  readonly own: DaySpan;
  readonly targets: HoneypotTargets;
  readonly options: SourceOptions;
}

export interface CollectPart {
  readonly facts: CaptureFacts;
  readonly days: readonly KeptDayPart[];
  readonly settled: readonly SettledDays[];
  /** SYNs and marked packets per day, ascending. */
  readonly probes: readonly ProbePart[];
  readonly packets?: PacketPart | undefined;
}

/** All that the captures say about one UTC day. */
export interface CollectedDay {
  readonly day: number;
  /** In order of capture path; their order means nothing to what becomes of them. */
  readonly parts: readonly KeptDayPart[];
}

/** A capture that holds what another one holds, byte for byte once decompressed. It is not counted again. */
export interface DuplicateCapture {
  readonly path: string;
  /** Path of the one that counts. */
  readonly sameAs: string;
}

export interface CollectedSources {
  /** Sorted by path, each content once. */
  readonly captures: readonly CaptureFacts[];
  /** Sorted by path. */
  readonly duplicates: readonly DuplicateCapture[];
  /** Ascending; without days that are settled. */
  readonly days: readonly CollectedDay[];
  readonly settled: readonly SettledDays[];
  /** Of all days, in order of capture path. */
  readonly probes: readonly ProbePart[];
  /** Of each capture, in order of digest; empty when no folder was given. */
  readonly packets: readonly PacketPart[];
}

/** Captures -> partials of attack sources per UTC day. One task per capture. */
export const collectSources: Stage<CollectInput, CollectTask, CollectPart, CollectedSources> = {
  name: 'sources.collect',

  plan({ captures, environment, options: given, filter, chunkBytes, logs, digests = true, ...rest }) {
    const { packetFolder: folder, spill, ownDays } = rest;
    const { addresses } = honeypotTargets(environment, 'all');
    const options = resolveSourceOptions(given);
    const targets = honeypotTargets(environment, options.unit);
    const { phraseBound: payloadBound, rendering } = options;
    const packets =
      folder === undefined ? undefined : { folder, names: packetTableNames(environment, options) };
    const withDigests = digests || packets !== undefined;
    const reading = { filter, chunkBytes, logs, digests: withDigests };
    const task = { addresses, payloadBound, rendering, ...reading, packets, spill };
    return captures.map((capture, at) => {
      const own = options.mode === 'day' ? ownDays?.[at] : undefined;
      return {
        capture,
        fileBytes: captureSize(capture),
        ...task,
        settle: own ? { own, targets, options } : undefined,
      };
    });
  },

  run: collectCapture,

  weigh: ({ fileBytes }) => fileBytes,

  merge(collected) {
    const sorted: CollectPart[] = [];
    const duplicates: DuplicateCapture[] = [];
    const known = new Map<string, string>();
    for (const part of [...collected].sort((a, b) => compareText(a.facts.path, b.facts.path))) {
      const { path, contentDigest } = part.facts;
      const sameAs = contentDigest === '' ? undefined : known.get(contentDigest);
      if (sameAs !== undefined) duplicates.push({ path, sameAs });
      else {
        known.set(contentDigest, path);
        sorted.push(part);
      }
    }
    const parts = groupByDay(sorted.flatMap(({ days }) => days));
    return {
      captures: sorted.map(({ facts }) => facts),
      duplicates,
      days: [...parts].map(([day, ofDay]) => ({ day, parts: ofDay })).sort((a, b) => a.day - b.day),
      settled: sorted.flatMap(({ settled }) => settled),
      probes: sorted.flatMap(({ probes }) => probes),
      packets: sorted.flatMap(({ packets }) => packets ?? []).sort((a, b) => compareText(a.digest, b.digest)),
    };
  },
};

function groupByDay<Part extends { readonly day: number }>(parts: readonly Part[]): Map<number, Part[]> {
  const days = new Map<number, Part[]>();
  for (const part of parts) {
    const known = days.get(part.day);
    if (known) known.push(part);
    else days.set(part.day, [part]);
  }
  return days;
}

/** What the stage does of one capture. */
export async function collectCapture(task: CollectTask, context: RunContext): Promise<CollectPart> {
  const settlement = task.settle && settlementOf(task.settle, context);
  const collector = new DayPartCollector(task.addresses, task.payloadBound, task.spill, settlement);
  const probes = new ProbeCollector(task.addresses);
  const writer = task.packets && (await openWriter(task.packets));
  try {
    const summary = await readInto({ collector, probes, writer }, task, context);
    const { directions, days, settled } = collector.finish();
    return {
      facts: { ...summary, directions },
      days,
      settled,
      probes: probes.exportParts(),
      packets: writer?.finish(summary.contentDigest),
    };
  } finally {
    probes.release();
    collector.release();
    writer?.release();
  }
}

function settlementOf({ own, targets, options }: SettleTask, { cancelFlag }: RunContext): Settlement {
  return {
    ...own,
    finalize: (state, begin, end) => finalizeStateDays(state, [begin, end], targets, options, cancelFlag),
  };
}

interface Takers {
  readonly collector: DayPartCollector;
  readonly probes: ProbeCollector;
  readonly writer: PacketPartWriter | undefined;
}

/** Packets that nobody else wants never come to JavaScript. */
async function readInto(
  { collector, probes, writer }: Takers,
  { capture, addresses: tunnelEndpoints, filter, chunkBytes, logs, digests, rendering }: CollectTask,
  context: RunContext,
): Promise<CaptureSummary> {
  const options: ReadCaptureOptions = {
    context,
    tunnelEndpoints,
    filter,
    logs,
    digests,
    ...(chunkBytes !== undefined && { chunkBytes }),
  };
  if (rendering !== 'tshark' && !writer) {
    const sinks = [collector.rowSink(), probes.rowSink()];
    return readCaptureInto(
      capture,
      sinks,
      () => {
        collector.cutWhenFull();
      },
      options,
    );
  }
  const take = (batch: RowBatch, texts?: PacketTexts): void => {
    const { rows, bytes, scratch } = batch;
    collector.addRows(rows, bytes, scratch, texts);
    probes.addRows(rows, bytes, scratch);
    writer?.add(batch);
  };
  if (rendering !== 'tshark') return readCaptureRows(capture, take, options);
  const { readDescribed } = await import('./read-described.js');
  return readDescribed(capture, take, options);
}

async function openWriter({ folder, names }: NonNullable<CollectTask['packets']>): Promise<PacketPartWriter> {
  const { PacketPartWriter } = await import('../packets/packet-part-writer.js');
  return new PacketPartWriter(folder, names);
}

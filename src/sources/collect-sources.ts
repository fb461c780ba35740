import type { CaptureFacts } from '../model/capture.js';
import type { Environment } from '../model/environment.js';
import type { RunContext, Stage } from '../model/stage.js';
import { ProbeCollector, type ProbePart } from '../native/probe-collector.js';
import { type DayPart, SourceAggregator } from '../native/source-aggregator.js';
import { readCaptureRows } from '../packets/read-capture.js';
import { honeypotTargets } from './honeypot-targets.js';
import { resolveSourceOptions, type SourceOptions } from './source-options.js';
import { compareText } from '../model/compare-text.js';

export interface CollectInput {
  /** Capture files; `-` is standard input. */
  readonly captures: readonly string[];
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions> | undefined;
  /** As ReadCaptureOptions.filter. */
  readonly filter?: string | undefined;
  /**
   * Whether to compute digests, default true. Without them the facts have none, and no capture is known to hold what
   * another one holds.
   */
  readonly digests?: boolean;
}

export interface CollectTask {
  readonly capture: string;
  /** As HoneypotTargets.addresses. */
  readonly addresses: Uint8Array;
  readonly payloadBound: number;
  readonly filter: string | undefined;
  readonly digests: boolean;
}

export interface CollectPart {
  readonly facts: CaptureFacts;
  readonly days: readonly DayPart[];
  /** SYNs and marked packets per day, ascending. */
  readonly probes: readonly ProbePart[];
}

/** All that the captures say about one UTC day. */
export interface CollectedDay {
  readonly day: number;
  /** In order of capture path; their order means nothing to what becomes of them. */
  readonly parts: readonly DayPart[];
  /** The same for its probes; empty on a day without any. */
  readonly probes: readonly ProbePart[];
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
  /** Ascending. */
  readonly days: readonly CollectedDay[];
}

/** Captures -> partials of attack sources per UTC day. One task per capture. */
export const collectSources: Stage<CollectInput, CollectTask, CollectPart, CollectedSources> = {
  name: 'sources.collect',

  plan({ captures, environment, options, filter, digests = true }) {
    const { addresses } = honeypotTargets(environment, 'all');
    const payloadBound = resolveSourceOptions(options).phraseBound;
    return captures.map((capture) => ({ capture, addresses, payloadBound, filter, digests }));
  },

  run: collectCapture,

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
    const probes = groupByDay(sorted.flatMap((one) => one.probes));
    return {
      captures: sorted.map(({ facts }) => facts),
      duplicates,
      days: [...parts]
        .map(([day, ofDay]) => ({ day, parts: ofDay, probes: probes.get(day) ?? [] }))
        .sort((a, b) => a.day - b.day),
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
  const aggregator = new SourceAggregator(task.addresses, task.payloadBound);
  const probes = new ProbeCollector(task.addresses);
  try {
    const summary = await readCaptureRows(
      task.capture,
      ({ rows, bytes, scratch }) => {
        aggregator.addRows(rows, bytes, scratch);
        probes.addRows(rows, bytes, scratch);
      },
      { context, tunnelEndpoints: task.addresses, filter: task.filter, digests: task.digests },
    );
    return {
      facts: { ...summary, directions: aggregator.directions() },
      days: aggregator.exportParts(),
      probes: probes.exportParts(),
    };
  } finally {
    probes.release();
    aggregator.release();
  }
}

import type { CaptureFacts } from '../model/capture.js';
import type { Environment } from '../model/environment.js';
import type { RunContext, Stage } from '../model/stage.js';
import { type DayPart, SourceAggregator } from '../native/source-aggregator.js';
import { readCapture } from '../packets/read-capture.js';
import { honeypotTargets } from './honeypot-targets.js';
import { resolveSourceOptions, type SourceOptions } from './source-options.js';
import { compareText } from '../model/compare-text.js';

export interface CollectInput {
  /** Capture files; `-` is standard input. */
  readonly captures: readonly string[];
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions> | undefined;
}

export interface CollectTask {
  readonly capture: string;
  /** As HoneypotTargets.addresses. */
  readonly addresses: Uint8Array;
  readonly payloadBound: number;
}

export interface CollectPart {
  readonly facts: CaptureFacts;
  readonly days: readonly DayPart[];
}

/** All that the captures say about one UTC day. */
export interface CollectedDay {
  readonly day: number;
  /** In order of capture path; their order means nothing to what becomes of them. */
  readonly parts: readonly DayPart[];
}

export interface CollectedSources {
  /** Sorted by path. */
  readonly captures: readonly CaptureFacts[];
  /** Ascending. */
  readonly days: readonly CollectedDay[];
}

/** Captures -> partials of attack sources per UTC day. One task per capture. */
export const collectSources: Stage<CollectInput, CollectTask, CollectPart, CollectedSources> = {
  name: 'sources.collect',

  plan({ captures, environment, options }) {
    const { addresses } = honeypotTargets(environment, 'all');
    const payloadBound = resolveSourceOptions(options).phraseBound;
    return captures.map((capture) => ({ capture, addresses, payloadBound }));
  },

  run: collectCapture,

  merge(parts) {
    const sorted = [...parts].sort((a, b) => compareText(a.facts.path, b.facts.path));
    const days = new Map<number, DayPart[]>();
    for (const part of sorted.flatMap((one) => one.days)) {
      const known = days.get(part.day);
      if (known) known.push(part);
      else days.set(part.day, [part]);
    }
    return {
      captures: sorted.map(({ facts }) => facts),
      days: [...days].map(([day, ofDay]) => ({ day, parts: ofDay })).sort((a, b) => a.day - b.day),
    };
  },
};

async function collectCapture(task: CollectTask, context: RunContext): Promise<CollectPart> {
  const aggregator = new SourceAggregator(task.addresses, task.payloadBound);
  try {
    const summary = await readCapture(
      task.capture,
      ({ columns, bytes, scratch }) => {
        aggregator.addBatch(columns, bytes, scratch);
      },
      { context, tunnelEndpoints: task.addresses },
    );
    return { facts: { ...summary, directions: aggregator.directions() }, days: aggregator.exportParts() };
  } finally {
    aggregator.release();
  }
}

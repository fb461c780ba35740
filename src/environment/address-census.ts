import type { RunContext, Stage } from '../model/stage.js';
import { AddressCensus, type AddressPairs, mergeAddressPairs } from '../native/address-census.js';
import type { LogOptions } from '../packets/logs/log-options.js';
import { readCapture } from '../packets/read-capture.js';

export interface CensusInput {
  readonly captures: readonly string[];
  /** As ReadCaptureOptions.filter. */
  readonly filter?: string | undefined;
  /** As ReadCaptureOptions.logs. */
  readonly logs?: LogOptions | undefined;
}

export interface CensusTask {
  readonly capture: string;
  readonly filter: string | undefined;
  readonly logs?: LogOptions | undefined;
}

/** Captures -> who opened conversations with whom. One task per capture. */
export const addressCensus: Stage<CensusInput, CensusTask, AddressPairs, AddressPairs> = {
  name: 'environment.census',
  plan: ({ captures, filter, logs }) => captures.map((capture) => ({ capture, filter, logs })),
  run: countPairs,
  merge: (parts) => mergeAddressPairs(parts),
};

async function countPairs(task: CensusTask, context: RunContext): Promise<AddressPairs> {
  return (await takeCensus(task, context, false)).pairs;
}

export interface CaptureCensus {
  /** As CaptureFacts.contentDigest. */
  readonly contentDigest: string;
  readonly pairs: AddressPairs;
}

/** The census of one capture, and by what the capture is known; without `digests` by nothing. */
export async function takeCensus(
  { capture, filter, logs }: CensusTask,
  context: RunContext,
  digests = true,
): Promise<CaptureCensus> {
  const census = new AddressCensus();
  const { contentDigest } = await readCapture(
    capture,
    ({ columns }) => {
      census.add(columns);
    },
    { context, filter, logs, digests },
  );
  return { contentDigest, pairs: census.toParts() };
}

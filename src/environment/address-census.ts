import type { RunContext, Stage } from '../model/stage.js';
import { AddressCensus, type AddressPairs, mergeAddressPairs } from '../native/address-census.js';
import { readCapture } from '../packets/read-capture.js';

export interface CensusInput {
  readonly captures: readonly string[];
  /** As ReadCaptureOptions.filter. */
  readonly filter?: string | undefined;
}

export interface CensusTask {
  readonly capture: string;
  readonly filter: string | undefined;
}

/** Captures -> who opened conversations with whom. One task per capture. */
export const addressCensus: Stage<CensusInput, CensusTask, AddressPairs, AddressPairs> = {
  name: 'environment.census',
  plan: ({ captures, filter }) => captures.map((capture) => ({ capture, filter })),
  run: countPairs,
  merge: (parts) => mergeAddressPairs(parts),
};

async function countPairs({ capture, filter }: CensusTask, context: RunContext): Promise<AddressPairs> {
  const census = new AddressCensus();
  await readCapture(
    capture,
    ({ columns }) => {
      census.add(columns);
    },
    { context, filter, digests: false },
  );
  return census.toParts();
}

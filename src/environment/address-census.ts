import type { RunContext, Stage } from '../model/stage.js';
import { AddressCensus, type AddressPairs, mergeAddressPairs } from '../native/address-census.js';
import { readCapture } from '../packets/read-capture.js';

export interface CensusInput {
  readonly captures: readonly string[];
}

/** Captures -> who opened conversations with whom. One task per capture. */
export const addressCensus: Stage<CensusInput, string, AddressPairs, AddressPairs> = {
  name: 'environment.census',
  plan: ({ captures }) => captures,
  run: countPairs,
  merge: (parts) => mergeAddressPairs(parts),
};

async function countPairs(capture: string, context: RunContext): Promise<AddressPairs> {
  const census = new AddressCensus();
  await readCapture(
    capture,
    ({ columns }) => {
      census.add(columns);
    },
    { context },
  );
  return census.toParts();
}

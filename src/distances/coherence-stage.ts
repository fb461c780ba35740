import type { Coherence } from '../model/phrase-distance.js';
import type { Stage } from '../model/stage.js';
import { mergeCoherence } from './coherence-merge.js';
import { type CoherenceInput, type CoherenceTask, planCoherence } from './coherence-plan.js';
import { type CoherenceSums, runCoherence } from './coherence-run.js';

/**
 * Coherence of groups of attack sources: mean phrase distance D_C, both standard deviations, medoid. Exact over all
 * ordered pairs of sources, duplicates weighted. Under options that are not symmetric (`module`, or an exact-match
 * cost) a pair's distance is the mean of both directions.
 * @throws HoneysiftError ERR_ARGUMENT for a group without phrases, with a phrase twice, or with counts that are no
 * positive whole numbers; ERR_BOUND; ERR_CANCELLED.
 */
export const coherenceStage: Stage<
  CoherenceInput,
  CoherenceTask,
  readonly CoherenceSums[],
  Map<string, Coherence>
> = {
  name: 'distances.coherence',
  plan: planCoherence,
  run: runCoherence,
  merge: mergeCoherence,
  weigh: ({ weight }) => weight,
};

import {
  type DayPart,
  type FinalizedSources,
  type FinalizeOptions,
  finalizeParts,
  type SourceAggregator,
} from '../native/source-aggregator.js';
import type { HoneypotTargets } from './honeypot-targets.js';
import { sharedColumns } from './shared-columns.js';
import type { SourceOptions } from './source-options.js';

/** The attack sources of whole days, in any order, over shared memory. `cancelFlag` as in RunContext. */
export function finalizeDays(
  parts: readonly DayPart[],
  targets: HoneypotTargets,
  options: SourceOptions,
  cancelFlag: Int32Array,
): FinalizedSources {
  const given = finalizeOptions(targets, options, cancelFlag);
  return shared(finalizeParts(parts, targets.addresses, options.phraseBound, given));
}

/** The same of days `begin` to `end` of a state, where they lie: no part is made of them. */
export function finalizeStateDays(
  state: SourceAggregator,
  [begin, end]: readonly [begin: number, end: number],
  targets: HoneypotTargets,
  options: SourceOptions,
  cancelFlag: Int32Array,
): FinalizedSources {
  return shared(state.finalizeDays(begin, end, finalizeOptions(targets, options, cancelFlag)));
}

function finalizeOptions(
  { targetHoneypot, targetGroup }: HoneypotTargets,
  options: SourceOptions,
  cancelFlag: Int32Array,
): FinalizeOptions {
  const described = options.rendering === 'tshark';
  return { ...options, described, targetHoneypot, targetGroup, cancelFlag };
}

function shared(sources: FinalizedSources): FinalizedSources {
  return sharedColumns({ ...sources, phrases: sharedColumns(sources.phrases) });
}

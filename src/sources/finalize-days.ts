import { type DayPart, type FinalizedSources, finalizeParts } from '../native/source-aggregator.js';
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
  const { addresses, targetHoneypot, targetGroup } = targets;
  const described = options.rendering === 'tshark';
  const given = { ...options, described, targetHoneypot, targetGroup, cancelFlag };
  const sources = finalizeParts(parts, addresses, options.phraseBound, given);
  return sharedColumns({ ...sources, phrases: sharedColumns(sources.phrases) });
}

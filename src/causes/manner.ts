import type { AttackSources } from '../model/attack-sources.js';

/** How a source goes about several honeypots. `single`: there is but one. */
export type Manner = (typeof manners)[number];
export const manners = ['single', 'sequence', 'parallel'] as const;

/** A start is early when it comes within this share of the time after which it would come in sequence. */
const earlyShare = 0.2;

/**
 * Position in `manners`, from times alone: played one after the other, honeypot i of k is begun when i/k of the time has
 * passed; in parallel all are begun at once. The median start counts, so that a first packet that was lost at one
 * honeypot does not make another manner of it.
 */
export function mannerOf(sources: AttackSources, row: number): number {
  const [from, to] = [sources.targetOffsets[row] as number, sources.targetOffsets[row + 1] as number];
  const honeypots = to - from;
  if (honeypots < 2) return 0;
  const first = sources.firstNs[row] as bigint;
  const duration = Number((sources.lastNs[row] as bigint) - first);
  const starts = Array.from(sources.targetFirstNs.subarray(from, to), (start) => Number(start - first));
  starts.sort((a, b) => a - b);
  const median = honeypots >> 1;
  const inSequence = (duration * median) / honeypots;
  return (starts[median] as number) <= earlyShare * inSequence ? 2 : 1;
}

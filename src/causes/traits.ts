import type { AttackSources } from '../model/attack-sources.js';
import type { SentSignatures } from '../model/source-fingerprints.js';
import { manners, mannerOf } from './manner.js';

/**
 * What a source shows of its tool besides counts and payload, a category for each row; 0 where it does not show.
 * `system`: the headers of its SYNs, without what the way there does to them. `ports`: where it sends from, one of
 * `portChoices`. `manner`: one of `manners`; `course` the same, where loss does not decide it. `spacing`: of sources that begin their honeypots in parallel, the time between two
 * of them, in steps of half an octave.
 */
export interface SourceTraits {
  readonly system: Uint16Array;
  readonly ports: Uint16Array;
  readonly manner: Uint16Array;
  readonly course: Uint16Array;
  readonly spacing: Uint16Array;
}

export type Trait = (typeof traits)[number];
export const traits = ['system', 'ports', 'course', 'spacing'] as const;
export const portChoices = ['unknown', 'fixed', 'rising', 'scattered'] as const;

/** From this rate on loss delays so much that the times of few honeypots tell of it; so many bear it. */
const disturbing = 0.005;
const undisturbed = 5;
const parallel = manners.indexOf('parallel');
/** Of the steps from one source port to the next, so many go up by little in a source that counts its ports up. */
const risingShare = 0.5;

export function readTraits(
  sources: AttackSources,
  signatures: SentSignatures | undefined,
  lossRate: number,
): SourceTraits {
  const { count } = sources;
  const manner = new Uint16Array(count);
  const course = new Uint16Array(count);
  const spacing = new Uint16Array(count);
  const { targetOffsets } = sources;
  const ports = new Uint16Array(count);
  for (let row = 0; row < count; row++) {
    manner[row] = mannerOf(sources, row);
    ports[row] = portChoiceOf(sources, row);
    const honeypots = (targetOffsets[row + 1] as number) - (targetOffsets[row] as number);
    if (lossRate >= disturbing && honeypots < undisturbed) continue;
    course[row] = manner[row] as number;
    if (manner[row] === parallel) spacing[row] = spacingOf(sources, row);
  }
  return { system: systemsOf(count, signatures), ports, manner, course, spacing };
}

function portChoiceOf({ portFlows, sourcePorts, risingSourcePorts }: AttackSources, row: number): number {
  const flows = portFlows[row] as number;
  if (flows < 2) return 0;
  if (sourcePorts[row] === 1) return 1;
  return (risingSourcePorts[row] as number) >= risingShare * (flows - 1) ? 2 : 3;
}

/** Mean of the times from one honeypot to the next. */
function spacingOf({ targetOffsets, targetFirstNs }: AttackSources, row: number): number {
  const [from, to] = [targetOffsets[row] as number, targetOffsets[row + 1] as number];
  let first = targetFirstNs[from] as bigint;
  let last = first;
  for (let at = from + 1; at < to; at++) {
    const start = targetFirstNs[at] as bigint;
    if (start < first) first = start;
    if (start > last) last = start;
  }
  const microseconds = Number(last - first) / (to - from - 1) / 1000;
  return 1 + Math.round(2 * Math.log2(1 + microseconds));
}

function systemsOf(count: number, signatures: SentSignatures | undefined): Uint16Array {
  const systems = new Uint16Array(count);
  if (signatures === undefined) return systems;
  const numberOf = new Map<string, number>();
  const ofSignature = signatures.texts.map((text) => {
    const system = systemText(text);
    const known = numberOf.get(system) ?? numberOf.size + 1;
    numberOf.set(system, known);
    return known;
  });
  return systems.map((_, row) => ofSignature[signatures.signature[row] as number] ?? 0);
}

/**
 * A raw signature without what the way or the link decides: of `4:116+12:0:1460:mss*44,0:mss,nop:df,id+:0` the hops
 * (what is left of the TTL and what is missing make the initial one), the segment size, and whether the SYN carries data.
 */
function systemText(text: string): string {
  const [version, ttl = '', options, , window, layout, quirks] = text.split(':');
  const initial = ttl.split('+').reduce((sum, part) => sum + (Number.parseInt(part, 10) || 0), 0);
  return [version, initial, options, window, layout, quirks].join(':');
}

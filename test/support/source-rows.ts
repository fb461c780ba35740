import type { Environment } from '#honeysift/model/environment.js';
import { phraseText } from '#honeysift/model/phrase-dictionary.js';
import type { AttackSources } from '#honeysift/model/attack-sources.js';
import {
  type DayPart,
  type FinalizedSources,
  SourceAggregator,
} from '#honeysift/native/source-aggregator.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';
import { honeypotTargets } from '#honeysift/sources/honeypot-targets.js';
import { sourceId } from '#honeysift/sources/source-id.js';
import { resolveSourceOptions, type SourceOptions } from '#honeysift/sources/source-options.js';

import { batchOf, type FlatPacket } from './flat-packets.js';

/** One attack source, spelled out. */
export interface SourceRow {
  readonly id: string;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
  readonly packets: number;
  readonly canonicalPackets: number;
  /** [honeypot, packets, canonical packets] */
  readonly targets: readonly (readonly [number, number, number])[];
  /** First inbound packet at each of the targets. */
  readonly targetFirstNs: readonly bigint[];
  /** Last inbound packet at each of them. */
  readonly targetLastNs: readonly bigint[];
  readonly sequence: string;
  readonly phrase: string;
  readonly phraseCut: boolean;
  readonly backscatter: boolean;
  readonly flood: number;
  readonly synPackets: number;
  readonly dataSegments: number;
  readonly retransmissions: number;
  readonly sequenceGaps: number;
  readonly backscatterFlows: number;
  /** Flows with ports that attack, distinct source ports, rising steps. */
  readonly sourcePorts: readonly [number, number, number];
}

export function rowsOf(sources: AttackSources): SourceRow[] {
  return Array.from({ length: sources.count }, (_, row) => ({
    id: sourceId(sources, row),
    firstNs: sources.firstNs[row] ?? -1n,
    lastNs: sources.lastNs[row] ?? -1n,
    packets: sources.packets[row] ?? -1,
    canonicalPackets: sources.canonicalPackets[row] ?? -1,
    targets: Array.from(
      { length: (sources.targetOffsets[row + 1] ?? 0) - (sources.targetOffsets[row] ?? 0) },
      (_unused, i) => {
        const at = (sources.targetOffsets[row] ?? 0) + i;
        return [
          sources.targetHoneypot[at] ?? -1,
          sources.targetPackets[at] ?? -1,
          sources.targetCanonical[at] ?? -1,
        ] as const;
      },
    ),
    targetFirstNs: [
      ...sources.targetFirstNs.subarray(sources.targetOffsets[row], sources.targetOffsets[row + 1]),
    ],
    targetLastNs: [
      ...sources.targetLastNs.subarray(sources.targetOffsets[row], sources.targetOffsets[row + 1]),
    ],
    sequence: sources.sequences[sources.sequence[row] ?? -1] ?? '?',
    phrase: phraseText(sources.phrases, sources.phrase[row] ?? -1),
    phraseCut: sources.phraseCut[row] === 1,
    backscatter: sources.backscatter[row] === 1,
    flood: sources.flood[row] ?? -2,
    synPackets: sources.synPackets[row] ?? -1,
    dataSegments: sources.dataSegments[row] ?? -1,
    retransmissions: sources.retransmissions[row] ?? -1,
    sequenceGaps: sources.sequenceGaps[row] ?? -1,
    backscatterFlows: sources.backscatterFlows[row] ?? -1,
    sourcePorts: [
      sources.portFlows[row] ?? -1,
      sources.sourcePorts[row] ?? -1,
      sources.risingSourcePorts[row] ?? -1,
    ],
  }));
}

export interface AggregateSetting {
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions>;
}

/** The day parts of packets that came in these batches. */
export function dayParts(batches: readonly (readonly FlatPacket[])[], setting: AggregateSetting): DayPart[] {
  const { addresses } = honeypotTargets(setting.environment, 'all');
  const aggregator = new SourceAggregator(addresses, resolveSourceOptions(setting.options).phraseBound);
  for (const packets of batches) {
    const { columns, bytes, scratch } = batchOf(packets);
    aggregator.addBatch(columns, bytes, scratch);
  }
  return aggregator.exportParts();
}

/** Runs `sources.finalize` over parts given in any order. */
export async function finalizeParts(
  parts: readonly DayPart[],
  setting: AggregateSetting,
): Promise<FinalizedSources> {
  const days = [...new Set(parts.map(({ day }) => day))].map((day) => ({
    day,
    parts: parts.filter((part) => part.day === day),
  }));
  const input = { days, ...setting };
  const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };
  const made: FinalizedSources[] = [];
  for (const task of finalizeSources.plan(input)) made.push(await finalizeSources.run(task, context));
  return finalizeSources.merge(made, input);
}

/** The attack sources of a handful of packets. */
export async function sourcesOf(
  packets: readonly FlatPacket[],
  setting: AggregateSetting,
): Promise<SourceRow[]> {
  return rowsOf(await finalizeParts(dayParts([packets], setting), setting));
}

import { targetCount, type AttackSources } from '../../model/attack-sources.js';
import type { Environment } from '../../model/environment.js';
import { dayText, sourceAddress } from '../../sources/source-id.js';
import { type LookupTable, lookupTable, positionsOf } from '../lookup-table.js';
import type { PhraseIds } from '../phrase-ids.js';
import { attackSources } from '../schema/attack-sources.js';
import { fingerprints as fingerprintTable } from '../schema/fingerprints.js';
import { enrichment as enrichmentTable } from '../schema/enrichment.js';
import { memberships } from '../schema/memberships.js';
import { sourceTargets } from '../schema/source-targets.js';
import type { TableSchema, TimeUnit } from '../schema/table-schema.js';
import type { SourceLinks } from '../source-links.js';
import type { StagedColumn } from '../staged-column.js';
import { partFile, type UnitOutput, type WriteUnit } from '../write-unit.js';
import { fingerprintColumns, fingerprintSelect, signatureLookup } from './fingerprint-columns.js';
import type { StoreContent } from '../store-content.js';
import { emptySelect } from './empty-select.js';
import { enrichmentSelect, stageEnrichment } from './enrichment-rows.js';
import { floodIds } from './flood-ids.js';
import { targetPositions } from '../../sources/target-positions.js';
import { attackSourceSelect, groupNames, membershipSelect, sourceTargetSelect } from './source-selects.js';

/** Whole days go into one file until it has this many sources: memory is bounded by that, or by the largest day. */
const minPartRows = 250_000;

/** Sources of several months brought into the engine at a time: large enough to be worth a statement, small enough to do two at once. */
const rowsTogether = 25_000;

/** Hive's name for "no value": the folder that carries the columns of a table without rows. */
const noMonth = '__HIVE_DEFAULT_PARTITION__';

export interface SourceUnits {
  readonly units: readonly WriteUnit[];
  /** What their rows refer to. */
  readonly lookups: readonly LookupTable[];
}

/**
 * The tables attack_sources, source_targets, memberships, fingerprints and enrichment: a file per month, or more for a large
 * one.
 */
export function sourceUnits(
  { sources, environment, fingerprints, enrichment, isFactsOnly = false }: StoreContent,
  links: SourceLinks,
  ids: PhraseIds,
  unit: TimeUnit,
): SourceUnits {
  const enriched = stageEnrichment(enrichment);
  const columns = [
    ...sourceColumns(sources, environment, links, ids),
    ...fingerprintColumns(fingerprints, sources.count),
    ...enriched.columns,
  ];
  const selects: readonly [TableSchema, string][] = [
    [attackSources, attackSourceSelect(unit)],
    [sourceTargets, sourceTargetSelect(unit)],
    [memberships, isFactsOnly ? emptySelect(memberships) : membershipSelect],
    [fingerprintTable, fingerprintSelect],
    [enrichmentTable, enrichmentSelect(enrichment)],
  ];
  const units = together(splitDays(sources)).map((ranges) => ({
    columns,
    from: ranges[0]?.from ?? 0,
    to: ranges.at(-1)?.to ?? 0,
    outputs: selects.map(([table, select]): UnitOutput => {
      const files = ranges.map(({ from, to, month, part }) => ({
        path: `${table.name}/month=${month}/${partFile(part)}`,
        days: from === to ? undefined : ([sources.day[from] ?? 0, sources.day[to - 1] ?? 0] as const),
      }));
      return { table, select, files };
    }),
  }));
  return {
    units,
    lookups: [...groupLookups(sources, links), signatureLookup(fingerprints), ...enriched.lookups],
  };
}

function groupLookups(sources: AttackSources, { clusters, rootCauses }: SourceLinks): LookupTable[] {
  const text = (name: string, at: (row: number) => string | null): StagedColumn => ({
    name,
    kind: 'text',
    at,
  });
  return [
    lookupTable(groupNames.sequences, sources.sequences.length, [
      text('ports_sequence', (row) => sources.sequences[row] ?? null),
    ]),
    lookupTable(groupNames.clusters, clusters.length, [
      text('cluster_id', (row) => clusters[row]?.clusterId ?? null),
    ]),
    lookupTable(groupNames.rootCauses, rootCauses.length, [
      text('root_cause_id', (row) => rootCauses[row]?.rootCauseId ?? null),
      text('family_id', (row) => rootCauses[row]?.familyId ?? null),
    ]),
  ];
}

/** Small months are brought into the engine together. */
function together(ranges: readonly DayRange[]): DayRange[][] {
  const groups: DayRange[][] = [];
  for (const range of ranges) {
    const last = groups.at(-1);
    if (last && range.to - (last[0]?.from ?? 0) <= rowsTogether) last.push(range);
    else groups.push([range]);
  }
  return groups;
}

interface DayRange {
  readonly month: string;
  readonly part: number;
  readonly from: number;
  to: number;
}

function splitDays(sources: AttackSources): DayRange[] {
  const ranges: DayRange[] = [];
  let day = Number.NaN;
  for (let row = 0; row < sources.count; row++) {
    if (sources.day[row] === day) continue;
    day = sources.day[row] ?? 0;
    const month = dayText(day).slice(0, 7);
    const last = ranges.at(-1);
    if (last !== undefined) last.to = row;
    if (last?.month !== month) ranges.push({ month, part: 0, from: row, to: row });
    else if (row - last.from >= minPartRows) ranges.push({ month, part: last.part + 1, from: row, to: row });
  }
  const last = ranges.at(-1);
  if (last === undefined) return [{ month: noMonth, part: 0, from: 0, to: 0 }];
  last.to = sources.count;
  return ranges;
}

function sourceColumns(
  sources: AttackSources,
  environment: Environment,
  links: SourceLinks,
  ids: PhraseIds,
): StagedColumn[] {
  const floods = floodIds(sources);
  const targets = <Values>(values: Values): { offsets: Uint32Array; values: Values } => ({
    offsets: sources.targetOffsets,
    values,
  });
  return [
    { name: 'day', kind: 'day', values: sources.day },
    { name: 'ip', kind: 'text', at: (row) => sourceAddress(sources, row) },
    {
      name: 'platform',
      kind: 'text',
      at: (row) => sources.platforms?.[sources.platform?.[row] ?? -1] ?? null,
    },
    { name: 'sequence', kind: 'count', values: sources.sequence.map((sequence) => sequence + 1) },
    {
      name: 'targets',
      kind: 'count',
      values: new Uint32Array(sources.count).map((_, row) => targetCount(sources, row)),
    },
    { name: 'packets', kind: 'double', values: sources.packets },
    { name: 'canonical_packets', kind: 'double', values: sources.canonicalPackets },
    { name: 'first_ns', kind: 'bigint', values: sources.firstNs },
    { name: 'last_ns', kind: 'bigint', values: sources.lastNs },
    { name: 'backscatter', kind: 'flag', values: sources.backscatter },
    { name: 'flood_id', kind: 'text', at: (row) => floods[sources.flood[row] ?? -1] ?? null },
    { name: 'phrase_id', kind: 'text', at: (row) => ids.at(sources.phrase[row] ?? 0) },
    { name: 'phrase_cut', kind: 'flag', values: sources.phraseCut },
    { name: 'syn_packets', kind: 'count', values: sources.synPackets },
    { name: 'data_segments', kind: 'count', values: sources.dataSegments },
    { name: 'retransmissions', kind: 'count', values: sources.retransmissions },
    { name: 'sequence_gaps', kind: 'count', values: sources.sequenceGaps },
    { name: 'backscatter_flows', kind: 'count', values: sources.backscatterFlows },
    { name: 'port_flows', kind: 'count', values: sources.portFlows },
    { name: 'source_ports', kind: 'count', values: sources.sourcePorts },
    { name: 'rising_source_ports', kind: 'count', values: sources.risingSourcePorts },
    { name: 'cluster', kind: 'count', values: positionsOf(links.clusterOf) },
    { name: 'root_cause', kind: 'count', values: positionsOf(links.rootCauseOf) },
    { name: 'outlier', kind: 'flag', values: links.outlier },
    { name: 'target_honeypots', kind: 'indexes', lists: targets(targetPositions(sources, environment)) },
    { name: 'target_packets', kind: 'doubles', lists: targets(sources.targetPackets) },
    { name: 'target_canonical', kind: 'doubles', lists: targets(sources.targetCanonical) },
    { name: 'target_first_ns', kind: 'bigints', lists: targets(sources.targetFirstNs) },
    { name: 'target_last_ns', kind: 'bigints', lists: targets(sources.targetLastNs) },
  ];
}

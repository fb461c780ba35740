import type { AttackSources } from '../../model/attack-sources.js';
import type { SequenceClusters } from '../../model/itemset-cluster.js';
import { dayText } from '../../sources/source-id.js';
import { itemsets } from '../schema/itemsets.js';
import { portsSequences } from '../schema/ports-sequences.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { StoreContent } from '../store-content.js';
import type { WriteUnit } from '../write-unit.js';
import { itemsetText } from './group-facts.js';
import { recordUnit, type TableRecord } from './record-unit.js';

/** The tables ports_sequences and itemsets. */
export function sequenceUnits(content: StoreContent, unit: TimeUnit): WriteUnit[] {
  const mined = new Map(content.sequenceClusters.map((result) => [result.portsSequence, result]));
  return [
    recordUnit(portsSequences, sequenceRecords(content.sources, mined), unit),
    recordUnit(itemsets, content.sequenceClusters.flatMap(itemsetRecords), unit),
  ];
}

interface Span {
  sources: number;
  first: number;
  last: number;
}

function sequenceRecords(
  sources: AttackSources,
  mined: ReadonlyMap<string, SequenceClusters>,
): TableRecord[] {
  const spans = new Map<number, Span>();
  for (let row = 0; row < sources.count; row++) {
    if (sources.backscatter[row] !== 0) continue;
    const day = sources.day[row] ?? 0;
    const sequence = sources.sequence[row] ?? 0;
    const span = spans.get(sequence) ?? { sources: 0, first: day, last: day };
    span.sources++;
    span.first = Math.min(span.first, day);
    span.last = Math.max(span.last, day);
    spans.set(sequence, span);
  }
  return [...spans].map(([sequence, span]) => {
    const name = sources.sequences[sequence] ?? '';
    return sequenceRecord(name, span, mined.get(name));
  });
}

function sequenceRecord(name: string, span: Span, mined: SequenceClusters | undefined): TableRecord {
  return {
    ports_sequence: name,
    sources: span.sources,
    ports: name === '' ? 0 : new Set(name.split(',')).size,
    first_day: dayText(span.first),
    last_day: dayText(span.last),
    frequent_itemsets: mined?.frequentCount ?? 0,
    frequent_exact: mined?.frequentCountExact ?? true,
    closed_itemsets: mined?.itemsets.filter(({ closed }) => closed).length ?? 0,
    itemsets_listed: mined?.itemsetsListed ?? null,
    min_support: mined?.minSupport ?? null,
    clusters: mined?.clusters.length ?? 0,
    unclustered: mined?.unclustered.length ?? span.sources,
  };
}

function itemsetRecords(mined: SequenceClusters): TableRecord[] {
  return mined.itemsets.map(({ items, supportCount, closed, maximal }) => ({
    ports_sequence: mined.portsSequence,
    itemset: itemsetText(items),
    length: items.length,
    support_count: supportCount,
    support: mined.sources === 0 ? 0 : supportCount / mined.sources,
    closed,
    maximal,
  }));
}

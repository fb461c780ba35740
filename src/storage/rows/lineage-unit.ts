import type { LineageRecord } from '../../model/lineage.js';
import { lineage } from '../schema/lineage.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { WriteUnit } from '../write-unit.js';
import { recordUnit } from './record-unit.js';

/** The table lineage. */
export function lineageUnit(records: readonly LineageRecord[], unit: TimeUnit): WriteUnit {
  const rows = records.map((record) => ({
    publication: record.publication,
    published_through: record.publishedThrough,
    level: record.level,
    kind: record.kind,
    former_id: record.formerId,
    id: record.id,
    former_sources: record.formerSources,
    sources: record.sources,
    shared: record.shared,
    parts: record.parts,
    formers: record.formers,
    heir: record.isHeir,
  }));
  return recordUnit(lineage, rows, unit);
}

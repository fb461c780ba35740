import { supportLevels } from '../schema/support-levels.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { SupportLevel } from '../store-content.js';
import type { WriteUnit } from '../write-unit.js';
import { recordUnit } from './record-unit.js';

/** The table support_levels. */
export function supportLevelUnit(levels: readonly SupportLevel[], unit: TimeUnit): WriteUnit {
  const records = levels.map(({ minSupport, itemsetClusters, rootCauses }) => ({
    min_support: minSupport,
    itemset_clusters: itemsetClusters,
    root_causes: rootCauses,
  }));
  return recordUnit(supportLevels, records, unit);
}

import type { LookupTable } from './lookup-table.js';
import type { TimeUnit } from './schema/table-schema.js';
import { PhraseIds } from './phrase-ids.js';
import { captureUnits } from './rows/capture-units.js';
import { clusterUnit } from './rows/cluster-unit.js';
import { providerUnit } from './rows/enrichment-rows.js';
import { environmentUnits } from './rows/environment-units.js';
import { fingerprintCoverageUnit } from './rows/fingerprint-coverage-unit.js';
import { lineageUnit } from './rows/lineage-unit.js';
import { miningUnits } from './rows/mining-units.js';
import { phraseUnits } from './rows/phrase-units.js';
import { rootCauseUnits } from './rows/root-cause-units.js';
import { sequenceUnits } from './rows/sequence-units.js';
import { sourceUnits } from './rows/source-units.js';
import { supportLevelUnit } from './rows/support-level-unit.js';
import { linkSources } from './source-links.js';
import type { StoreContent } from './store-content.js';
import type { WriteUnit } from './write-unit.js';

export interface StoreUnits {
  /** Those of one table are in canonical order. */
  readonly units: readonly WriteUnit[];
  readonly lookups: readonly LookupTable[];
}

/** All that a store is written from. Throws ERR_ARGUMENT on content that contradicts itself. */
export function storeUnits(content: StoreContent, unit: TimeUnit): StoreUnits {
  const links = linkSources(content);
  const ids = new PhraseIds(content.sources.phrases);
  const sources = sourceUnits(content, links, ids, unit);
  const units = [
    ...sources.units,
    ...phraseUnits(content.sources, ids),
    ...sequenceUnits(content, unit),
    ...miningUnits(content.sequenceClusters, unit),
    clusterUnit(content, links, ids, unit),
    ...rootCauseUnits(content, links, ids, unit),
    ...captureUnits(content.captures, unit),
    ...environmentUnits(content.environment, unit),
    fingerprintCoverageUnit(content.fingerprints, unit),
    providerUnit(content.enrichment?.providers ?? [], unit),
    supportLevelUnit(content.supportLevels, unit),
    lineageUnit(content.lineage ?? [], unit),
  ];
  return { units, lookups: sources.lookups };
}

/** Microseconds, unless some time is not a whole number of them. */
export function timeUnitOf({ sources, captures }: StoreContent): TimeUnit {
  const isFine = (ns: bigint | null): boolean => ns !== null && ns % 1000n !== 0n;
  const fine =
    sources.firstNs.some(isFine) ||
    sources.lastNs.some(isFine) ||
    captures.some(({ firstNs, lastNs }) => isFine(firstNs) || isFine(lastNs));
  return fine ? 'ns' : 'us';
}

import { anomalies } from './schema/anomalies.js';
import { attackSources } from './schema/attack-sources.js';
import { captures } from './schema/captures.js';
import { clusters } from './schema/clusters.js';
import { enrichment } from './schema/enrichment.js';
import { enrichmentProviders } from './schema/enrichment-providers.js';
import { families } from './schema/families.js';
import { fingerprintCoverage } from './schema/fingerprint-coverage.js';
import { fingerprints } from './schema/fingerprints.js';
import { honeypots } from './schema/honeypots.js';
import { itemCuts } from './schema/item-cuts.js';
import { itemsets } from './schema/itemsets.js';
import { lineage } from './schema/lineage.js';
import { losses } from './schema/losses.js';
import { memberships } from './schema/memberships.js';
import { packets } from './schema/packets.js';
import { payloads } from './schema/payloads.js';
import { openPorts } from './schema/open-ports.js';
import { phrases } from './schema/phrases.js';
import { portsSequences } from './schema/ports-sequences.js';
import { rootCauses } from './schema/root-causes.js';
import { rules } from './schema/rules.js';
import { sourceTargets } from './schema/source-targets.js';
import { supportLevels } from './schema/support-levels.js';
import type { TableSchema } from './schema/table-schema.js';
import type { StoreManifest } from './store-manifest.js';

/** Every table that each store has, in the order in which the manifest lists them. */
export const tableSchemas: readonly TableSchema[] = [
  captures,
  anomalies,
  losses,
  honeypots,
  openPorts,
  attackSources,
  sourceTargets,
  phrases,
  portsSequences,
  itemsets,
  rules,
  itemCuts,
  clusters,
  rootCauses,
  families,
  memberships,
  fingerprints,
  fingerprintCoverage,
  enrichment,
  enrichmentProviders,
  supportLevels,
  lineage,
];

/** The tables of stores whose packets were asked for; they follow the others. */
export const packetTableSchemas: readonly TableSchema[] = [packets, payloads];

export const allTableSchemas: readonly TableSchema[] = [...tableSchemas, ...packetTableSchemas];

/** Those of one store: packet tables are there or not. */
export function tablesOf({ tables }: Pick<StoreManifest, 'tables'>): readonly TableSchema[] {
  return allTableSchemas.filter(({ name, ofPackets }) => ofPackets !== true || tables[name] !== undefined);
}

/** Name of the partition column that monthly tables show when they are read: `YYYY-MM`, the month of `day`. */
export const partitionColumn = 'month';

export function findTableSchema(name: string): TableSchema | undefined {
  return allTableSchemas.find((table) => table.name === name);
}

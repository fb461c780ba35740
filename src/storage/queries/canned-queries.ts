import { attackSourceQueries } from './attack-sources.js';
import type { CannedQuery } from './canned-query.js';
import { captureQueries } from './captures.js';
import { clusterQueries } from './clusters.js';
import { fingerprintQueries } from './fingerprints.js';
import { enrichmentQueries } from './enrichment.js';
import { honeypotQueries } from './honeypots.js';
import { lineageQueries } from './lineage.js';
import { overviewQueries } from './overview.js';
import { packetQueries } from './packets.js';
import { rootCauseQueries } from './root-causes.js';
import { sequenceQueries } from './sequences.js';

/** Every canned query, by group. */
export const cannedQueries: readonly CannedQuery[] = [
  ...overviewQueries,
  ...sequenceQueries,
  ...clusterQueries,
  ...rootCauseQueries,
  ...lineageQueries,
  ...attackSourceQueries,
  ...fingerprintQueries,
  ...honeypotQueries,
  ...enrichmentQueries,
  ...captureQueries,
  ...packetQueries,
];

export function findCannedQuery(name: string): CannedQuery | undefined {
  return cannedQueries.find((query) => query.name === name);
}

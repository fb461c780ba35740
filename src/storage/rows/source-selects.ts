import type { TimeUnit } from '../schema/table-schema.js';
import { stagedTable } from '../write-unit.js';
import { instantSql } from './record-unit.js';

/** Table of the writing engine: `position` (0-based, as in AttackSources.targetHoneypot) and `name`. */
export const honeypotNames = 'honeypot_names';

/** Names of the lookup tables of what attack sources were grouped into. */
export const groupNames = {
  sequences: 'sequence_names',
  clusters: 'cluster_names',
  rootCauses: 'root_cause_names',
} as const;

/** As `sourceId` of sources/source-id.ts makes it. */
export const sourceIdSql = `ip || '@' || CAST(day AS VARCHAR) || coalesce('/' || platform, '') AS source_id`;

export function attackSourceSelect(unit: TimeUnit): string {
  const seconds = '(last_ns - first_ns) / 1e9';
  return `
    SELECT ${sourceIdSql}, day, ip, platform, ports_sequence,
      CAST(targets AS INTEGER) AS targets,
      CAST(packets AS BIGINT) AS packets,
      CAST(canonical_packets AS BIGINT) AS canonical_packets,
      ${seconds} AS duration_s,
      CASE WHEN packets > 1 THEN ${seconds} / (packets - 1) END AS mean_gap_s,
      ${instantSql('first_ns', unit)} AS first_seen,
      ${instantSql('last_ns', unit)} AS last_seen,
      backscatter, flood_id, phrase_id, phrase_cut,
      CAST(syn_packets AS BIGINT) AS syn_packets,
      CAST(data_segments AS BIGINT) AS data_segments,
      CAST(retransmissions AS BIGINT) AS retransmissions,
      CAST(sequence_gaps AS BIGINT) AS sequence_gaps,
      CAST(backscatter_flows AS BIGINT) AS backscatter_flows,
      CAST(port_flows AS BIGINT) AS port_flows,
      CAST(source_ports AS BIGINT) AS source_ports,
      CAST(rising_source_ports AS BIGINT) AS rising_source_ports,
      cluster_id, root_cause_id, family_id
    FROM ${stagedTable}
      LEFT JOIN ${groupNames.sequences} AS s ON sequence = s.position
      LEFT JOIN ${groupNames.clusters} AS c ON cluster = c.position
      LEFT JOIN ${groupNames.rootCauses} AS r ON root_cause = r.position`;
}

export function sourceTargetSelect(unit: TimeUnit): string {
  return `
  SELECT source_id, day, name AS honeypot,
    CAST(packets AS BIGINT) AS packets,
    CAST(canonical_packets AS BIGINT) AS canonical_packets,
    ${instantSql('first_ns', unit)} AS first_seen,
    ${instantSql('last_ns', unit)} AS last_seen
  FROM (
    SELECT ${sourceIdSql}, day,
      unnest(target_honeypots) AS position,
      unnest(target_packets) AS packets,
      unnest(target_canonical) AS canonical_packets,
      unnest(target_first_ns) AS first_ns,
      unnest(target_last_ns) AS last_ns
    FROM ${stagedTable}
  ) JOIN ${honeypotNames} USING (position)`;
}

export const membershipSelect = `
  SELECT ${sourceIdSql}, day, cluster_id, root_cause_id, family_id,
    CASE WHEN root_cause > 0 THEN 'root_cause' WHEN backscatter THEN 'backscatter' ELSE 'rare' END AS status, outlier
  FROM ${stagedTable}
    LEFT JOIN ${groupNames.clusters} AS c ON cluster = c.position
    LEFT JOIN ${groupNames.rootCauses} AS r ON root_cause = r.position`;

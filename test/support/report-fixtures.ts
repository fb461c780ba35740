import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ReportSource, StoreFacts } from '#honeysift/reports/report-source.js';

/** The tables a report reads, with the columns it may rely on. */
export const reportSchema = `
CREATE TABLE captures(path VARCHAR, digest VARCHAR, format VARCHAR, file_bytes BIGINT, packets BIGINT, bytes BIGINT,
  inbound BIGINT, outbound BIGINT, internal BIGINT, foreign_packets BIGINT, other BIGINT,
  first_seen TIMESTAMP_NS, last_seen TIMESTAMP_NS, anomalies BIGINT, damaged BOOLEAN);
CREATE TABLE anomalies(path VARCHAR, anomaly VARCHAR, count BIGINT);
CREATE TABLE losses(path VARCHAR, anomaly VARCHAR, "offset" BIGINT, bytes BIGINT);
CREATE TABLE honeypots(honeypot VARCHAR, position INTEGER, ips VARCHAR[], os VARCHAR, platform VARCHAR,
  country VARCHAR, inferred BOOLEAN);
CREATE TABLE attack_sources(source_id VARCHAR, day DATE, ip VARCHAR, ports_sequence VARCHAR, targets INTEGER,
  packets BIGINT, canonical_packets BIGINT, duration_s DOUBLE, mean_gap_s DOUBLE, first_seen TIMESTAMP_NS,
  last_seen TIMESTAMP_NS, backscatter BOOLEAN, flood_id VARCHAR, phrase_id VARCHAR, phrase_cut BOOLEAN,
  syn_packets BIGINT, data_segments BIGINT, retransmissions BIGINT, sequence_gaps BIGINT,
  cluster_id VARCHAR, root_cause_id VARCHAR, family_id VARCHAR);
CREATE TABLE source_targets(source_id VARCHAR, day DATE, honeypot VARCHAR, packets BIGINT, canonical_packets BIGINT,
  first_seen TIMESTAMP_NS);
CREATE TABLE phrases(phrase_id VARCHAR, phrase VARCHAR, bytes BIGINT, sources BIGINT);
CREATE TABLE ports_sequences(ports_sequence VARCHAR, sources BIGINT, ports INTEGER, first_day DATE, last_day DATE,
  frequent_itemsets BIGINT, frequent_exact BOOLEAN, closed_itemsets BIGINT, itemsets_listed VARCHAR, min_support DOUBLE,
  clusters BIGINT, unclustered BIGINT);
CREATE TABLE itemsets(ports_sequence VARCHAR, itemset VARCHAR, length INTEGER, support_count BIGINT, support DOUBLE,
  closed BOOLEAN, maximal BOOLEAN);
CREATE TABLE clusters(cluster_id VARCHAR, ports_sequence VARCHAR, itemset VARCHAR, support DOUBLE, sources BIGINT,
  events BIGINT, packets BIGINT, mean_distance DOUBLE, sd_pairs DOUBLE, sd_sources DOUBLE, distinct_phrases BIGINT, medoid_phrase_id VARCHAR,
  root_causes BIGINT);
CREATE TABLE root_causes(root_cause_id VARCHAR, family_id VARCHAR, cluster_id VARCHAR, ports_sequence VARCHAR,
  itemset VARCHAR, sources BIGINT, events BIGINT, packets BIGINT, template VARCHAR, template_fields VARCHAR, mean_distance DOUBLE, sd_pairs DOUBLE,
  sd_sources DOUBLE, distinct_phrases BIGINT, medoid_phrase_id VARCHAR, first_day DATE, last_day DATE, tool VARCHAR,
  reason VARCHAR);
CREATE TABLE families(family_id VARCHAR, ports_sequences VARCHAR[], root_causes BIGINT, sources BIGINT,
  events BIGINT, packets BIGINT, first_day DATE, last_day DATE, reason VARCHAR);
CREATE TABLE memberships(source_id VARCHAR, day DATE, cluster_id VARCHAR, root_cause_id VARCHAR, family_id VARCHAR,
  status VARCHAR, outlier BOOLEAN);
CREATE TABLE support_levels(min_support DOUBLE, itemset_clusters BIGINT, root_causes BIGINT);`;

export interface ReportStore {
  readonly source: ReportSource;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** An empty store in memory, or one filled by `sql`. */
export async function openReportStore(sql = '', facts?: StoreFacts): Promise<ReportStore> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(reportSchema);
  if (sql !== '') await connection.run(sql);
  return {
    connection,
    source: {
      facts,
      async query(text) {
        const reader = await connection.runAndReadAll(text);
        return { columns: reader.columnNames(), rows: reader.getRows() };
      },
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text as a SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

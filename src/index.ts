/** The library: the same operations as the commands, as functions. */
export { analyze, analyzeCaptures, type AnalyzeOptions, type AnalyzeResult } from './operations/analyze.js';
export type { AnalysisOptions } from './operations/analysis-options.js';
export { apriori, aprioriOn } from './clusters/apriori.js';
export { rules } from './clusters/rules.js';
export {
  captureInterface,
  type CaptureInterfaceOptions,
  type LiveProgress,
  type LiveSummary,
} from './live/capture-interface.js';
export type { WrittenFile } from './live/daily-files.js';
export { explainCluster, type ExplainedCluster } from './operations/explain-cluster.js';
export { levenshtein, type LevenshteinOptions } from './distances/levenshtein.js';
export { levenshteinMany, levenshteinMatrix, levenshteinTile } from './distances/levenshtein-tile.js';
export { phraseDistance } from './distances/phrase-distance.js';
export {
  phraseDistances,
  type PhraseDistancesOptions,
  phraseDistanceTile,
  type PhraseTileOptions,
} from './distances/phrase-distances.js';
export {
  coherence,
  type MeasureCoherenceOptions,
  type PhraseCoherence,
} from './operations/measure-coherence.js';
export { type ErrorCode, errorCodes, HoneysiftError } from './errors.js';
export { ingest, type IngestResult } from './operations/ingest/ingest.js';
export { prune, type PruneOptions, type PruneResult } from './operations/ingest/prune.js';
export { checkStore, type StoreCheck, type StoreProblem } from './storage/check-store.js';
export type { IngestOptions } from './operations/ingest/ingest-options.js';
export { inspectCaptures, type InspectOptions } from './operations/inspect-captures.js';
export { listSources, type ListSourcesOptions, type SourceList } from './operations/list-sources.js';
export { type MinedLevel, mineStore, type MineStoreOptions } from './operations/mine-store.js';
export type * from './model/attack-sources.js';
export type * from './model/capture.js';
export type * from './model/environment.js';
export type * from './model/itemset-cluster.js';
export type * from './model/phrase-distance.js';
export type * from './model/root-cause.js';
export type { Progress, ProgressListener } from './model/stage.js';
export type { CaptureInfo, UnreadableCapture } from './packets/capture-info.js';
export type { PortCount, ProtocolCounts } from './packets/packet-tally.js';
export { createInlineRunner } from './pool/inline-runner.js';
export { createWorkerPool, type WorkerPool } from './pool/worker-pool.js';
export { reportStore } from './operations/report-store.js';
export type { Report } from './reports/report-model.js';
export { renderHtml } from './reports/render-html/render-html.js';
export { renderTerminal } from './reports/render-terminal.js';
export { type LogFormat, logFormats, type LogOptions } from './packets/logs/log-options.js';
export type { LogMapping } from './packets/logs/log-mapping.js';
export { readLogMapping } from './packets/logs/read-log-mapping.js';
export { simulate, type SimulateOptions, type SimulationSummary } from './simulation/simulate.js';
export type { SourceRecord } from './operations/source-records.js';
export type { SourceTotals } from './operations/source-totals.js';
export {
  type ExportedRows,
  type ExportOptions,
  exportRows,
  type RowFormat,
  rowFormats,
} from './storage/export/export-rows.js';
export { exportStix, type ExportStixOptions } from './storage/export/stix/export-stix.js';
export { formatResult, formatStream, type ResultFormat } from './storage/format-result.js';
export { openStore } from './storage/open-store.js';
export { cannedQueries } from './storage/queries/canned-queries.js';
export { runCannedQuery } from './storage/queries/run-canned-query.js';
export { tableDigest, verifyStore } from './storage/table-digest.js';
export type { QueryResult, Store } from './storage/store.js';
export type { RunOptions } from './operations/with-runner.js';

/** The library: the same operations as the commands, as functions. */
export {
  analyze,
  analyzeCaptures,
  type AnalyzeOptions,
  type AnalyzeResult,
  type RunOptions,
} from './analyze.js';
export type { AnalysisOptions } from './analysis-options.js';
export { apriori } from './clusters/apriori.js';
export { rules } from './clusters/rules.js';
export { levenshtein } from './distances/levenshtein.js';
export { phraseDistance } from './distances/phrase-distance.js';
export { type ErrorCode, errorCodes, HoneysiftError } from './errors.js';
export type * from './model/attack-sources.js';
export type * from './model/capture.js';
export type * from './model/environment.js';
export type * from './model/itemset-cluster.js';
export type * from './model/phrase-distance.js';
export type * from './model/root-cause.js';
export type { Progress, ProgressListener } from './model/stage.js';
export { reportStore } from './report-store.js';
export type { Report } from './reports/report-model.js';
export { renderHtml } from './reports/render-html/render-html.js';
export { renderTerminal } from './reports/render-terminal.js';
export { simulate, type SimulateOptions, type SimulationSummary } from './simulation/simulate.js';
export { formatResult, formatStream, type ResultFormat } from './storage/format-result.js';
export { openStore } from './storage/open-store.js';
export { cannedQueries } from './storage/queries/canned-queries.js';
export { runCannedQuery } from './storage/queries/run-canned-query.js';
export { tableDigest, verifyStore } from './storage/table-digest.js';
export type { QueryResult, Store } from './storage/store.js';

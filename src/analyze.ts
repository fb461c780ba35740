import { availableParallelism } from 'node:os';

import { type AnalysisOptions, defaultAnalysisOptions } from './analysis-options.js';
import type { CaptureFacts } from './model/capture.js';
import type { ProgressListener, StageRunner } from './model/stage.js';
import { expandCaptures } from './packets/expand-captures.js';
import { runPipeline } from './pipeline.js';
import { createInlineRunner } from './pool/inline-runner.js';
import { createWorkerPool } from './pool/worker-pool.js';
import { type ReportFiles, reportStore, writeReportFiles } from './report-store.js';
import type { Report } from './reports/report-model.js';
import type { StoreContent } from './storage/store-content.js';
import type { StoreManifest } from './storage/store-manifest.js';
import { writeStore } from './storage/write-store.js';

export interface RunOptions {
  /** Worker threads; 0 runs everything in this thread. Default: the machine's cores. The answer is the same. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

export interface AnalyzeOptions extends RunOptions, Partial<AnalysisOptions> {
  /** Folder for the store, report.html and report.json. */
  readonly out: string;
}

export interface AnalyzeResult {
  readonly manifest: StoreManifest;
  readonly report: Report;
  readonly files: ReportFiles;
  /** Captures of which something could not be read. */
  readonly damaged: readonly CaptureFacts[];
}

/**
 * The main job: captures (files or folders, pcap or pcapng, plain or gzipped) to a store and a report in `options.out`.
 * @throws HoneysiftError ERR_CAPTURE, ERR_HONEYPOTS, ERR_STORE, ERR_ARGUMENT, ERR_CANCELLED
 */
export async function analyze(
  captures: string | readonly string[],
  options: AnalyzeOptions,
): Promise<AnalyzeResult> {
  const { out, signal } = options;
  const content = await analyzeCaptures(captures, options);
  const manifest = await writeStore(out, content, { signal });
  const report = await reportStore(out);
  const files = await writeReportFiles(out, report);
  return { manifest, report, files, damaged: content.captures.filter(({ losses }) => losses.length > 0) };
}

/** The same without a store: everything that one would hold, in memory. */
export async function analyzeCaptures(
  captures: string | readonly string[],
  options: RunOptions & Partial<AnalysisOptions> = {},
): Promise<StoreContent> {
  const files = await expandCaptures(typeof captures === 'string' ? [captures] : captures);
  return withRunner(options, (runner) =>
    runPipeline(files, { ...defaultAnalysisOptions, ...options }, runner, options.signal),
  );
}

async function withRunner<Result>(
  { workers = availableParallelism(), onProgress }: RunOptions,
  work: (runner: StageRunner) => Promise<Result>,
): Promise<Result> {
  if (workers === 0) return work(createInlineRunner(onProgress));
  const pool = createWorkerPool(workers, onProgress);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

import { type AnalysisOptions, defaultAnalysisOptions } from './analysis-options.js';
import type { CaptureFacts } from '../model/capture.js';
import type { DuplicateCapture } from '../sources/collect-sources.js';
import { expandCaptures } from '../packets/expand-captures.js';
import { withSpooledStdin } from '../packets/spool-stdin.js';
import { namedDuplicates } from './named-duplicates.js';
import { type AnalyzedCaptures, runPipeline } from './pipeline.js';
import { type ReportFiles, reportStore, writeReportFiles } from './report-store.js';
import type { Report } from '../reports/report-model.js';
import type { StoreManifest } from '../storage/store-manifest.js';
import { writeStore, writeStoreWithPackets } from '../storage/write-store.js';
import { type RunOptions, withRunner } from './with-runner.js';

export interface AnalyzeOptions extends RunOptions, Partial<AnalysisOptions> {
  /** Folder for the store, report.html and report.json. */
  readonly out: string;
  /** Stores the packets themselves as well (tables `packets` and `payloads`). Default false. */
  readonly packets?: boolean | undefined;
}

export interface AnalyzeResult {
  readonly manifest: StoreManifest;
  readonly report: Report;
  readonly files: ReportFiles;
  /** Packets that the filter left out. */
  readonly filteredOut: number;
  /** Captures of which something could not be read. */
  readonly damaged: readonly CaptureFacts[];
  /** Captures that hold what another one holds; they are not counted again. */
  readonly duplicates: readonly DuplicateCapture[];
}

/**
 * The main job: captures (files, folders, `-` for standard input; pcap or pcapng, plain or compressed) to a store and a
 * report in `options.out`.
 * @throws HoneysiftError ERR_CAPTURE, ERR_FILTER, ERR_LIBPCAP, ERR_HONEYPOTS, ERR_STORE, ERR_ARGUMENT, ERR_CANCELLED
 */
export async function analyze(
  captures: string | readonly string[],
  options: AnalyzeOptions,
): Promise<AnalyzeResult> {
  const { out, signal } = options;
  const { content, manifest } =
    options.packets === true
      ? await writeStoreWithPackets(
          out,
          (packetFolder) => analyzeCaptures(captures, { ...options, packetFolder }),
          { signal },
        )
      : await analyzeAndWrite(captures, options);
  const report = await reportStore(out);
  const files = await writeReportFiles(out, report);
  const { captures: facts, duplicates } = content;
  const filteredOut = facts.reduce((sum, capture) => sum + capture.filteredOut, 0);
  const damaged = facts.filter(({ losses }) => losses.length > 0);
  return { manifest, report, files, filteredOut, damaged, duplicates };
}

async function analyzeAndWrite(captures: string | readonly string[], options: AnalyzeOptions) {
  const content = await analyzeCaptures(captures, options);
  return { content, manifest: await writeStore(options.out, content, { signal: options.signal }) };
}

/** The same without a store: everything that one would hold, in memory. */
export async function analyzeCaptures(
  captures: string | readonly string[],
  options: RunOptions & Partial<AnalysisOptions> = {},
): Promise<AnalyzedCaptures> {
  const paths = await expandCaptures(typeof captures === 'string' ? [captures] : captures);
  return withSpooledStdin(paths, options.signal, async ({ files, nameOf }) => {
    const content = await withRunner(options, (runner) =>
      runPipeline(files, { ...defaultAnalysisOptions, ...options }, runner, options.signal),
    );
    return {
      ...content,
      captures: content.captures.map((facts) => ({ ...facts, path: nameOf(facts.path) })),
      duplicates: namedDuplicates(content.duplicates, nameOf),
    };
  });
}

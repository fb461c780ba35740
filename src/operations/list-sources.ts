import { type AnalysisOptions, defaultAnalysisOptions } from './analysis-options.js';
import { collectAttackSources, type CollectedAttackSources } from './collect-attack-sources.js';
import { namedDuplicates } from './named-duplicates.js';
import { expandCaptures } from '../packets/expand-captures.js';
import { withSpooledStdin } from '../packets/spool-stdin.js';
import { type SourceRecord, sourceRecords } from './source-records.js';
import { type SourceTotals, sourceTotals } from './source-totals.js';
import { type RunOptions, withRunner } from './with-runner.js';

export interface ListSourcesOptions
  extends RunOptions, Partial<Pick<AnalysisOptions, 'honeypots' | 'filter' | 'logs' | 'sources' | 'p0fDb'>> {}

export interface SourceList extends CollectedAttackSources {
  readonly totals: SourceTotals;
  /** Wall-clock time from captures to attack sources, seconds. */
  readonly seconds: number;
  /** One record per attack source, in order of row, each made when it is asked for. */
  readonly records: () => Generator<SourceRecord>;
}

/**
 * The attack sources of captures (files, folders, `-` for standard input) with features and phrases, and no store.
 * @throws HoneysiftError ERR_CAPTURE, ERR_FILTER, ERR_LIBPCAP, ERR_HONEYPOTS, ERR_ARGUMENT, ERR_CANCELLED
 */
export async function listSources(
  captures: string | readonly string[],
  options: ListSourcesOptions = {},
): Promise<SourceList> {
  const paths = await expandCaptures(typeof captures === 'string' ? [captures] : captures);
  return withSpooledStdin(paths, options.signal, async ({ files, nameOf }) => {
    const startedAt = performance.now();
    const found = await withRunner(options, (runner) =>
      collectAttackSources(
        files,
        { ...defaultAnalysisOptions, ...options, digests: false },
        runner,
        options.signal,
      ),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const collected = {
      ...found,
      captures: found.captures.map((facts) => ({ ...facts, path: nameOf(facts.path) })),
      duplicates: namedDuplicates(found.duplicates, nameOf),
    };
    return {
      ...collected,
      totals: sourceTotals(collected),
      seconds,
      records: () => sourceRecords(collected),
    };
  });
}

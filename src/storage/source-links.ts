import { HoneysiftError } from '../errors.js';
import type { ItemsetCluster } from '../model/itemset-cluster.js';
import type { RootCause } from '../model/root-cause.js';
import type { StoreContent } from './store-content.js';
import { compareText } from '../model/compare-text.js';

/** Where every attack source ended. -1 stands for none. */
export interface SourceLinks {
  readonly clusters: readonly ItemsetCluster[];
  readonly rootCauses: readonly RootCause[];
  /** Row -> index into `clusters`. */
  readonly clusterOf: Int32Array;
  /** Row -> index into `rootCauses`. */
  readonly rootCauseOf: Int32Array;
  /** Row -> 1 when an outlier. */
  readonly outlier: Uint8Array;
}

/**
 * Turns rows per group into a group per row. Throws ERR_ARGUMENT unless every attack source is in exactly one root
 * cause, or rare, or backscatter, and in at most one cluster: a store must not leave anything unsaid. Only where they
 * were not looked for may sources be in none.
 */
export function linkSources(content: StoreContent): SourceLinks {
  const { sources, rootCauses: causes } = content;
  const clusters = content.sequenceClusters
    .flatMap((sequence) => sequence.clusters)
    .sort((a, b) => compareText(a.clusterId, b.clusterId));
  const rootCauses = [...causes.rootCauses].sort((a, b) => compareText(a.rootCauseId, b.rootCauseId));
  const clusterOf = groupOf(
    sources.count,
    clusters.map(({ clusterId, rows }) => ({ name: clusterId, rows })),
  );
  const ends = groupOf(sources.count, [
    ...rootCauses.map(({ rootCauseId, rows }) => ({ name: rootCauseId, rows })),
    { name: 'the rare sources', rows: causes.rare },
    { name: 'the backscatter', rows: rowsWhere(sources.backscatter) },
  ]);
  const lost = ends.indexOf(-1);
  if (lost >= 0 && content.isFactsOnly !== true) {
    throw broken(`Attack source in row ${lost} is in no root cause, not rare and not backscatter`);
  }
  const rootCauseOf = ends.map((group) => (group < rootCauses.length ? group : -1));
  const outlier = new Uint8Array(sources.count);
  for (const row of causes.outliers) outlier[row] = 1;
  return { clusters, rootCauses, clusterOf, rootCauseOf, outlier };
}

function groupOf(rows: number, groups: readonly { name: string; rows: Uint32Array }[]): Int32Array {
  const result = new Int32Array(rows).fill(-1);
  groups.forEach((group, index) => {
    for (const row of group.rows) {
      if (row >= rows)
        throw broken(`${group.name} holds row ${row} but there are only ${rows} attack sources`);
      const other = result[row] ?? -1;
      if (other >= 0) {
        throw broken(
          `Attack source in row ${row} is both in ${group.name} and in ${groups[other]?.name ?? ''}`,
        );
      }
      result[row] = index;
    }
  });
  return result;
}

function rowsWhere(flags: Uint8Array): Uint32Array {
  const rows: number[] = [];
  flags.forEach((flag, row) => {
    if (flag !== 0) rows.push(row);
  });
  return Uint32Array.from(rows);
}

function broken(what: string): HoneysiftError {
  return new HoneysiftError(
    'ERR_ARGUMENT',
    `Expected content in which every attack source ends once, but: ${what}`,
  );
}

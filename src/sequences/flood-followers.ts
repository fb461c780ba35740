import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { RootCauses } from '../model/root-cause.js';

/**
 * One source of a flood stood for all while clusters were made; here the others join it wherever it ended, so that
 * every attack source is accounted for. Without floods the input is returned as it is.
 */
export function withFloodFollowers(
  sources: AttackSources,
  sequenceClusters: readonly SequenceClusters[],
  rootCauses: RootCauses,
): { readonly sequenceClusters: readonly SequenceClusters[]; readonly rootCauses: RootCauses } {
  const followers = followersOf(sources);
  if (followers.size === 0) return { sequenceClusters, rootCauses };
  const joined = (rows: Uint32Array): Uint32Array => {
    if (!rows.some((row) => followers.has(row))) return rows;
    return Uint32Array.from([...rows].flatMap((row) => [row, ...(followers.get(row) ?? [])])).sort();
  };
  return {
    sequenceClusters: sequenceClusters.map((sequence) => ({
      ...sequence,
      clusters: sequence.clusters.map((cluster) => ({ ...cluster, rows: joined(cluster.rows) })),
      unclustered: joined(sequence.unclustered),
    })),
    rootCauses: {
      ...rootCauses,
      rootCauses: rootCauses.rootCauses.map((cause) => ({ ...cause, rows: joined(cause.rows) })),
      rare: joined(rootCauses.rare),
    },
  };
}

/** Row of a flood's first source in its ports sequence -> rows of the others. */
function followersOf(sources: AttackSources): Map<number, number[]> {
  const first = new Map<string, number>();
  const followers = new Map<number, number[]>();
  for (let row = 0; row < sources.count; row += 1) {
    const flood = sources.flood[row] ?? -1;
    if (flood < 0 || sources.backscatter[row] === 1) continue;
    const key = `${sources.sequence[row] ?? 0}/${flood}`;
    const leader = first.get(key);
    if (leader === undefined) first.set(key, row);
    else if (followers.has(leader)) followers.get(leader)?.push(row);
    else followers.set(leader, [row]);
  }
  return followers;
}

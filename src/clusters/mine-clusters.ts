import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { Stage } from '../model/stage.js';
import { type ClusterOptions, clusterOptions } from './cluster-options.js';
import { type ItemAttribute, reportAttributes } from './item-columns.js';
import { mineSequence } from './mine-sequence.js';
import { extractSequence, type SequenceGroup, type SequenceTransactions } from './sequence-transactions.js';

export interface MineClustersInput {
  readonly sources: AttackSources;
  /** In environment order. */
  readonly honeypotNames: readonly string[];
  /** One a ports sequence, in any order. */
  readonly groups: readonly SequenceGroup[];
  readonly options?: Partial<ClusterOptions> | undefined;
  /** Attributes besides the packets per honeypot; default T and N. */
  readonly attributes?: readonly ItemAttribute[] | undefined;
  /** Whether the packets per honeypot are items; default true. */
  readonly withHoneypots?: boolean | undefined;
}

export interface MineClustersTask {
  readonly sequences: readonly SequenceTransactions[];
  readonly honeypotNames: readonly string[];
  readonly options: ClusterOptions;
}

/** Small sequences go together in one task up to this number of sources. */
const sourcesPerTask = 4096;

/** Frequent itemsets and exclusive clusters of every ports sequence; the output is sorted by ports sequence. */
export const mineClustersStage: Stage<
  MineClustersInput,
  MineClustersTask,
  readonly SequenceClusters[],
  readonly SequenceClusters[]
> = {
  name: 'clusters.mine',

  *plan({
    sources,
    honeypotNames,
    groups,
    options: given,
    attributes = reportAttributes,
    withHoneypots = true,
  }) {
    const options = clusterOptions(given);
    const items = { attributes, withHoneypots, counts: options.counts };
    let sequences: SequenceTransactions[] = [];
    let rows = 0;
    for (const group of groups) {
      if (group.rows.length === 0) continue;
      if (rows > 0 && rows + group.rows.length > sourcesPerTask) {
        yield { sequences, honeypotNames, options };
        sequences = [];
        rows = 0;
      }
      sequences.push(extractSequence(sources, group, items));
      rows += group.rows.length;
    }
    if (rows > 0) yield { sequences, honeypotNames, options };
  },

  run({ sequences, honeypotNames, options }, context) {
    return sequences.map((transactions) => {
      context.throwIfCancelled();
      return mineSequence(transactions, honeypotNames, options, context.cancelFlag);
    });
  },

  merge(parts) {
    return parts
      .flat()
      .sort((a, b) => (a.portsSequence < b.portsSequence ? -1 : a.portsSequence > b.portsSequence ? 1 : 0));
  },

  weigh({ sequences }) {
    return sequences.reduce((sum, { targetHoneypot, rows }) => sum + targetHoneypot.length + rows.length, 0);
  },
};

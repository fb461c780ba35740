import { limitInput, type CannedQuery } from './canned-query.js';

export const clusterQueries: readonly CannedQuery[] = [
  {
    name: 'frequent-itemsets',
    group: 'clusters',
    sentence: 'The itemsets of a ports sequence, by support (Table 2 of the report).',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' }, limitInput],
    sql: `
      SELECT itemset, length, support_count, support, closed, maximal FROM itemsets
      WHERE ports_sequence = $sequence ORDER BY support DESC, length DESC, itemset LIMIT $limit`,
  },
  {
    name: 'association-rules',
    group: 'clusters',
    sentence: 'The association rules of a ports sequence, by support, then confidence.',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' }, limitInput],
    sql: `
      SELECT antecedent, consequent, support_count, support, confidence, lift FROM rules
      WHERE ports_sequence = $sequence
      ORDER BY support_count DESC, confidence DESC, length(antecedent), antecedent, consequent LIMIT $limit`,
  },
  {
    name: 'item-cuts',
    group: 'clusters',
    sentence: 'How duration, gap and large packet counts of a ports sequence were cut into intervals.',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' }],
    sql: `
      SELECT attribute, bin, bin_from, bin_to, sources, item FROM item_cuts
      WHERE ports_sequence = $sequence ORDER BY attribute, bin`,
  },
  {
    name: 'itemset-counts',
    group: 'clusters',
    sentence:
      'Frequent itemsets and exclusive clusters of the commonest ports sequences, and what they cover.',
    inputs: [limitInput],
    sql: `
      SELECT ports_sequence, sources, frequent_itemsets, frequent_exact, closed_itemsets, clusters,
        1 - unclustered / sources AS covered
      FROM ports_sequences ORDER BY sources DESC, ports_sequence LIMIT $limit`,
  },
  {
    name: 'largest-clusters',
    group: 'clusters',
    sentence: 'The largest itemset clusters with their coherence.',
    inputs: [limitInput],
    sql: `
      SELECT cluster_id, ports_sequence, itemset, support, sources, events, mean_distance, distinct_phrases, root_causes
      FROM clusters ORDER BY sources DESC, cluster_id LIMIT $limit`,
  },
  {
    name: 'cluster-coherence',
    group: 'clusters',
    sentence: 'Clusters by mean phrase distance, the least coherent first (Table 3 of the report).',
    inputs: [limitInput],
    sql: `
      SELECT cluster_id, ports_sequence, itemset, sources, mean_distance, sd_pairs, sd_sources, distinct_phrases, root_causes
      FROM clusters WHERE mean_distance IS NOT NULL ORDER BY mean_distance DESC, cluster_id LIMIT $limit`,
  },
  {
    name: 'cluster-coverage',
    group: 'clusters',
    sentence: 'How many attack sources the itemset clusters cover, over all ports sequences.',
    inputs: [],
    sql: `
      SELECT count(*) AS ports_sequences, sum(clusters) AS clusters, sum(sources) AS sources,
        sum(sources - unclustered) AS clustered, sum(sources - unclustered) / sum(sources) AS share
      FROM ports_sequences`,
  },
  {
    name: 'support-levels',
    group: 'clusters',
    sentence: 'Clusters and root causes by minimum support (Table 4 of the report).',
    inputs: [],
    sql: 'SELECT min_support, itemset_clusters, root_causes FROM support_levels ORDER BY min_support',
  },
];

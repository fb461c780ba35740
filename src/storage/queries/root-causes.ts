import { limitInput, type CannedQuery, type QueryInput } from './canned-query.js';

const rootCauseInput: QueryInput = {
  name: 'id',
  type: 'text',
  sentence: 'The root cause, R and 16 hex digits.',
};

export const rootCauseQueries: readonly CannedQuery[] = [
  {
    name: 'top-root-causes',
    group: 'root causes',
    sentence: 'The root causes with the most attack sources.',
    inputs: [limitInput],
    sql: `
      SELECT root_cause_id, family_id, tool, ports_sequence, itemset, sources, events, template, mean_distance, first_day, last_day
      FROM root_causes ORDER BY sources DESC, root_cause_id LIMIT $limit`,
  },
  {
    name: 'top-families',
    group: 'root causes',
    sentence: 'The tool families with the most attack sources.',
    inputs: [limitInput],
    sql: `
      SELECT family_id, ports_sequences, root_causes, sources, events, packets, first_day, last_day, reason
      FROM families ORDER BY sources DESC, family_id LIMIT $limit`,
  },
  {
    name: 'root-causes-of-sequence',
    group: 'root causes',
    sentence: 'All root causes of a ports sequence.',
    inputs: [{ name: 'sequence', type: 'text', sentence: 'The ports sequence, e.g. 445.' }],
    sql: `
      SELECT root_cause_id, family_id, itemset, sources, template, reason FROM root_causes
      WHERE ports_sequence = $sequence ORDER BY sources DESC, root_cause_id`,
  },
  {
    name: 'split-clusters',
    group: 'root causes',
    sentence: 'Itemset clusters that hold more than one root cause: the counts are equal, the tools are not.',
    inputs: [limitInput],
    sql: `
      SELECT cluster_id, ports_sequence, itemset, sources, mean_distance, root_causes FROM clusters
      WHERE root_causes > 1 ORDER BY root_causes DESC, sources DESC, cluster_id LIMIT $limit`,
  },
  {
    name: 'root-cause-by-month',
    group: 'root causes',
    sentence: 'One root cause over the months.',
    inputs: [rootCauseInput],
    sql: `
      SELECT month, count(*) AS sources, sum(packets) AS packets FROM attack_sources
      WHERE root_cause_id = $id GROUP BY month ORDER BY month`,
  },
  {
    name: 'root-cause-phrases',
    group: 'root causes',
    sentence: 'The phrases of one root cause, the commonest first.',
    inputs: [rootCauseInput, limitInput],
    sql: `
      SELECT phrase_id, count(*) AS sources, any_value(phrase) AS phrase
      FROM attack_sources JOIN phrases USING (phrase_id)
      WHERE root_cause_id = $id GROUP BY phrase_id ORDER BY 2 DESC, phrase_id LIMIT $limit`,
  },
  {
    name: 'root-cause-sources',
    group: 'root causes',
    sentence: 'The attack sources of one root cause.',
    inputs: [rootCauseInput, limitInput],
    sql: `
      SELECT source_id, first_seen, targets, packets, duration_s, phrase_id FROM attack_sources
      WHERE root_cause_id = $id ORDER BY first_seen, source_id LIMIT $limit`,
  },
  {
    name: 'random-fields',
    group: 'root causes',
    sentence: 'Root causes whose phrases have fields that vary.',
    inputs: [limitInput],
    sql: `
      SELECT root_cause_id, ports_sequence, sources, distinct_phrases, template FROM root_causes
      WHERE contains(template_fields, '"kind":"variable"') ORDER BY sources DESC, root_cause_id LIMIT $limit`,
  },
  {
    name: 'new-root-causes-by-month',
    group: 'root causes',
    sentence:
      'Root causes by the month in which they appeared, and how many of them were seen in one month only.',
    inputs: [],
    sql: `
      SELECT strftime(first_day, '%Y-%m') AS month, count(*) AS appeared,
        count(*) FILTER (strftime(first_day, '%Y-%m') = strftime(last_day, '%Y-%m')) AS one_month_only, sum(sources) AS sources
      FROM root_causes WHERE first_day IS NOT NULL GROUP BY 1 ORDER BY 1`,
  },
  {
    name: 'root-causes-in-both-windows',
    group: 'root causes',
    sentence:
      'Root causes present in two windows of days: candidates for scanners that come back (section 4.3 of the report).',
    inputs: [
      { name: 'from', type: 'day', sentence: 'First day of the first window.' },
      { name: 'to', type: 'day', sentence: 'Last day of the first window.' },
      { name: 'from2', type: 'day', sentence: 'First day of the second window.' },
      { name: 'to2', type: 'day', sentence: 'Last day of the second window.' },
    ],
    sql: `
      SELECT root_cause_id, any_value(ports_sequence) AS ports_sequence,
        count(*) FILTER (day BETWEEN CAST($from AS DATE) AND CAST($to AS DATE)) AS first_window,
        count(*) FILTER (day BETWEEN CAST($from2 AS DATE) AND CAST($to2 AS DATE)) AS second_window
      FROM attack_sources WHERE root_cause_id IS NOT NULL
      GROUP BY root_cause_id HAVING first_window > 0 AND second_window > 0 ORDER BY first_window + second_window DESC, root_cause_id`,
  },
  {
    name: 'rare-sources',
    group: 'root causes',
    sentence: 'Attack sources that stand alone: the first to read.',
    inputs: [limitInput],
    sql: `
      SELECT source_id, ports_sequence, targets, packets, duration_s, phrase
      FROM attack_sources JOIN memberships USING (source_id, day) JOIN phrases USING (phrase_id)
      WHERE status = 'rare' ORDER BY packets DESC, source_id LIMIT $limit`,
  },
  {
    name: 'outliers',
    group: 'root causes',
    sentence: 'Attack sources taken out of their cluster because they were far from the rest.',
    inputs: [limitInput],
    sql: `
      SELECT source_id, cluster_id, root_cause_id, status, ports_sequence, phrase
      FROM memberships JOIN (SELECT source_id, day, ports_sequence, phrase_id FROM attack_sources) USING (source_id, day)
        JOIN phrases USING (phrase_id)
      WHERE outlier ORDER BY cluster_id, source_id LIMIT $limit`,
  },
];

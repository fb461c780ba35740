import type { ExplainedCluster } from '../operations/explain-cluster.js';
import { formatCount, formatShare } from '../reports/format-values.js';
import { terminalSafe } from './terminal-safe.js';

/** A cluster's explanation for people: at most `top` lines of each kind. */
export function explanationText(cluster: ExplainedCluster, top: number): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['', headLines(cluster)],
    ['rules among its items (of the sources of the sequence)', ruleLines(cluster)],
    ['what varies within the cluster', varyingLines(cluster)],
    ['the nearest clusters of the sequence', neighbourLines(cluster)],
    ['why the other sources are not in it', leftOutLines(cluster)],
    [`sources: the first ${cluster.members.length} of ${formatCount(cluster.sources)}`, memberLines(cluster)],
  ];
  const text = sections.map(([title, lines]) => {
    const shown = title === '' ? lines : lines.slice(0, top).map((line) => `  ${line}`);
    const more = title === '' ? 0 : lines.length - shown.length;
    const body = lines.length === 0 ? ['  none'] : shown;
    return [...(title === '' ? [] : [title]), ...body, ...(more > 0 ? [`  ... ${more} more`] : [])].join(
      '\n',
    );
  });
  return terminalSafe(`${text.join('\n\n')}\n`);
}

function headLines(cluster: ExplainedCluster): string[] {
  const { clusterId, portsSequence, items, supportCount, sequenceSources, minCount } = cluster;
  const floods = cluster.sources - cluster.clusterSources;
  return [
    `cluster ${clusterId} of ports sequence ${portsSequence}`,
    `itemset    ${items.join(' & ')}`,
    `support    ${formatCount(supportCount)} of ${formatCount(sequenceSources)} sources hold it ` +
      `(${formatShare(supportCount / sequenceSources)}; a cluster needs ${formatCount(minCount)})`,
    `sources    ${formatCount(cluster.clusterSources)} belong to it alone` +
      (floods > 0 ? `, and ${formatCount(floods)} more of the same floods` : ''),
    `place      ${cluster.place} of ${cluster.clusters}: sources go to the longest itemset they hold, then the best supported`,
    `splits in  ${formatCount(cluster.rootCauses)} root ${cluster.rootCauses === 1 ? 'cause' : 'causes'}`,
    ...(cluster.candidatesComplete
      ? []
      : ['note       too many closed itemsets: only whole vectors could become clusters']),
  ];
}

function ruleLines({ rules }: ExplainedCluster): string[] {
  return rules.map(
    ({ antecedent, consequent, supportCount, confidence, lift }) =>
      `${antecedent.join(' & ')} => ${consequent.join(' & ')}  ` +
      `confidence ${formatShare(confidence)}, lift ${lift.toFixed(2)}, ${formatCount(supportCount)} sources`,
  );
}

function varyingLines({ varying }: ExplainedCluster): string[] {
  return varying.map(({ attribute, distinct, values }) => {
    const told = values.map(({ value, sources }) => `${value} (${formatCount(sources)})`).join(', ');
    return `${attribute}: ${told}${distinct > values.length ? `, and ${distinct - values.length} other values` : ''}`;
  });
}

function neighbourLines({ neighbours }: ExplainedCluster): string[] {
  return neighbours.map(({ clusterId, sources, differences }) => {
    const told = differences.map(
      ({ attribute, here, there }) => `${attribute} ${there ?? 'any'} instead of ${here ?? 'any'}`,
    );
    return `${clusterId} (${formatCount(sources)} sources): ${told.join(', ')}`;
  });
}

function leftOutLines({ leftOut, minCount }: ExplainedCluster): string[] {
  const { takenByEarlier, inOtherClusters, noCandidate, candidateDropped } = leftOut;
  const lines = takenByEarlier.map(
    ({ clusterId, items, sources }) =>
      `${formatCount(sources)} hold the itemset but an earlier one too: ${clusterId}, ${items.join(' & ')}`,
  );
  if (inOtherClusters > 0) {
    lines.push(`${formatCount(inOtherClusters)} do not hold the itemset and are in other clusters`);
  }
  if (noCandidate > 0)
    lines.push(`${formatCount(noCandidate)} hold no itemset that ${minCount} sources share`);
  return lines.concat(
    candidateDropped.map(
      ({ items, support, chosenBy, sources }) =>
        `${formatCount(sources)} are in no cluster: ${items.join(' & ')} is held by ${formatCount(support)}, ` +
        `but only ${formatCount(chosenBy)} went there`,
    ),
  );
}

function memberLines({ members }: ExplainedCluster): string[] {
  return members.map(
    ({ sourceId, targets, packets, firstSeen }) =>
      `${sourceId}  T=${targets}, N=${formatCount(packets)}, first seen ${firstSeen}`,
  );
}

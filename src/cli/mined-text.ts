import type { MinedLevel, MinedSequence } from '../operations/mine-store.js';
import { formatCount, formatShare } from '../reports/format-values.js';
import { tableText } from '../storage/format-table.js';

/** The levels as Table 4 of the report, then each as Table 2. */
export function minedText(levels: readonly MinedLevel[]): string {
  const overview = tableText(
    [
      'min support',
      'ports sequences',
      'frequent itemsets',
      'exclusive clusters',
      'attack sources covered',
      'root causes',
    ],
    levels.map((level) => [
      formatShare(level.minSupport),
      formatCount(level.portsSequences),
      `${level.frequentExact ? '' : '>= '}${formatCount(level.frequentItemsets)}`,
      formatCount(level.clusters),
      `${formatCount(level.clustered)} of ${formatCount(level.sources)} (${formatShare(shareOf(level.clustered, level.sources))})`,
      level.rootCauses === null ? '-' : formatCount(level.rootCauses),
    ]),
  );
  return `${overview}${levels.map(levelText).join('')}`;
}

function levelText({ minSupport, sequences }: MinedLevel): string {
  const rows = sequences.flatMap((sequence) => [
    [
      sequence.portsSequence,
      formatCount(sequence.sources),
      `${sequence.frequentExact ? '' : '>= '}${formatCount(sequence.frequentItemsets)}`,
      formatCount(sequence.clusters),
      `covering ${formatShare(shareOf(sequence.clustered, sequence.sources))}` +
        (sequence.candidatesComplete ? '' : '; closed itemsets are too many: whole vectors alone'),
      '',
      formatCount(sequence.clustered),
    ],
    ...itemsetRows(sequence).map((cells) => ['', '', '', '', ...cells]),
  ]);
  const headings = [
    'ports sequence',
    'sources',
    'itemsets',
    'clusters',
    'closed itemset',
    'held by',
    'cluster of',
  ];
  const table = tableText(headings, rows);
  return `\nminimum support ${formatShare(minSupport)}\n${table}${sequences.map(intervalsText).join('')}`;
}

/** The best supported closed itemsets and the largest clusters, by support. */
function itemsetRows({ topItemsets, topClusters }: MinedSequence): string[][] {
  const clusterSources = new Map(topClusters.map(({ items, sources }) => [items.join(' & '), sources]));
  const supports = new Map(
    [...topItemsets, ...topClusters].map(({ items, supportCount }) => [items.join(' & '), supportCount]),
  );
  return [...supports]
    .sort(([, a], [, b]) => b - a)
    .map(([text, support]) => {
      const sources = clusterSources.get(text);
      return [text, formatCount(support), sources === undefined ? '' : formatCount(sources)];
    });
}

/** The intervals of each attribute, with the sources in them. */
function intervalsText({ portsSequence, cuts }: MinedSequence): string {
  const sources = new Map<string, number>();
  for (const { item, sources: held } of cuts) {
    if (item !== null) sources.set(item, (sources.get(item) ?? 0) + held);
  }
  if (sources.size === 0) return '';
  const intervals = [...sources].map(([item, held]) => `${item} ${formatCount(held)}`);
  return `intervals of ${portsSequence}: ${intervals.join(', ')}\n`;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

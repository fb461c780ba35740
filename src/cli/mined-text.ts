import type { MinedLevel } from '../operations/mine-store.js';
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
      `covering ${formatShare(shareOf(sequence.clustered, sequence.sources))}`,
      '',
    ],
    ...sequence.topItemsets.map(({ items, supportCount }) => [
      '',
      '',
      '',
      '',
      items.join(' & '),
      formatCount(supportCount),
    ]),
  ]);
  return `\nminimum support ${formatShare(minSupport)}\n${tableText(
    ['ports sequence', 'sources', 'itemsets', 'clusters', 'closed itemset', 'held by'],
    rows,
  )}`;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

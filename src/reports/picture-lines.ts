import { formatBytes, formatCount, formatDuration, formatMany, formatShare } from './format-values.js';
import type { Report, SequenceItemsets } from './report-model.js';

/** Section 2.3 of RR-04-104, bullet by bullet, as label and value; for the terminal and the page alike. */
export function bigPictureLines(report: Report): (readonly [label: string, value: string])[] {
  const { header, bigPicture } = report;
  const { captures, period } = header;
  const { durations, order } = bigPicture;
  return [
    [
      'Observed',
      `${period.firstDay ?? '–'} to ${period.lastDay ?? '–'}, sources on ${formatCount(period.activeDays)} of ${formatMany(period.days, 'day')}`,
    ],
    [
      'Captures',
      `${formatCount(captures.captures)}, ${formatBytes(captures.fileBytes)}, ${formatMany(captures.packets, 'packet')}`,
    ],
    [
      'Packets from or to the honeypots',
      `${formatCount(bigPicture.honeypotPackets)}, ${formatCount(bigPicture.inboundPackets)} of them inbound`,
    ],
    ['Attack sources', sourcesText(bigPicture)],
    ['Backscatter', `${formatCount(bigPicture.backscatter)} (${formatShare(bigPicture.backscatterShare)})`],
    ['Distinct ports', formatCount(bigPicture.distinctPorts)],
    [
      'Distinct ports sequences',
      `${formatCount(bigPicture.distinctSequences)}, ${formatCount(bigPicture.singlePortSequences)} of one port (${formatShare(bigPicture.singlePortShare)} of sources)`,
    ],
    [
      'Sets of ports with one sequence',
      `${formatCount(bigPicture.portSetsOfOneSequence)} of ${formatCount(bigPicture.portSets)}`,
    ],
    [
      `Lasting less than ${durations.limitSeconds} s`,
      `${formatShare(durations.underLimitShare)}; median ${formatDuration(durations.medianSeconds)}, 99% in ${formatDuration(durations.p99Seconds)}, all in ${formatDuration(durations.maxSeconds)}`,
    ],
    ...commonTargets(report).map(
      (row) =>
        [
          row.targets === bigPicture.allHoneypots && row.targets > 1
            ? `Targeting all ${row.targets} honeypots`
            : `Targeting ${formatMany(row.targets, 'honeypot')}`,
          `${formatShare(row.share)} (${formatCount(row.sources)})`,
        ] as const,
    ),
    ...(order === null
      ? []
      : [
          [
            'In the commonest order',
            `${formatShare(order.commonestShare)} of those that target all; ${formatMany(order.distinctOrders, 'order')} seen`,
          ] as const,
        ]),
    [
      'Addresses seen on one day only',
      `${formatShare(bigPicture.ipsOfOneDayShare)} of ${formatCount(bigPicture.ips)}`,
    ],
  ];
}

/** All honeypots, and the commonest other numbers of them. */
function commonTargets(report: Report): Report['bigPicture']['targets'] {
  const { targets, allHoneypots } = report.bigPicture;
  const common = [...targets].sort((a, b) => b.sources - a.sources || b.targets - a.targets).slice(0, 6);
  return targets.filter((row) => row.targets === allHoneypots || common.includes(row));
}

function sourcesText(bigPicture: Report['bigPicture']): string {
  const sources = formatCount(bigPicture.attackSources);
  return bigPicture.floods === 0
    ? sources
    : `${sources}, ${formatCount(bigPicture.floodSources)} of them in ${formatMany(bigPicture.floods, 'flood')}`;
}

/** The number of frequent itemsets of a sequence; a lower bound says so. */
export function frequentText(row: SequenceItemsets): string {
  return `${row.frequentExact ? '' : '≥ '}${formatCount(row.frequentItemsets)}`;
}

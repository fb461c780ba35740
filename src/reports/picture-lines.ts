import { formatBytes, formatCount, formatDuration, formatMany, formatShare } from './format-values.js';
import type { Report, SequenceItemsets } from './report-model.js';

/** How many, and the most frequent kind; the page and the JSON have them all. */
function anomalyLine({ header: { anomalies } }: Report): (readonly [label: string, value: string])[] {
  const [most] = anomalies;
  if (most === undefined) return [];
  const total = anomalies.reduce((sum, { count }) => sum + count, 0);
  const kinds = formatMany(anomalies.length, 'kind');
  return [
    [
      'Anomalies in captures',
      `${formatCount(total)} of ${kinds}, most ${most.anomaly} (${formatCount(most.count)})`,
    ],
  ];
}

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
    ...anomalyLine(report),
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
    ...targetLines(report),
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

/** Number by number; with many numbers: all honeypots, one, and those between together. */
function targetLines(report: Report): (readonly [string, string])[] {
  const { targets, allHoneypots } = report.bigPicture;
  const line = (label: string, rows: typeof targets) => {
    const [share, sources] = [sum(rows.map((row) => row.share)), sum(rows.map((row) => row.sources))];
    return [`Targeting ${label}`, `${formatShare(share)} (${formatCount(sources)})`] as const;
  };
  const name = (count: number) =>
    count === allHoneypots && count > 1
      ? `all ${formatCount(count)} honeypots`
      : formatMany(count, 'honeypot');
  if (targets.length <= 6) return targets.map((row) => line(name(row.targets), [row]));
  return [
    line(
      name(allHoneypots),
      targets.filter((row) => row.targets === allHoneypots),
    ),
    line(
      `2 to ${formatCount(allHoneypots - 1)} honeypots`,
      targets.filter((row) => row.targets > 1 && row.targets < allHoneypots),
    ),
    line(
      name(1),
      targets.filter((row) => row.targets === 1),
    ),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
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

import pc from 'picocolors';
import { formatCount, formatDecimal, formatDuration, formatMany, formatShare } from './format-values.js';
import { excerpt, visibleText } from './hostile-text.js';
import { bigPictureLines, frequentText } from './picture-lines.js';
import type { Report } from './report-model.js';
import { sparkline } from './sparkline.js';
import { templateLine } from './template-text.js';
import { terminalTable } from './terminal-table.js';
import type { TerminalCell, TerminalColumn } from './terminal-table.js';

export interface TerminalOptions {
  /** Default false. */
  readonly color?: boolean | undefined;
  /** Columns; default 100, at least 80. */
  readonly width?: number | undefined;
}

const shownCauses = 20;
const shownFamilies = 10;
const shownRare = 10;
const shownClusters = 12;

/**
 * The report for a terminal. Nothing that an attacker sent can act on it: the answer holds no control characters but
 * line feeds and, with `color`, this program's own colours.
 */
export function renderTerminal(report: Report, options: TerminalOptions = {}): string {
  const width = Math.max(80, Math.floor(options.width ?? 100));
  const colors = pc.createColors(options.color === true);
  const title = (text: string) => `\n${colors.bold(excerpt(text, width))}\n`;
  const table = (columns: readonly TerminalColumn[], rows: readonly (readonly TerminalCell[])[]) =>
    terminalTable(columns, rows, width, colors.dim);
  const tables = tablesOf(report, table, title, width < 96 ? 10 : 18);
  return [
    ...wrap(visibleText(report.headline), width).map((line) => colors.bold(line)),
    ...report.reading.flatMap((hint) =>
      wrap(visibleText(hint.text), width - 4).map((line, index) => {
        const mark =
          index > 0 ? '   ' : hint.tone === 'warn' ? ` ${colors.yellow('!')} ` : ` ${colors.cyan('>')} `;
        return mark + line;
      }),
    ),
    title('The big picture'),
    ...bigPictureLines(report).map(([label, value]) => fact(visibleText(label), visibleText(value), width)),
    ...tables,
    '',
  ].join('\n');
}

type Tables = (columns: readonly TerminalColumn[], rows: readonly (readonly TerminalCell[])[]) => string;

function tablesOf(report: Report, table: Tables, title: (text: string) => string, spark: number): string[] {
  const { sequencesByMonth, itemsets, coherence, clusterCounts, rootCauses, families, rare } = report;
  const right = 'right';
  return [
    title(`Table 1: the top ${sequencesByMonth.top} ports sequences of each month`),
    table(
      [
        { title: 'month', width: 7 },
        { title: 'sources', width: 9, align: right },
        { title: 'sequences', width: 0 },
      ],
      sequencesByMonth.months.map((month) => [
        month.month,
        formatCount(month.sources),
        {
          flow: [
            ...month.rows.map((row) => `${row.portsSequence} (${formatShare(row.share)})`),
            ...(month.others.sequences === 0
              ? []
              : [`${formatCount(month.others.sequences)} others (${formatShare(month.others.share)})`]),
          ],
        },
      ]),
    ),
    title('Table 2: frequent itemsets and exclusive clusters of the largest ports sequences'),
    table(
      [
        { title: 'sequence', width: 14 },
        { title: 'sources', width: 8, align: right },
        { title: 'itemsets', width: 8, align: right },
        { title: 'clusters', width: 8, align: right },
        { title: 'covered', width: 7, align: right },
        { title: 'support and itemset of the largest', width: 0 },
      ],
      itemsets.rows.map((row) => [
        row.portsSequence,
        formatCount(row.sources),
        frequentText(row),
        formatCount(row.exclusiveClusters),
        formatShare(row.coverage),
        row.topClusters
          .slice(0, 3)
          .map((cluster) => `${formatShare(cluster.support).padStart(6)} ${cluster.itemset}`),
      ]),
    ),
    title(
      `Table 3: coherence of clusters (${formatCount(coherence.coherent)} of ${formatCount(coherence.clusters)} have distance 0)`,
    ),
    table(
      [
        { title: 'sequence', width: 12 },
        { title: 'itemset', width: 0 },
        { title: 'sources', width: 8, align: right },
        { title: 'D_C', width: 7, align: right },
        { title: 'sd pairs', width: 8, align: right },
        { title: 'sd d_i', width: 7, align: right },
        { title: 'phrases', width: 7, align: right },
        { title: 'causes', width: 6, align: right },
      ],
      coherence.rows
        .slice(0, shownClusters)
        .map((row) => [
          row.portsSequence,
          row.itemset,
          formatCount(row.sources),
          formatDecimal(row.meanDistance),
          formatDecimal(row.sdPairs),
          formatDecimal(row.sdSources),
          formatCount(row.distinctPhrases),
          formatCount(row.rootCauses),
        ]),
    ),
    ...(clusterCounts.length === 0
      ? []
      : [
          title('Table 4: number of clusters'),
          table(
            [
              { title: 'support', width: 10 },
              { title: 'AR', width: 12, align: right },
              { title: 'AR + LD', width: 12, align: right },
              { title: 'RR-04-104, on its own data', width: 28, align: right },
            ],
            clusterCounts.map((row) => [
              `> ${formatDecimal(row.minSupport * 100)}%`,
              formatCount(row.itemsetClusters),
              formatCount(row.rootCauses),
              row.reference === null ? '–' : `${row.reference.itemsetClusters} / ${row.reference.rootCauses}`,
            ]),
          ),
        ]),
    title(
      `Root causes: the ${formatMany(Math.min(shownCauses, rootCauses.total), 'largest', 'largest')} of ${formatCount(rootCauses.total)}`,
    ),
    table(
      [
        { title: '#', width: 3, align: right },
        { title: 'id', width: 17 },
        { title: 'sequence', width: 12 },
        { title: 'sources', width: 8, align: right },
        { title: 'share', width: 6, align: right },
        { title: 'activity', width: spark },
        { title: 'tool or template', width: 0 },
      ],
      rootCauses.rows
        .slice(0, shownCauses)
        .map((row) => [
          `${row.rank}`,
          row.rootCauseId,
          row.portsSequence,
          formatCount(row.sources),
          formatShare(row.share),
          sparkline(row.activity, spark),
          row.tool ?? (row.template.length === 0 ? 'no payload' : templateLine(row.template)),
        ]),
    ),
    title(`Tool families: the largest of ${formatCount(families.total)}`),
    table(
      [
        { title: '#', width: 3, align: right },
        { title: 'id', width: 17 },
        { title: 'sequences', width: 16 },
        { title: 'causes', width: 6, align: right },
        { title: 'sources', width: 8, align: right },
        { title: 'share', width: 6, align: right },
        { title: 'tools or reason', width: 0 },
      ],
      families.rows
        .slice(0, shownFamilies)
        .map((row) => [
          `${row.rank}`,
          row.familyId,
          row.portsSequences.join(' | '),
          formatCount(row.rootCauses),
          formatCount(row.sources),
          formatShare(row.share),
          row.tools.length > 0 ? row.tools.join(', ') : row.reason,
        ]),
    ),
    ...(rare.total === 0
      ? []
      : [
          title(
            `Rare: ${formatMany(rare.total, 'attack source stands', 'attack sources stand')} alone; the newest`,
          ),
          table(
            [
              { title: 'day', width: 10 },
              { title: 'ip', width: 20 },
              { title: 'sequence', width: 12 },
              { title: 'N', width: 5, align: right },
              { title: 'lasted', width: 10, align: right },
              { title: 'phrase', width: 0 },
            ],
            rare.rows
              .slice(0, shownRare)
              .map((row) => [
                row.day,
                row.ip,
                row.portsSequence,
                formatCount(row.packets),
                formatDuration(row.durationSeconds),
                row.excerpt,
              ]),
          ),
        ]),
  ];
}

function fact(label: string, value: string, width: number): string {
  const column = 38;
  return `  ${excerpt(label, column).padEnd(column)}  ${excerpt(value, width - column - 4)}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(excerpt(word, width));
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

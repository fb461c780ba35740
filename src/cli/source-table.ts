import { formatCount, formatDecimal } from '../reports/format-values.js';
import { excerpt, visibleText } from '../reports/hostile-text.js';
import type { SourceRecord } from '../operations/source-records.js';

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Most characters shown. */
  readonly most: number;
  readonly text: (source: SourceRecord) => string;
}

const columns: readonly Column[] = [
  { title: 'attack source', align: 'left', most: 60, text: ({ source_id }) => source_id },
  { title: 'first seen', align: 'left', most: 8, text: ({ first_seen }) => first_seen?.slice(11, 19) ?? '' },
  { title: 'ports sequence', align: 'left', most: 30, text: ({ ports_sequence }) => ports_sequence },
  { title: 'T', align: 'right', most: 6, text: ({ targets }) => formatCount(targets) },
  { title: 'N', align: 'right', most: 12, text: ({ packets }) => formatCount(packets) },
  { title: 'canonical', align: 'right', most: 12, text: (source) => formatCount(source.canonical_packets) },
  {
    title: 'n',
    align: 'left',
    most: 36,
    text: ({ n }) =>
      Object.entries(n)
        .map(([honeypot, packets]) => `${honeypot}: ${packets}`)
        .join(', '),
  },
  { title: 'duration s', align: 'right', most: 10, text: ({ duration_s }) => formatDecimal(duration_s) },
  { title: 'mean gap s', align: 'right', most: 10, text: ({ mean_gap_s }) => formatDecimal(mean_gap_s) },
  {
    title: 'kind',
    align: 'left',
    most: 24,
    text: ({ backscatter, flood }) => flood ?? (backscatter ? 'backscatter' : ''),
  },
];

/** Rows that decide how wide the columns are; later ones may stand out. */
const sampleRows = 200;
const leastPhrase = 24;
const gap = '  ';

/** A table for people, line by line; the phrase gets what is left of `width`. */
export function* sourceTable(sources: Iterable<SourceRecord>, width: number): Generator<string> {
  const sample: Row[] = [];
  let layout: Layout | null = null;
  for (const source of sources) {
    const row = rowOf(source, width);
    if (layout) {
      yield layout.line(row);
      continue;
    }
    sample.push(row);
    if (sample.length === sampleRows) {
      layout = layoutFor(sample, width);
      yield* layout.begin(sample);
    }
  }
  if (!layout) yield* layoutFor(sample, width).begin(sample);
}

interface Row {
  readonly cells: readonly string[];
  readonly phrase: string;
}

function rowOf(source: SourceRecord, width: number): Row {
  return {
    cells: columns.map(({ text, most }) => excerpt(visibleText(text(source)), most)),
    // A character beyond the width tells excerpt that there is more.
    phrase: visibleText(source.phrase.slice(0, width + 1)),
  };
}

interface Layout {
  line(row: Row): string;
  begin(rows: readonly Row[]): Generator<string>;
}

function layoutFor(rows: readonly Row[], width: number): Layout {
  const titles: Row = { cells: columns.map(({ title }) => title), phrase: 'phrase' };
  const widths = columns.map((_, i) =>
    [titles, ...rows].reduce((most, { cells }) => Math.max(most, cells[i]?.length ?? 0), 0),
  );
  const used = widths.reduce((sum, size) => sum + size + gap.length, 0);
  const phraseWidth = Math.max(leastPhrase, width - used);
  const line = ({ cells, phrase }: Row): string => {
    const padded = cells.map((cell, i) => {
      const size = widths[i] ?? 0;
      return columns[i]?.align === 'right' ? cell.padStart(size) : cell.padEnd(size);
    });
    return `${[...padded, excerpt(phrase, phraseWidth)].join(gap).trimEnd()}\n`;
  };
  return {
    line,
    *begin(first) {
      yield line(titles);
      for (const row of first) yield line(row);
    },
  };
}

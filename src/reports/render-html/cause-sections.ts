import { formatCount, formatDecimal, formatMany, formatShare } from '../format-values.js';
import { excerpt } from '../hostile-text.js';
import type { FamilyFacts, Report, RootCauseFacts } from '../report-model.js';
import { templateLine } from '../template-text.js';
import { newRootCauses } from './activity-charts.js';
import { coverageCurve, timelineStrip } from './cause-charts.js';
import { dataTable } from './data-table.js';
import type { Column } from './data-table.js';
import { anchorOf, html } from './markup.js';
import type { Content, Markup } from './markup.js';
import type { ChartMaker } from './plot-chart.js';
import { section } from './section.js';
import type { Section } from './section.js';
import { shareMarkup, sparkMarkup } from './spark-markup.js';
import { fieldList, templateMarkup } from './template-markup.js';

/** Root causes shown as cards; the rest have a row of the table. */
const cards = 40;
/** Rows of the table that need no click. */
const openRows = 60;

/** Every root cause in one table. A root cause with a card has its anchor there, the others at their row. */
export function rootCausesSection(report: Report, charts: ChartMaker): Section {
  const { rootCauses } = report;
  const columns = causeColumns(rootCauses.periods);
  const rowId = (row: RootCauseFacts) => (row.rank <= cards ? undefined : anchorOf(row.rootCauseId));
  const rest = rootCauses.rows.slice(openRows);
  return section(
    'root-causes',
    'Root causes',
    'Root causes',
    html`<p>
        ${formatMany(rootCauses.total, 'root cause')} explain ${formatCount(rootCauses.explained)} of
        ${formatCount(rootCauses.events)} attack sources that sent requests. Ranked by sources; activity bars
        are per ${rootCauses.bucket}, to the square root.
      </p>
      <div class="pair">${coverageCurve(charts, report)}${newRootCauses(charts, report)}</div>
      ${timelineStrip(charts, report)} ${dataTable(rootCauses.rows.slice(0, openRows), columns, { rowId })}
      ${
        rest.length > 0 &&
        html`<details>
          <summary>${formatMany(rest.length, 'smaller root cause')}</summary>
          ${dataTable(rest, columns, { rowId })}
        </details>`
      }`,
    rootCauses.total > rootCauses.rows.length &&
      html`<p class="quiet small">
        ${formatMany(rootCauses.total - rootCauses.rows.length, 'smaller root cause')} left out here are in
        the store's table <code>root_causes</code>.
      </p>`,
  );
}

function causeColumns(periods: readonly string[]): Column<RootCauseFacts>[] {
  return [
    { title: '#', numeric: true, cell: (row) => row.rank, sort: (row) => row.rank },
    {
      title: 'Root cause',
      cell: (row) => html`<a class="seq nowrap" href="#${anchorOf(row.rootCauseId)}">${row.rootCauseId}</a>`,
    },
    {
      title: 'Ports sequence',
      cell: (row) => html`<span class="seq">${row.portsSequence}</span>`,
      sort: (row) => row.portsSequence,
    },
    { title: 'Sources', numeric: true, cell: (row) => formatCount(row.sources), sort: (row) => row.sources },
    {
      title: 'Share',
      cell: (row) => html`<span class="nowrap">${shareMarkup(row.share)}</span>`,
      sort: (row) => row.share,
    },
    { title: 'Activity', cell: (row) => sparkMarkup(row.activity, periods) },
    {
      title: 'First seen',
      cell: (row) => html`<span class="num">${row.firstDay ?? '–'}</span>`,
      sort: (row) => row.firstDay,
    },
    {
      title: 'D_C',
      numeric: true,
      cell: (row) => formatDecimal(row.meanDistance),
      sort: (row) => row.meanDistance,
    },
    { title: 'Tool or template', cell: (row) => named(row), sort: (row) => row.tool },
  ];
}

function named(row: RootCauseFacts): Content {
  if (row.tool !== null) return row.tool;
  const line = templateLine(row.template);
  return line === ''
    ? html`<span class="quiet">no payload</span>`
    : html`<span class="mono quiet">${excerpt(line, 70)}</span>`;
}

/** The largest root causes in full. */
export function causeCardsSection(report: Report): Section | null {
  const rows = report.rootCauses.rows.slice(0, cards);
  if (rows.length === 0) return null;
  return section(
    'cause-pages',
    `The ${formatMany(rows.length, 'largest root cause')}, one by one`,
    'Root causes one by one',
    html`<p class="quiet">
      One numbered line is one payload. <mark>Marked</mark> parts vary from source to source: their alphabet
      and length stand in the mark, their values below it. <span class="hex">Grey</span> is binary data in
      hexadecimal.
    </p>`,
    rows.map((row) => causeCard(row, report.rootCauses.periods)),
  );
}

function causeCard(row: RootCauseFacts, periods: readonly string[]): Markup {
  const facts: (readonly [string, Content])[] = [
    ['id', html`<span class="seq">${row.rootCauseId}</span>`],
    [
      'family',
      row.familyId !== null && html`<a class="seq" href="#${anchorOf(row.familyId)}">${row.familyId}</a>`,
    ],
    ['itemset', row.itemset !== '' && html`<span class="seq">${row.itemset}</span>`],
    ['D_C', formatDecimal(row.meanDistance)],
    ['SD pairs', formatDecimal(row.sdPairs)],
    ['SD d_i', formatDecimal(row.sdSources)],
    ['distinct phrases', formatCount(row.distinctPhrases)],
  ];
  return html`<article id="${anchorOf(row.rootCauseId)}">
    <header>
      <h3>
        <span class="rank">${row.rank}</span
        ><span class="seq">${row.portsSequence}</span>${row.tool !== null && html` · ${row.tool}`}
      </h3>
      <span
        ><span class="share">${formatMany(row.sources, 'source')}</span>
        <span class="quiet">${formatShare(row.share)}${floodNote(row)}</span></span
      >
    </header>
    ${sparkMarkup(row.activity, periods)}
    <div class="ends">
      <span>${periods[0] ?? ''}</span><span>seen ${row.firstDay ?? '–'} to ${row.lastDay ?? '–'}</span
      ><span>${periods.at(-1) ?? ''}</span>
    </div>
    <dl class="line">
      ${facts.map(
        ([name, value]) =>
          value !== false &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${templateMarkup(row.template, row.templateCut)}${fieldList(row.template)}
    ${row.reason !== '' && html`<p class="quiet small">${row.reason}</p>`}${
      row.medoid !== null &&
      row.template.some((field) => field.kind === 'variable') &&
      html`<details>
        <summary>The most typical phrase</summary>
        ${templateMarkup([{ kind: 'fixed', text: row.medoid }], 0)}
      </details>`
    }
  </article> `;
}

function floodNote(row: RootCauseFacts): string {
  return row.events < row.sources ? `, counted as ${formatMany(row.events, 'event')}` : '';
}

/** Tool families, with links to their members. */
export function familiesSection(report: Report): Section {
  const { families, rootCauses } = report;
  return section(
    'families',
    'Tool families',
    'Tool families',
    html`<p>
      ${formatMany(families.total, 'family', 'families')}: root causes that one tool explains, in different
      configurations, with loss and retransmission, or against other machines.
    </p>`,
    dataTable(
      families.rows,
      familyColumns(rootCauses.periods, new Set(rootCauses.rows.map((row) => row.rootCauseId))),
      {
        rowId: (row) => anchorOf(row.familyId),
      },
    ),
    families.total > families.rows.length &&
      html`<p class="quiet small">
        ${formatCount(families.total - families.rows.length)} smaller families are in the store's table
        <code>families</code>.
      </p>`,
  );
}

function familyColumns(periods: readonly string[], listed: ReadonlySet<string>): Column<FamilyFacts>[] {
  const link = (id: string) =>
    listed.has(id)
      ? html`<a class="seq" href="#${anchorOf(id)}">${id}</a> `
      : html`<span class="seq">${id}</span> `;
  return [
    { title: '#', numeric: true, cell: (row) => row.rank, sort: (row) => row.rank },
    {
      title: 'Family',
      cell: (row) =>
        html`<span class="seq nowrap">${row.familyId}</span
          >${row.tools.length > 0 && html`<br />${row.tools.join(', ')}`}`,
    },
    {
      title: 'Ports sequences',
      cell: (row) => row.portsSequences.map((sequence) => html`<span class="seq">${sequence}</span><br />`),
    },
    { title: 'Sources', numeric: true, cell: (row) => formatCount(row.sources), sort: (row) => row.sources },
    {
      title: 'Share',
      cell: (row) => html`<span class="nowrap">${shareMarkup(row.share)}</span>`,
      sort: (row) => row.share,
    },
    { title: 'Activity', cell: (row) => sparkMarkup(row.activity, periods) },
    {
      title: 'Root causes',
      sort: (row) => row.rootCauses,
      cell: (row) =>
        row.members.length <= 3
          ? row.members.map(link)
          : html`<details>
              <summary>${formatCount(row.rootCauses)}</summary>
              ${row.members.map(link)}${row.rootCauses > row.members.length && html` and ${formatCount(row.rootCauses - row.members.length)} more`}
            </details>`,
    },
    { title: 'Reason', cell: (row) => html`<span class="quiet">${row.reason}</span>` },
  ];
}

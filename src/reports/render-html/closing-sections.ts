import { formatBytes, formatCount, formatDuration, formatMany } from '../format-values.js';
import { excerpt } from '../hostile-text.js';
import type { HoneypotFacts, Report } from '../report-model.js';
import { dataTable } from './data-table.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { section } from './section.js';
import type { Section } from './section.js';

const openPhrase = 120;
const openHoneypots = 40;

/** Sources that no root cause explains. */
export function rareSection(report: Report): Section | null {
  const { rare } = report;
  if (rare.total === 0) return null;
  return section(
    'rare',
    'The rare list',
    'The rare list',
    html`<p>
      ${formatMany(rare.total, 'attack source stands', 'attack sources stand')} alone: too few or too
      different for a root cause. Once the noise above is known, this is what is left to read.
      ${formatMany(rare.outliers, 'source was', 'sources were')} taken out of a cluster as unlike the rest of
      it.
    </p>`,
    dataTable(rare.rows, [
      { title: 'Day', cell: (row) => html`<span class="nowrap">${row.day}</span>`, sort: (row) => row.day },
      {
        title: 'Source',
        cell: (row) =>
          html`<span class="seq">${row.ip}</span
            >${row.outlier && html` <span class="quiet small">outlier</span>`}`,
      },
      {
        title: 'Ports sequence',
        cell: (row) => html`<span class="seq">${row.portsSequence}</span>`,
        sort: (row) => row.portsSequence,
      },
      {
        title: 'T',
        numeric: true,
        hint: 'honeypots targeted',
        cell: (row) => formatCount(row.targets),
        sort: (row) => row.targets,
      },
      {
        title: 'N',
        numeric: true,
        hint: 'packets',
        cell: (row) => formatCount(row.packets),
        sort: (row) => row.packets,
      },
      {
        title: 'Lasted',
        numeric: true,
        cell: (row) => formatDuration(row.durationSeconds),
        sort: (row) => row.durationSeconds,
      },
      { title: 'Phrase', cell: (row) => phrase(row.excerpt, row.phraseBytes) },
    ]),
    rare.total > rare.rows.length &&
      html`<p class="quiet small">
        The ${formatCount(rare.rows.length)} newest; the store's table <code>memberships</code> has all.
      </p>`,
  );
}

function phrase(text: string, bytes: number): Markup {
  if (text === '') return html`<span class="quiet">no payload</span>`;
  if (text.length <= openPhrase) return html`<div class="phrase mono">${text}</div>`;
  return html`<details class="phrase">
    <summary class="mono">${excerpt(text, 60)}</summary>
    <span class="mono">${text}</span>${
      bytes > text.length && html` <span class="quiet small">… of ${formatBytes(bytes)}</span>`
    }
  </details>`;
}

/** Captures, honeypots, damage, anomalies and options: what all the numbers stand on. */
export function provenanceSection(report: Report): Section {
  const { header } = report;
  const { captures, period } = header;
  const counts: (readonly [string, string])[] = [
    ['Captures', `${formatCount(captures.captures)}, ${formatBytes(captures.fileBytes)} on disk`],
    ['First and last packet', `${period.firstSeen ?? '–'} to ${period.lastSeen ?? '–'}`],
    ['Packets', `${formatCount(captures.packets)}, ${formatBytes(captures.bytes)}`],
    ['Inbound, to a honeypot', formatCount(captures.inbound)],
    ['Outbound, from a honeypot', formatCount(captures.outbound)],
    ['Internal, between honeypots', formatCount(captures.internal)],
    ['Foreign, no honeypot on either side', formatCount(captures.foreign)],
    ['Other, no IP layer', formatCount(captures.other)],
    ...Object.entries(header.options).map(
      ([name, value]) => [`Option ${name}`, value === null ? '–' : String(value)] as const,
    ),
    ...(header.storeVersion === null ? [] : [['Written by', `honeysift ${header.storeVersion}`] as const]),
  ];
  return section(
    'provenance',
    'What this stands on',
    'Captures and options',
    html`<div class="scroll">
        <table class="facts">
          <tbody>
            ${counts.map(
              ([name, value]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${value}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <h3 id="honeypots">Honeypots</h3>
      ${header.honeypotsInferred && html`<p>No honeypots file was given: these were <strong>inferred</strong> from the captures.</p>`}
      ${honeypotTables(header.honeypots)}
      <h3 id="damage">Damage and anomalies</h3>
      ${damage(report)}
      ${
        header.anomalies.length === 0
          ? html`<p>No anomalies were counted.</p>`
          : dataTable(header.anomalies, [
              { title: 'Anomaly', cell: (row) => html`<span class="seq">${row.anomaly}</span>` },
              {
                title: 'Times',
                numeric: true,
                cell: (row) => formatCount(row.count),
                sort: (row) => row.count,
              },
              {
                title: 'Captures',
                numeric: true,
                cell: (row) => formatCount(row.captures),
                sort: (row) => row.captures,
              },
            ])
      }`,
  );
}

function honeypotTables(honeypots: readonly HoneypotFacts[]): Markup {
  const table = (rows: readonly HoneypotFacts[]) =>
    dataTable(rows, [
      { title: 'Honeypot', cell: (row) => row.name, sort: (row) => row.name },
      { title: 'Addresses', cell: (row) => html`<span class="seq">${row.ips.join(', ')}</span>` },
      { title: 'OS', cell: (row) => row.os ?? '–' },
      { title: 'Platform', cell: (row) => row.platform ?? '–' },
      { title: 'Country', cell: (row) => row.country ?? '–' },
      {
        title: 'Sources',
        numeric: true,
        cell: (row) => formatCount(row.sources),
        sort: (row) => row.sources,
      },
      {
        title: 'Packets to it',
        numeric: true,
        cell: (row) => formatCount(row.packets),
        sort: (row) => row.packets,
      },
    ]);
  return honeypots.length <= openHoneypots
    ? table(honeypots)
    : html`<details>
        <summary>${formatMany(honeypots.length, 'honeypot')}</summary>
        ${table(honeypots)}
      </details>`;
}

interface LossRow {
  readonly path: string;
  readonly anomaly: string;
  readonly offset: number | null;
  readonly bytes: number | null;
}

function damage(report: Report): Markup {
  const { captures, damage: damaged } = report.header;
  if (captures.damaged === 0) return html`<p>Every capture could be read to its end.</p>`;
  const unsaid = { anomaly: '–', offset: null, bytes: null };
  const rows = damaged.flatMap(({ path, losses }): LossRow[] =>
    (losses.length === 0 ? [unsaid] : losses).map((loss) => ({ path, ...loss })),
  );
  return html`<p>
      ${formatMany(captures.damaged, 'capture is', 'captures are')} damaged. What precedes the damage is in
      the figures above.
    </p>
    ${dataTable(rows, [
      { title: 'Capture', cell: (row) => html`<span class="seq">${row.path}</span>` },
      { title: 'Loss', cell: (row) => html`<span class="seq">${row.anomaly}</span>` },
      { title: 'At byte', numeric: true, cell: (row) => formatCount(row.offset) },
      {
        title: 'Bytes lost',
        numeric: true,
        cell: (row) => (row.bytes === null ? 'unknown' : formatCount(row.bytes)),
      },
    ])}${damaged.length < captures.damaged && html`<p class="quiet small">The first ${formatCount(damaged.length)}; the store's table <code>losses</code> has all.</p>`}`;
}

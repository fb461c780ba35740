import { formatCount, formatMany, formatShare } from '../format-values.js';
import type { MonthOfSequences, Report } from '../report-model.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { section } from './section.js';
import type { Section } from './section.js';

const openMonths = 24;

/** Table 1. */
export function monthsSection(report: Report): Section {
  const { top, months } = report.sequencesByMonth;
  const colors = new Map(
    report.activity.monthly.sequences.map((sequence, index) => [sequence, `s${index % 9}`]),
  );
  const older = months.slice(0, Math.max(0, months.length - openMonths));
  const newer = months.slice(older.length);
  return section(
    'sequences',
    `Table 1. The top ${top} ports sequences of each month`,
    'Table 1: sequences by month',
    html`<p class="quiet">
      Shares of the month's attack sources that sent requests. Colours are those of the activity chart.
    </p>`,
    older.length > 0 &&
      html`<details>
        <summary>${formatCount(older.length)} earlier months</summary>
        ${grid(older, colors)}
      </details>`,
    grid(newer, colors),
  );
}

function grid(months: readonly MonthOfSequences[], colors: ReadonlyMap<string, string>): Markup {
  return html`<div class="months">
    ${months.map(
      (month) =>
        html`<div>
          <h3>${month.month} <span>${formatMany(month.sources, 'source')}</span></h3>
          <table>
            <tbody>
              ${month.rows.map(
                (row) =>
                  html`<tr>
                    <td class="seq">
                      <span class="dot ${colors.get(row.portsSequence) ?? ''}"></span>${row.portsSequence}
                    </td>
                    <td class="num">${formatShare(row.share)}</td>
                  </tr>`,
              )}${
                month.others.sequences > 0 &&
                html`<tr class="others">
                  <td>${formatCount(month.others.sequences)} others</td>
                  <td class="num">${formatShare(month.others.share)}</td>
                </tr>`
              }
            </tbody>
          </table>
        </div>`,
    )}
  </div>`;
}

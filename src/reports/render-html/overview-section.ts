import { formatCount, formatRounded, formatShare } from '../format-values.js';
import { bigPictureLines } from '../picture-lines.js';
import type { Report } from '../report-model.js';
import { anchorOf, html } from './markup.js';
import type { Markup } from './markup.js';
import { honeypotBars, targetDistribution } from './picture-charts.js';
import type { ChartMaker } from './plot-chart.js';
import { section } from './section.js';
import type { Section } from './section.js';

/** Title, headline, the largest figures and what to read first. */
export function pageHead(report: Report): Markup {
  const { header, bigPicture, itemsets, rootCauses, families, rare } = report;
  const tiles: (readonly [string, string])[] = [
    ['packets', formatRounded(header.captures.packets)],
    ['attack sources', formatCount(bigPicture.attackSources)],
    ['ports sequences', formatCount(bigPicture.distinctSequences)],
    ['clusters', formatCount(itemsets.clusters)],
    ['root causes', formatCount(rootCauses.total)],
    ['tool families', formatCount(families.total)],
    ['rare sources', formatCount(rare.total)],
    ['backscatter', formatShare(bigPicture.backscatterShare)],
  ];
  const { firstDay, lastDay } = header.period;
  return html`<header>
    <p class="name">
      <strong>honeysift report</strong>${header.name !== null && html` · ${header.name}`}${
        firstDay !== null && lastDay !== null && html` · ${firstDay} to ${lastDay}`
      }
    </p>
    <h1>${report.headline}</h1>
    <dl class="tiles">
      ${tiles.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      report.reading.length > 0 &&
      html`<h3>What to read first</h3>
        <ul class="reading">
          ${report.reading.map(
            (hint) =>
              html`<li class="${hint.tone}"><a href="#${anchorOf(hint.anchor)}">${hint.text}</a></li>`,
          )}
        </ul>`
    }
  </header>`;
}

/** Section 2.3 of the report. */
export function bigPictureSection(report: Report, charts: ChartMaker): Section {
  const { floods } = report.bigPicture;
  return section(
    'big-picture',
    'The big picture',
    'The big picture',
    html`<div class="scroll">
      <table class="facts">
        <tbody>
          ${bigPictureLines(report).map(
            ([label, value]) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
    floods > 0 &&
      html`<p class="quiet small">
        Shares and rankings count a flood once, however many spoofed sources it has.
      </p>`,
    html`<div class="pair">${targetDistribution(charts, report)}${honeypotBars(charts, report)}</div>`,
  );
}

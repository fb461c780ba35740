import { createHash } from 'node:crypto';
import { html, Markup } from './markup.js';
import type { Report } from '../report-model.js';
import { dailyActivity, stackedActivity } from './activity-charts.js';
import { causeCardsSection, familiesSection, rootCausesSection } from './cause-sections.js';
import { provenanceSection, rareSection } from './closing-sections.js';
import { coherenceSection, countsSection, itemsetsSection } from './cluster-sections.js';
import { monthsSection } from './months-section.js';
import { originsSection, systemsSection } from './origin-sections.js';
import { bigPictureSection, pageHead } from './overview-section.js';
import { loadCharts } from './plot-chart.js';
import { section } from './section.js';
import type { Section } from './section.js';
import { sortScript } from './sort-script.js';
import { styleSheet } from './style.js';

/**
 * The report as one HTML file that needs nothing else: no network, one style sheet and one tiny script, both named by
 * hash in a policy that allows no other. Every text from a capture is escaped. The same report gives the same bytes.
 */
export async function renderHtml(report: Report): Promise<string> {
  const charts = await loadCharts();
  const sections = [
    bigPictureSection(report, charts),
    section(
      'activity',
      'Activity over time',
      'Activity over time',
      stackedActivity(charts, report),
      dailyActivity(charts, report),
    ),
    monthsSection(report),
    itemsetsSection(report),
    coherenceSection(report, charts),
    countsSection(report),
    rootCausesSection(report, charts),
    causeCardsSection(report),
    familiesSection(report),
    rareSection(report),
    systemsSection(report),
    originsSection(report),
    provenanceSection(report),
  ].filter((entry) => entry !== null);
  return page(report, sections).text;
}

function page(report: Report, sections: readonly Section[]): Markup {
  const policy = `default-src 'none'; style-src '${hashOf(styleSheet)}'; script-src '${hashOf(sortScript)}'; base-uri 'none'; form-action 'none'`;
  return html`${new Markup('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>honeysift report${report.header.name !== null && html`: ${report.header.name}`}</title>
        ${exactly('style', styleSheet)}
      </head>
      <body>
        <nav aria-label="Contents">
          <strong>Contents</strong>
          <ol>
            ${sections.map((entry) => html`<li><a href="#${entry.anchor}">${entry.short}</a></li>`)}
          </ol>
        </nav>
        <main>
          ${pageHead(report)}
          ${sections.map(
            (entry) =>
              html`<section>
                <h2 id="${entry.anchor}">${entry.title}</h2>
                ${entry.body}
              </section> `,
          )}
          <footer>
            Made by honeysift after RR-04-104, "Honeypot Platform: Analyses and Results" (Pouget and Dacier,
            2004). Days and months are UTC.
          </footer>
        </main>
        ${exactly('script', sortScript)}
      </body>
    </html> `;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** An element whose text is `text` to the byte, or the hash in the policy would not be its own. */
function exactly(element: 'style' | 'script', text: string): Markup {
  return new Markup(`<${element}>${text}</${element}>`);
}

import type { TemplateField } from '../../model/root-cause.js';
import { fieldText, lengthText } from '../template-text.js';
import { formatCount, formatMany } from '../format-values.js';
import { Markup, html } from './markup.js';

/** Payloads of a phrase stand one per line; a longer list opens on demand. */
const openLines = 8;
const longLine = 600;

/** The separator of payloads, an escaped character, or a run of hex bytes. */
const tokens = /\|\||\\[\s\S]|<[0-9a-f]+>|[^|\\<]+|[\s\S]/g;

interface Line {
  /** Built of escaped pieces only. */
  readonly markup: string;
  readonly length: number;
}

/**
 * A template as numbered payloads, variable fields marked and explained on hovering, hex bytes dimmed, equal payloads
 * in a row drawn once. Everything in it is hostile and escaped.
 */
export function templateMarkup(template: readonly TemplateField[], cut: number): Markup {
  const lines = repeatedLines(templateLines(template));
  if (lines.length === 0) return html`<p class="quiet">No payload: the packets alone are the pattern.</p>`;
  const list = html`<ol class="template">
      ${lines.map(
        ({ line, times }) =>
          html`<li>
            ${foldLong(line)}${times > 1 && html` <span class="times">× ${formatCount(times)}</span>`}
          </li>`,
      )}
    </ol>
    ${cut > 0 && html`<p class="quiet">${formatMany(cut, 'more character')} in the store.</p>`}`;
  return lines.length <= openLines
    ? list
    : html`<details>
        <summary>${formatMany(lines.length, 'payload')}</summary>
        ${list}
      </details>`;
}

/** What each variable field holds, as a list; null when there is none. */
export function fieldList(template: readonly TemplateField[]): Markup | null {
  const fields = template.filter((field) => field.kind === 'variable');
  if (fields.length === 0) return null;
  return html`<ul class="fields">
    ${fields.map((field, index) => html`<li><mark>${index + 1}</mark> ${fieldText(field)}</li>`)}
  </ul>`;
}

function templateLines(template: readonly TemplateField[]): Line[] {
  const lines: Line[] = [];
  let markup = '';
  let length = 0;
  let variables = 0;
  for (const field of template) {
    if (field.kind === 'variable') {
      variables += 1;
      markup += html`<mark title="${fieldText(field)}"
        >${field.alphabet === '' ? '∅' : field.alphabet}<small>${lengthText(field)}</small
        ><sup>${variables}</sup></mark
      >`.text;
      length += field.maxLength;
      continue;
    }
    for (const token of field.text.match(tokens) ?? []) {
      if (token === '||') {
        lines.push({ markup, length });
        markup = '';
        length = 0;
      } else {
        markup += (/^<[0-9a-f]+>$/.test(token) ? html`<span class="hex">${token}</span>` : html`${token}`)
          .text;
        length += token.length;
      }
    }
  }
  if (markup !== '' || lines.length > 0) lines.push({ markup, length });
  return lines;
}

function repeatedLines(lines: readonly Line[]): { line: Line; times: number }[] {
  const runs: { line: Line; times: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last.line.markup === line.markup) last.times += 1;
    else runs.push({ line, times: 1 });
  }
  return runs;
}

function foldLong(line: Line): Markup {
  const code = html`<code
    >${line.markup === '' ? html`<span class="hex">empty</span>` : new Markup(line.markup)}</code
  >`;
  return line.length <= longLine
    ? code
    : html`<details class="fold">
        <summary>${formatMany(line.length, 'character')}</summary>
        ${code}
      </details>`;
}

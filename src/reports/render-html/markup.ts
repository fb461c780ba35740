import { visibleText } from '../hostile-text.js';

/** Markup made by this program; everything else is escaped when it enters a template. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as HTML text or inside a quoted attribute: inert, and with nothing invisible in it. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/**
 * Template tag: strings and numbers are escaped, Markup goes in as it is, lists are joined; null, undefined and false
 * are nothing. Attributes must be quoted in the template.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const fixed = fixedParts(parts);
  let text = fixed[0] ?? '';
  contents.forEach((content, index) => {
    text += render(content) + (fixed[index + 1] ?? '');
  });
  return new Markup(text);
}

const tightened = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The template's own text without its indentation. */
function fixedParts(parts: TemplateStringsArray): readonly string[] {
  let fixed = tightened.get(parts);
  if (fixed === undefined) {
    fixed = parts.map((part) => part.replace(/\s*\n\s*/g, '\n'));
    tightened.set(parts, fixed);
  }
  return fixed;
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return content.map(render).join('');
}

/** ` name="value"`, or nothing at all when there is no value. An empty value counts as one. */
export function attribute(name: string, value: string | number | undefined): Markup {
  return new Markup(value === undefined ? '' : ` ${name}="${escapeHtml(String(value))}"`);
}

/** An id as a fragment name: letters, digits, `-` and `_` only. */
export function anchorOf(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, '_');
}

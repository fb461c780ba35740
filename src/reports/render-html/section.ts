import { html } from './markup.js';
import type { Content, Markup } from './markup.js';

/** A part of the page; `short` is its name in the table of contents. */
export interface Section {
  readonly anchor: string;
  readonly title: string;
  readonly short: string;
  readonly body: Markup;
}

export function section(anchor: string, title: string, short: string, ...body: readonly Content[]): Section {
  return { anchor, title, short, body: html`${body}` };
}

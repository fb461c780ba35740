import { Markup, html } from './markup.js';
import type { Content } from './markup.js';

/** A titled chart with a caption that says how to read it. `svg` comes from ChartMaker.draw. */
export function figure(
  title: string,
  svg: string,
  caption: Content,
  size: 'full' | 'half' = 'full',
  legend: Content = null,
): Markup {
  return html`<figure>
    <h3>${title}</h3>
    ${legend}
    <div class="chart ${size}">${new Markup(svg)}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

/** The colours of series, as names; the style sheet knows the dots. */
export function legendOf(names: readonly string[], others: string | null): Markup {
  return html`<ul class="legend">
    ${names.map(
      (name, index) => html`<li><span class="dot s${index % 9}"></span><span class="seq">${name}</span></li>`,
    )}${others !== null && html`<li><span class="dot"></span>${others}</li>`}
  </ul>`;
}

export function seriesColor(index: number, count: number): string {
  return index >= count ? 'var(--rest)' : `var(--s${index % 9})`;
}

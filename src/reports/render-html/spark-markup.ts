import { formatCount, formatShare } from '../format-values.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';

const height = 24;

/** Counts as little bars in one path; heights are to the square root, so that the small ones stay visible. */
export function sparkMarkup(counts: readonly number[], periods: readonly string[]): Markup {
  const highest = Math.max(...counts, 1);
  const step = 6;
  const path = counts
    .map((count, index) => {
      if (count === 0) return '';
      const size = Math.max(1.5, Math.sqrt(count / highest) * height);
      return `M${index * step} ${height}v-${size.toFixed(1)}h${step - 1}v${size.toFixed(1)}z`;
    })
    .join('');
  const peak = counts.indexOf(Math.max(...counts));
  const title =
    counts.length === 0 ? 'none' : `most in ${periods[peak] ?? ''}: ${formatCount(counts[peak] ?? 0)}`;
  return html`<svg
    class="spark"
    viewBox="0 0 ${Math.max(1, counts.length) * step} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="activity, ${title}"
  >
    <title>${title}</title>
    <path d="${path}" />
  </svg>`;
}

/** A share as a short bar and a percentage. */
export function shareMarkup(share: number | null): Markup {
  const part = Math.max(0, Math.min(1, share ?? 0));
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="10" fill-opacity=".15" />
      <rect width="${(part * 100).toFixed(1)}" height="10" /></svg
    >${formatShare(share)}`;
}

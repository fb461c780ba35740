import type * as PlotModule from '@observablehq/plot';

export type Plot = typeof PlotModule;

/** Draws charts as SVG text, without a browser. */
export interface ChartMaker {
  readonly Plot: Plot;
  /** `label` is what a screen reader says of the chart. */
  draw(label: string, options: PlotModule.PlotOptions): string;
}

/** As much of the DOM as is asked for here; the compiler knows no browser. */
interface DrawnElement {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
  setAttribute(name: string, value: string): void;
}

/** Loads the plotting library: it takes a moment, so it is done only when a page is wanted. */
export async function loadCharts(): Promise<ChartMaker> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const page = parseHTML('<html><body></body></html>') as unknown as { readonly document: unknown };
  return {
    Plot,
    draw(label, options) {
      const whole = { ...options, document: page.document, className: 'plot', ariaLabel: label };
      const svg = Plot.plot(whole) as unknown as DrawnElement;
      // The page's own sheet styles charts: its policy allows no other.
      for (const style of svg.querySelectorAll('style')) style.remove();
      svg.setAttribute('role', 'img');
      return svg.outerHTML.replace(/ xmlns(:\w+)?="[^"]*"/g, '');
    },
  };
}

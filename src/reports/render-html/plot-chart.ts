import type * as PlotModule from '@observablehq/plot';

export type Plot = typeof PlotModule;

/** Draws charts as SVG text, without a browser. */
export interface ChartMaker {
  readonly Plot: Plot;
  /** `label` is what a screen reader says of the chart. */
  draw(label: string, options: PlotModule.PlotOptions): string;
}

/** Loads the plotting library: it takes a moment, so it is done only when a page is wanted. */
export async function loadCharts(): Promise<ChartMaker> {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<html><body></body></html>');
  return {
    Plot,
    draw(label, options) {
      const svg = Plot.plot({
        ...options,
        document,
        className: 'plot',
        ariaLabel: label,
      } as PlotModule.PlotOptions);
      // The page's own sheet styles charts: its policy allows no other.
      for (const style of svg.querySelectorAll('style')) style.remove();
      svg.setAttribute('role', 'img');
      return svg.outerHTML.replace(/ xmlns(:\w+)?="[^"]*"/g, '');
    },
  };
}

import CliTable from 'cli-table3';

import type { QualityRun } from '../operations/measure-quality.js';
import type { Quality } from '../simulation/quality.js';

/** One labelled simulation, what it was and what came of it. */
export interface Measured {
  readonly kind: string;
  readonly seed: number;
  readonly loss: number;
  readonly lossModel: string;
  readonly run: QualityRun;
}

type Figure = 'precision' | 'recall' | 'macroRecall';

const figures: readonly Figure[] = ['precision', 'recall', 'macroRecall'];

/**
 * A line per kind and loss: the mean over the seeds, and in brackets the worst of them; or, with `each`, a line per seed.
 */
export function qualityTable(measured: readonly Measured[], each: boolean): string {
  const table = new CliTable({
    head: [
      'kind',
      'loss',
      each ? 'seed' : 'seeds',
      ...['root causes: P', 'R', 'macro R'],
      ...['families: P', 'R', 'macro R'],
      'analysis s',
    ],
    style: { head: [], border: [] },
  });
  const lines = new Map<string, Measured[]>();
  for (const one of measured) {
    const key = [one.kind, lossText(one), each ? one.seed : ''].join();
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [one]);
    else line.push(one);
  }
  for (const line of lines.values()) {
    const [first] = line;
    if (first === undefined) continue;
    const cells = (level: 'rootCauses' | 'families'): string[] =>
      figures.map((figure) =>
        figureText(
          line.map(({ run }) => run[level]),
          figure,
        ),
      );
    const seconds = line.reduce((sum, { run }) => sum + run.analysisSeconds, 0) / line.length;
    table.push([
      first.kind,
      lossText(first),
      each ? first.seed : line.length,
      ...cells('rootCauses'),
      ...cells('families'),
      seconds.toFixed(1),
    ]);
  }
  return table.toString();
}

function lossText({ loss, lossModel }: Measured): string {
  return loss === 0 ? '0%' : `${loss * 100}%${lossModel === 'stack' ? '' : ` ${lossModel}`}`;
}

function figureText(qualities: readonly Quality[], figure: Figure): string {
  const values = qualities.map((quality) => quality[figure]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.length === 1 ? mean.toFixed(3) : `${mean.toFixed(3)} (${Math.min(...values).toFixed(3)})`;
}

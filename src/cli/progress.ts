import { Presets, SingleBar } from 'cli-progress';

import type { Progress, ProgressListener } from '../model/stage.js';

export interface ProgressDisplay {
  readonly onProgress: ProgressListener;
  /** Clears what is drawn; call before printing a result. */
  stop(): void;
}

/** What a person calls the stages. */
const labels: Readonly<Record<string, string>> = {
  'packets.info': 'reading captures',
  'environment.census': 'finding honeypots',
  'sources.collect': 'reading captures',
  'feed.census': 'finding honeypots',
  'feed.collect': 'reading captures',
  'feed.finalize': 'attack sources',
  'feed.sync': 'to disk',
  'sources.finalize': 'attack sources',
  'enrichment.enrich': 'enrichment',
  'clusters.mine': 'itemset clusters',
  'causes.split': 'root causes',
  'distances.coherence': 'phrase distances',
};

/** A bar with rate and ETA on a terminal, one plain line a stage elsewhere; always on stderr. */
export function createProgressDisplay(quiet: boolean): ProgressDisplay {
  if (quiet) return { onProgress: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? terminalDisplay() : plainDisplay();
}

function plainDisplay(): ProgressDisplay {
  return {
    onProgress({ stage, done, total }: Progress): void {
      if (done === total) process.stderr.write(`${labels[stage] ?? stage}: ${total} of ${total}\n`);
    },
    stop: () => undefined,
  };
}

function terminalDisplay(): ProgressDisplay {
  let bar: SingleBar | undefined;
  let shown = '';
  let startedAt = 0;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
    shown = '';
  };
  const start = (stage: string, total: number): SingleBar => {
    stop();
    const format = `${(labels[stage] ?? stage).padEnd(18)} {bar} {value}/{total}  {rate}/s  ETA {eta_formatted}`;
    const created = new SingleBar(
      { format, clearOnComplete: true, hideCursor: true, stream: process.stderr },
      Presets.shades_classic,
    );
    created.start(total, 0, { rate: '-' });
    shown = stage;
    startedAt = performance.now();
    return created;
  };
  return {
    onProgress({ stage, done, total }: Progress): void {
      if (!bar || stage !== shown) bar = start(stage, total);
      const seconds = (performance.now() - startedAt) / 1000;
      bar.update(done, { rate: done > 0 && seconds > 0 ? Math.round(done / seconds) : '-' });
      if (done === total) stop();
    },
    stop,
  };
}

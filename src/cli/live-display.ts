import type { LiveProgress } from '../live/capture-interface.js';
import { formatBytes, formatCount } from '../reports/format-values.js';
import { terminalSafe } from './terminal-safe.js';

export interface LiveDisplay {
  readonly onProgress: (progress: LiveProgress) => void;
  /** Clears what is drawn. */
  stop(): void;
}

/** One line when packets can come; on a terminal the counters as well, every second, in one line. On stderr. */
export function liveDisplay(name: string, quiet: boolean): LiveDisplay {
  let isBegun = false;
  let isDrawn = false;
  const draw = (progress: LiveProgress): void => {
    process.stderr.write(`\r\x1b[K${countersLine(progress)}`);
    isDrawn = true;
  };
  return {
    onProgress(progress) {
      if (quiet) return;
      if (!isBegun) process.stderr.write(terminalSafe(`capturing on ${name}; Ctrl-C stops\n`));
      isBegun = true;
      if (process.stderr.isTTY) draw(progress);
    },
    stop() {
      if (isDrawn) process.stderr.write('\r\x1b[K');
      isDrawn = false;
    },
  };
}

function countersLine({ packets, bytes, kernelDrops, interfaceDrops, files }: LiveProgress): string {
  const file = files.at(-1)?.path;
  return terminalSafe(
    `${formatCount(packets)} packets, ${formatBytes(bytes)}; dropped: ${formatCount(kernelDrops)} by the kernel, ` +
      `${formatCount(interfaceDrops)} by the interface${file === undefined ? '' : ` -> ${file}`}`,
  );
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { analyze } from '#honeysift/operations/analyze.js';
import { listSources } from '#honeysift/operations/list-sources.js';
import type { RunOptions } from '#honeysift/operations/with-runner.js';

const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));

export interface Way {
  readonly packets: number;
  readonly sources: number;
  readonly ms: number;
}

/** Captures -> attack sources and phrases; no worker: everything in this thread. */
export async function attackSources(
  captures: readonly string[],
  honeypots: string,
  run: Pick<RunOptions, 'workers' | 'runner'>,
): Promise<Way> {
  const start = performance.now();
  const { totals } = await listSources(captures, { honeypots, ...run });
  return { packets: totals.packets, sources: totals.sources, ms: performance.now() - start };
}

/** The whole way to the store, in this thread. */
export async function wholeAnalysis(capture: string, honeypots: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const start = performance.now();
    await analyze([capture], { honeypots, workers: 0, out: join(folder, 'store') });
    return performance.now() - start;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Peak memory of `sources --summary` in a process of its own, MiB: VmHWM, which begins anew with the program, unlike what
 * getrusage() says. NaN where there is no /proc.
 */
export function peakMemory(capture: string, honeypots: string, workers: number): number {
  // What the hook prints comes last on standard error.
  const hook = `import { readFileSync } from 'node:fs';
    process.on('exit', () => process.stderr.write(
      /VmHWM:\\s*\\d+/.exec(readFileSync('/proc/self/status', 'utf8'))[0]));`;
  const words = ['sources', '--summary', '--quiet', '--honeypots', honeypots, '--workers', String(workers)];
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, cli, ...words, capture],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`sources ${capture}: exit ${status}: ${stderr}`);
  return Number(/\d+$/.exec(stderr)?.[0]) / 1024;
}

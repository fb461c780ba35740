import { availableParallelism } from 'node:os';

import type { ProgressListener, StageRunner } from '../model/stage.js';
import { createInlineRunner } from '../pool/inline-runner.js';
import { createWorkerPool } from '../pool/worker-pool.js';

/** How work is done; none of this changes the answer. */
export interface RunOptions {
  /** Worker threads; 0 runs everything in this thread. Default: the machine's cores. The answer is the same. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** Runs `work` with a runner of its own, and ends its threads whatever happens. */
export async function withRunner<Result>(
  { workers = availableParallelism(), onProgress }: RunOptions,
  work: (runner: StageRunner) => Promise<Result>,
): Promise<Result> {
  if (workers === 0) return work(createInlineRunner(onProgress));
  const pool = createWorkerPool(workers, onProgress);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

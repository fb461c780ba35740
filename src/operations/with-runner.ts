import { availableParallelism } from 'node:os';

import type { ProgressListener, StageRunner } from '../model/stage.js';
import { createInlineRunner } from '../pool/inline-runner.js';
import { createWorkerPool } from '../pool/worker-pool.js';

/** How work is done; none of this changes the answer. */
export interface RunOptions {
  /** Worker threads; 0 runs everything in this thread. Default: the machine's cores. The answer is the same. */
  readonly workers?: number | undefined;
  /**
   * A pool of the caller's (createWorkerPool), for many runs one after another: its threads are started and warmed up once.
   * It stays open, and `workers` and `onProgress` mean nothing beside it.
   */
  readonly runner?: StageRunner | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Runs `work` with the runner given, or with one of its own. Its threads, which no longer have anything to do, end whatever happens;
 * nobody waits for that.
 */
export async function withRunner<Result>(
  { workers = availableParallelism(), runner, onProgress }: RunOptions,
  work: (runner: StageRunner) => Promise<Result>,
): Promise<Result> {
  if (runner) return work(runner);
  if (workers === 0) return work(createInlineRunner(onProgress));
  const pool = createWorkerPool(workers, onProgress);
  try {
    return await work(pool);
  } finally {
    void pool.close();
  }
}

import { fileURLToPath } from 'node:url';

import { Piscina } from 'piscina';

import { HoneysiftError } from '../errors.js';
import type { ProgressListener, Stage, StageRunner } from '../model/stage.js';
import type { TaskMessage, TaskResult } from './messages.js';
import { runTasks } from './run-tasks.js';

export interface WorkerPool extends StageRunner {
  readonly workers: number;
  /** Ends the threads; running tasks are awaited first. */
  close(): Promise<void>;
}

/**
 * A pool of worker threads on this machine.
 * @param workers number of threads, at least 1
 */
export function createWorkerPool(workers: number, onProgress?: ProgressListener): WorkerPool {
  const pool = new Piscina<TaskMessage, TaskResult>({
    filename: fileURLToPath(new URL('./worker.js', import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
  });
  const execute = async (stage: string, task: unknown, cancelFlag: Int32Array): Promise<unknown> => {
    const result = await pool.run({ stage, task, cancelFlag });
    if (result.state === 'done') return result.part;
    throw restoreError(result);
  };
  return {
    workers,
    run<Input, Task, Part, Output>(
      stage: Stage<Input, Task, Part, Output>,
      input: Input,
      signal?: AbortSignal,
    ): Promise<Output> {
      // One task beyond the threads is enough to keep them all busy while results travel.
      return runTasks(stage, input, execute, { inFlight: workers + 1, signal, onProgress });
    },
    async close(): Promise<void> {
      await pool.close();
    },
  };
}

function restoreError(failed: Extract<TaskResult, { state: 'failed' }>): Error {
  const error =
    failed.code === null ? new Error(failed.message) : new HoneysiftError(failed.code, failed.message);
  if (failed.stack !== undefined) error.stack = failed.stack;
  return error;
}

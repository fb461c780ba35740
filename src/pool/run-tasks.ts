import type { ProgressListener, Stage } from '../model/stage.js';
import { cancelledError, createCancelFlag, linkSignal } from './run-context.js';

/** Carries out one task of a stage somewhere: in this thread, in a worker. */
export type TaskExecutor = (stageName: string, task: unknown, cancelFlag: Int32Array) => Promise<unknown>;

export interface RunTasksOptions {
  /** Tasks under way at once; bounds memory as well as threads. */
  readonly inFlight: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Plans a stage, keeps `inFlight` tasks going, and merges the parts. The first failure cancels the rest; the promise
 * settles only when no task is running any more.
 * @throws HoneysiftError ERR_CANCELLED when the signal aborts, or whatever a task raised.
 */
export async function runTasks<Input, Task, Part, Output>(
  stage: Stage<Input, Task, Part, Output>,
  input: Input,
  execute: TaskExecutor,
  { inFlight, signal, onProgress }: RunTasksOptions,
): Promise<Output> {
  const cancelFlag = createCancelFlag();
  const unlink = linkSignal(signal, cancelFlag);
  const tasks = heaviestFirst(stage, [...stage.plan(input)]);
  const parts: Part[] = [];
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  onProgress?.({ stage: stage.name, done: 0, total: tasks.length });

  const work = async (): Promise<void> => {
    while (next < tasks.length && !failure && Atomics.load(cancelFlag, 0) === 0) {
      const task = tasks[next] as Task;
      next += 1;
      try {
        parts.push((await execute(stage.name, task, cancelFlag)) as Part);
        onProgress?.({ stage: stage.name, done: parts.length, total: tasks.length });
      } catch (error) {
        failure ??= { error };
        Atomics.store(cancelFlag, 0, 1);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(inFlight, tasks.length) }, work));
  } finally {
    unlink();
  }
  if (signal?.aborted) throw cancelledError();
  if (failure) throw failure.error;
  return stage.merge(parts, input);
}

function heaviestFirst<Input, Task, Part, Output>(
  stage: Stage<Input, Task, Part, Output>,
  tasks: Task[],
): Task[] {
  const weigh = stage.weigh?.bind(stage);
  if (!weigh) return tasks;
  return tasks
    .map((task) => ({ task, weight: weigh(task) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ task }) => task);
}

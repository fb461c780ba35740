/**
 * The one shape of every stage: plan on the main thread, run in a worker, merge on the main thread.
 * `merge` gets the parts in no particular order and must not depend on it (a property test shuffles them).
 */
export interface Stage<Input, Task, Part, Output> {
  /** Unique, and the key under which a worker finds `run`. */
  readonly name: string;
  /** Cheap and deterministic. */
  plan(input: Input): Iterable<Task>;
  /** Pure: nothing but the task and the files it names decides the part. Must await all it starts. */
  run(task: Task, context: RunContext): Part | Promise<Part>;
  merge(parts: readonly Part[], input: Input): Output;
  /** Relative cost of a task, for progress and for starting the heaviest first; default 1. */
  weigh?(task: Task): number;
}

export interface RunContext {
  /** Shared memory; element 0 turns 1 when the work was cancelled. Native loops poll it. */
  readonly cancelFlag: Int32Array;
  /** Throws ERR_CANCELLED when cancelled; for loops in TypeScript. */
  throwIfCancelled(): void;
}

/** Runs stages: in this process, or over a pool of workers. The answer is the same. */
export interface StageRunner {
  run<Input, Task, Part, Output>(
    stage: Stage<Input, Task, Part, Output>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<Output>;
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}
export type ProgressListener = (progress: Progress) => void;

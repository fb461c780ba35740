import type { ProgressListener, StageRunner } from '../model/stage.js';
import type { Stage } from '../model/stage.js';
import { createRunContext } from './run-context.js';
import { runTasks } from './run-tasks.js';

/** Runs every task in this thread, one after another: for embedding, for tests, and as the reference for the pool. */
export function createInlineRunner(onProgress?: ProgressListener): StageRunner {
  return {
    run<Input, Task, Part, Output>(
      stage: Stage<Input, Task, Part, Output>,
      input: Input,
      signal?: AbortSignal,
    ): Promise<Output> {
      const execute = async (_name: string, task: unknown, cancelFlag: Int32Array): Promise<unknown> => {
        const context = createRunContext(cancelFlag);
        context.throwIfCancelled();
        return stage.run(task as Task, context);
      };
      return runTasks(stage, input, execute, { inFlight: 1, signal, onProgress });
    },
  };
}

import { HoneysiftError } from '../errors.js';
import { loadStage } from '../stages.js';
import type { TaskMessage, TaskResult } from './messages.js';
import { moved } from './movable.js';
import { createRunContext } from './run-context.js';

/** The function every pool thread runs: one task of one stage. */
export default async function runTask(message: TaskMessage): Promise<TaskResult> {
  return moved(await attempt(message));
}

async function attempt({ stage: name, task, cancelFlag }: TaskMessage): Promise<TaskResult> {
  try {
    const stage = await loadStage(name);
    const context = createRunContext(cancelFlag);
    context.throwIfCancelled();
    return { state: 'done', part: await stage.run(task, context) };
  } catch (error) {
    const known = error instanceof HoneysiftError ? error.code : null;
    const message = error instanceof Error ? error.message : String(error);
    return { state: 'failed', code: known, message, stack: error instanceof Error ? error.stack : undefined };
  }
}

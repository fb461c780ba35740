import { describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';
import type { Stage } from '#honeysift/model/stage.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { runTasks } from '#honeysift/pool/run-tasks.js';

const squares: Stage<number[], number, number, number> = {
  name: 'test.squares',
  plan: (input) => input,
  run: (task) => task * task,
  merge: (parts) => parts.reduce((sum, part) => sum + part, 0),
};

describe('runTasks', () => {
  it('plans, runs and merges', async () => {
    expect(await createInlineRunner().run(squares, [1, 2, 3])).toBe(14);
  });

  it('merges nothing for an empty plan', async () => {
    expect(await createInlineRunner().run(squares, [])).toBe(0);
  });

  it('keeps at most inFlight tasks going', async () => {
    let going = 0;
    let most = 0;
    const execute = async (_stage: string, task: unknown): Promise<unknown> => {
      going += 1;
      most = Math.max(most, going);
      await new Promise((resolve) => setTimeout(resolve, 1));
      going -= 1;
      return task;
    };
    await runTasks(squares, [1, 2, 3, 4, 5, 6, 7], execute, { inFlight: 3 });
    expect(most).toBe(3);
  });

  it('starts the heaviest task first when the stage weighs them', async () => {
    const order: unknown[] = [];
    const execute = (_stage: string, task: unknown): Promise<unknown> => {
      order.push(task);
      return Promise.resolve(0);
    };
    await runTasks({ ...squares, weigh: (task) => task }, [2, 9, 4], execute, { inFlight: 1 });
    expect(order).toEqual([9, 4, 2]);
  });

  it('settles only when no task runs any more, with the first failure', async () => {
    let going = 0;
    const execute = async (_stage: string, task: unknown): Promise<unknown> => {
      going += 1;
      await new Promise((resolve) => setTimeout(resolve, task === 1 ? 1 : 15));
      going -= 1;
      if (task === 1) throw new HoneysiftError('ERR_BOUND', 'first');
      return 0;
    };
    await expect(runTasks(squares, [1, 2, 3], execute, { inFlight: 2 })).rejects.toMatchObject({
      code: 'ERR_BOUND',
    });
    expect(going).toBe(0);
  });

  it('is cancelled by its signal', async () => {
    const controller = new AbortController();
    const slow: typeof squares = {
      ...squares,
      run: (task, context) => {
        controller.abort();
        context.throwIfCancelled();
        return task;
      },
    };
    await expect(createInlineRunner().run(slow, [1, 2], controller.signal)).rejects.toMatchObject({
      code: 'ERR_CANCELLED',
    });
  });

  it('reports progress from nothing to all', async () => {
    const seen: string[] = [];
    await createInlineRunner(({ done, total }) => seen.push(`${done}/${total}`)).run(squares, [1, 2]);
    expect(seen).toEqual(['0/2', '1/2', '2/2']);
  });
});

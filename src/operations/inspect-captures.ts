import { resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { captureInfo, type CaptureInfo, type UnreadableCapture } from '../packets/capture-info.js';
import { expandCaptures } from '../packets/expand-captures.js';
import { withSpooledStdin } from '../packets/spool-stdin.js';
import { type RunOptions, withRunner } from './with-runner.js';

/**
 * What each capture holds, in the order given; folders stand for the captures in them, a file named twice is taken
 * once. One that cannot be read is in the answer as such, and the others are still done.
 * @throws HoneysiftError ERR_CANCELLED
 */
export async function inspectCaptures(
  captures: string | readonly string[],
  options: RunOptions = {},
): Promise<(CaptureInfo | UnreadableCapture)[]> {
  const paths = await expandEach(typeof captures === 'string' ? [captures] : captures);
  return withSpooledStdin(paths, options.signal, async ({ files, nameOf }) => {
    const outcomes = await withRunner(options, (runner) =>
      runner.run(captureInfo, { captures: files }, options.signal),
    );
    return outcomes.map((outcome) => named(outcome, nameOf(outcome.path)));
  });
}

/** A path that means no capture stays: reading it says what is wrong. */
async function expandEach(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const file of await expandOrKeep(path)) {
      const key = file === '-' ? file : resolve(file);
      if (!found.has(key)) found.set(key, file);
    }
  }
  return [...found.values()];
}

async function expandOrKeep(path: string): Promise<string[]> {
  try {
    return await expandCaptures([path]);
  } catch (error) {
    if (error instanceof HoneysiftError && error.code === 'ERR_CAPTURE') return [path];
    throw error;
  }
}

function named<Outcome extends CaptureInfo | UnreadableCapture>(outcome: Outcome, name: string): Outcome {
  if (!('error' in outcome)) return { ...outcome, path: name };
  const { code, message } = outcome.error;
  return { ...outcome, path: name, error: { code, message: message.replaceAll(outcome.path, name) } };
}

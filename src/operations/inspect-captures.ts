import { resolve } from 'node:path';

import { HoneysiftError } from '../errors.js';
import { checkPacketFilter } from '../native/packet-filter.js';
import { captureInfo, type CaptureInfo, type UnreadableCapture } from '../packets/capture-info.js';
import { expandCaptures } from '../packets/expand-captures.js';
import { checkLogOptions, type LogOptions } from '../packets/logs/log-options.js';
import { withSpooledStdin } from '../packets/spool-stdin.js';
import { type RunOptions, withRunner } from './with-runner.js';

export interface InspectOptions extends RunOptions {
  /** Only packets that this expression accepts are counted (pcap-filter(7), the syntax of tcpdump). */
  readonly filter?: string | undefined;
  /** As AnalysisOptions.logs. */
  readonly logs?: LogOptions | undefined;
}

/**
 * What each capture holds, in the order given; folders stand for the captures in them, a file named twice is taken
 * once. One that cannot be read is in the answer as such, and the others are still done.
 * @throws HoneysiftError ERR_FILTER, ERR_LIBPCAP, ERR_CANCELLED
 */
export async function inspectCaptures(
  captures: string | readonly string[],
  options: InspectOptions = {},
): Promise<(CaptureInfo | UnreadableCapture)[]> {
  const { filter } = options;
  if (filter !== undefined) checkPacketFilter(filter);
  const logs = checkLogOptions(options.logs);
  const entries = await expandEach(typeof captures === 'string' ? [captures] : captures);
  const paths = entries.filter((entry) => typeof entry === 'string');
  return withSpooledStdin(paths, options.signal, async ({ files, nameOf }) => {
    const outcomes = await withRunner(options, (runner) =>
      runner.run(captureInfo, { captures: files, filter, logs }, options.signal),
    );
    const inOrder = outcomes.values();
    return entries.flatMap((entry) => {
      if (typeof entry !== 'string') return [entry];
      const { value: outcome } = inOrder.next();
      return outcome === undefined ? [] : [named(outcome, nameOf(outcome.path))];
    });
  });
}

/** Capture files, each once, and what cannot be expanded to any: the answer says why. */
async function expandEach(paths: readonly string[]): Promise<(string | UnreadableCapture)[]> {
  const found = new Map<string, string | UnreadableCapture>();
  for (const path of paths) {
    for (const entry of await expandOrExplain(path)) {
      const file = typeof entry === 'string' ? entry : entry.path;
      const key = file === '-' ? file : resolve(file);
      if (!found.has(key)) found.set(key, entry);
    }
  }
  return [...found.values()];
}

async function expandOrExplain(path: string): Promise<(string | UnreadableCapture)[]> {
  try {
    return await expandCaptures([path]);
  } catch (error) {
    if (!(error instanceof HoneysiftError) || error.code !== 'ERR_CAPTURE') throw error;
    return [{ path, error: { code: error.code, message: error.message } }];
  }
}

function named<Outcome extends CaptureInfo | UnreadableCapture>(outcome: Outcome, name: string): Outcome {
  if (!('error' in outcome)) return { ...outcome, path: name };
  const { code, message } = outcome.error;
  return { ...outcome, path: name, error: { code, message: message.replaceAll(outcome.path, name) } };
}

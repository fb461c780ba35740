import type { CaptureFacts } from '../model/capture.js';
import { terminalSafe } from './terminal-safe.js';

/** One line for each stretch of a capture that could not be read. */
export function lossLines(captures: readonly Pick<CaptureFacts, 'path' | 'losses'>[]): string {
  const lines = captures.flatMap(({ path, losses }) =>
    losses.map(
      ({ anomaly, offset, bytes }) =>
        `damaged: ${path}: ${anomaly} at byte ${offset}${bytes === null ? ', the rest is lost' : `, ${bytes} bytes lost`}\n`,
    ),
  );
  return terminalSafe(lines.join(''));
}

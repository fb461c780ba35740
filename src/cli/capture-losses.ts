import type { CaptureFacts } from '../model/capture.js';
import type { DuplicateCapture } from '../sources/collect-sources.js';
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

/** One line for each capture that was not counted because another one holds the same. */
export function duplicateLines(duplicates: readonly DuplicateCapture[]): string {
  const lines = duplicates.map(({ path, sameAs }) => `counted once: ${path} holds the same as ${sameAs}\n`);
  return terminalSafe(lines.join(''));
}

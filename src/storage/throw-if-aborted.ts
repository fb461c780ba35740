import { HoneysiftError } from '../errors.js';

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new HoneysiftError('ERR_CANCELLED', 'The work was cancelled', { cause: signal.reason });
  }
}

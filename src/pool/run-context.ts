import { HoneysiftError } from '../errors.js';
import type { RunContext } from '../model/stage.js';

/** A flag that threads share; element 0 becomes 1 to cancel. */
export function createCancelFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function cancelledError(): HoneysiftError {
  return new HoneysiftError('ERR_CANCELLED', 'Cancelled before the work was done; nothing was written by it');
}

export function createRunContext(cancelFlag: Int32Array): RunContext {
  return {
    cancelFlag,
    throwIfCancelled(): void {
      if (Atomics.load(cancelFlag, 0) !== 0) throw cancelledError();
    },
  };
}

/** Raises the flag when the signal aborts; returns a function that stops listening. */
export function linkSignal(signal: AbortSignal | undefined, cancelFlag: Int32Array): () => void {
  if (!signal) return () => undefined;
  const raise = (): void => void Atomics.store(cancelFlag, 0, 1);
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return () => {
    signal.removeEventListener('abort', raise);
  };
}

/**
 * Every error honeysift raises on purpose. Codes are permanent: programs may match on them, texts may change.
 */
export const errorCodes = [
  /** A command line or option that cannot be used as given. */
  'ERR_USAGE',
  /** A function argument of the wrong type or out of range. */
  'ERR_ARGUMENT',
  /** A capture that cannot be opened, or is no capture at all. */
  'ERR_CAPTURE',
  /** A packet filter expression that libpcap refuses. */
  'ERR_FILTER',
  /** A network interface that cannot be captured from. */
  'ERR_INTERFACE',
  /** libpcap, or the package `pcap` that captures with it, is missing. */
  'ERR_LIBPCAP',
  /** A honeypots file that cannot be read or says something impossible. */
  'ERR_HONEYPOTS',
  /** A database, list or other file of enrichment that cannot be read or is none of its kind. */
  'ERR_ENRICHMENT',
  /** A compiled addon that is missing or does not match this version. */
  'ERR_NATIVE',
  /** A store that is missing, damaged, or written by another version. */
  'ERR_STORE',
  /** A query the engine refuses. */
  'ERR_QUERY',
  /** An external program that is missing, or that failed. */
  'ERR_TOOL',
  /** A stated bound (memory, candidates, words) that this input would exceed. */
  'ERR_BOUND',
  /** Work ended by its AbortSignal or by SIGINT. */
  'ERR_CANCELLED',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Base class of all deliberate errors. `message` says what is wrong, where, and what to do. */
export class HoneysiftError extends Error {
  override readonly name = 'HoneysiftError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The one message shape for bad arguments: what was expected, of which parameter, and what came instead. */
export function invalidArgument(parameter: string, expected: string, received: unknown): HoneysiftError {
  const shown = typeof received === 'string' ? JSON.stringify(received) : String(received);
  return new HoneysiftError(
    'ERR_ARGUMENT',
    `Expected ${expected} for ${parameter} but received ${shown.slice(0, 80)} of type ${typeof received}`,
  );
}

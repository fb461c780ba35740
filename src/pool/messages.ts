import type { ErrorCode } from '../errors.js';

/** What the pool sends a worker: which stage, which task, and the shared flag that cancels it. */
export interface TaskMessage {
  readonly stage: string;
  readonly task: unknown;
  readonly cancelFlag: Int32Array;
}

/** What comes back. Errors travel as data: cloning an Error between threads would lose its code. */
export type TaskResult =
  | { readonly state: 'done'; readonly part: unknown }
  | {
      readonly state: 'failed';
      /** Null for an error nobody raised on purpose. */
      readonly code: ErrorCode | null;
      readonly message: string;
      readonly stack: string | undefined;
    };

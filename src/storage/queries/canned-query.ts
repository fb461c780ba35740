import type { QueryParameter } from '../run-query.js';

/** A value a query needs. `day` is `YYYY-MM-DD`. */
export interface QueryInput {
  readonly name: string;
  readonly type: 'text' | 'number' | 'day';
  readonly sentence: string;
  /** Absent when a value must be given. */
  readonly fallback?: QueryParameter;
}

/** A question with a name. Its SQL uses the inputs as `$name` and nothing else from outside. */
export interface CannedQuery {
  readonly name: string;
  readonly group: QueryGroup;
  readonly sentence: string;
  readonly inputs: readonly QueryInput[];
  readonly sql: string;
}

export const queryGroups = [
  'overview',
  'sequences',
  'clusters',
  'root causes',
  'attack sources',
  'fingerprints',
  'honeypots',
  'enrichment',
  'captures',
  'packets',
] as const;
export type QueryGroup = (typeof queryGroups)[number];

export const limitInput: QueryInput = {
  name: 'limit',
  type: 'number',
  sentence: 'How many rows at most.',
  fallback: 20,
};

import { invalidArgument } from '../../errors.js';
import type { QueryParameter } from '../run-query.js';
import type { QueryResult, Store } from '../store.js';
import { findCannedQuery } from './canned-queries.js';
import type { QueryInput } from './canned-query.js';

/**
 * Asks a canned query by name. Values of `inputs` may be text, as a command line gives them. Throws ERR_ARGUMENT on an
 * unknown name, an unknown or missing input, or one of the wrong type.
 */
export async function runCannedQuery(
  store: Store,
  name: string,
  inputs: Readonly<Record<string, QueryParameter>> = {},
  signal?: AbortSignal,
): Promise<QueryResult> {
  const { sql, parameters } = bindCannedQuery(name, inputs);
  return store.query(sql, { parameters, signal });
}

/** A canned query as SQL and its parameters, those that were not given by their defaults. Throws as runCannedQuery. */
export function bindCannedQuery(
  name: string,
  inputs: Readonly<Record<string, QueryParameter>>,
): { readonly sql: string; readonly parameters: Readonly<Record<string, QueryParameter>> } {
  const query = findCannedQuery(name);
  if (query === undefined) throw invalidArgument('query', 'the name of a canned query', name);
  const unknown = Object.keys(inputs).find((input) => query.inputs.every((known) => known.name !== input));
  if (unknown !== undefined) {
    const known = query.inputs.map((input) => input.name).join(', ') || 'no input at all';
    throw invalidArgument(`inputs of ${name}`, known, unknown);
  }
  const parameters = Object.fromEntries(
    query.inputs.map((input) => [input.name, readInput(input, inputs[input.name])]),
  );
  return { sql: query.sql, parameters };
}

function readInput({ name, type, fallback }: QueryInput, given: QueryParameter | undefined): QueryParameter {
  const value = given ?? fallback;
  switch (type) {
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'day':
      if (typeof value === 'string' && isDay(value)) return value;
      break;
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number === 'bigint' || (typeof number === 'number' && Number.isFinite(number)))
        return number;
      break;
    }
  }
  const expected = { text: 'a text', day: 'a day YYYY-MM-DD', number: 'a number' }[type];
  throw invalidArgument(name, expected, value);
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

import type { DuckDBConnection } from '@duckdb/node-api';

import { HoneysiftError } from '../errors.js';

/**
 * Table functions a query may call. The engine has others that change settings, write logs or run text as SQL, all of
 * them callable from a plain SELECT; so what is not here is refused.
 */
const tableFunctions = new Set([
  'duckdb_columns',
  'duckdb_functions',
  'duckdb_settings',
  'duckdb_tables',
  'duckdb_types',
  'duckdb_views',
  'generate_series',
  'histogram',
  'histogram_values',
  'json_each',
  'json_tree',
  'parquet_file_metadata',
  'parquet_metadata',
  'parquet_scan',
  'parquet_schema',
  'pragma_version',
  'query_table',
  'range',
  'read_parquet',
  'repeat',
  'repeat_row',
  'show_tables',
  'summary',
  'unnest',
]);

const refusedFunctions = new Set(['write_log']);

/** `EXPLAIN` and `EXPLAIN ANALYZE` as nothing but words and blanks: what follows must pass by itself. */
const explainPrefix = /^\s*explain(\s+analyze)?\s+/i;

/**
 * Throws ERR_QUERY unless `sql` is one SELECT-like statement (SELECT, FROM, VALUES, WITH, DESCRIBE, SHOW, SUMMARIZE,
 * EXPLAIN of these) that calls nothing with a side effect. Decided on the syntax tree the engine itself makes of it.
 */
export async function guardQuery(connection: DuckDBConnection, sql: string): Promise<void> {
  const tree = await parseSelect(connection, sql.replace(explainPrefix, ''));
  if (tree.error) throw refusal(tree);
  const statements = tree.statements ?? [];
  if (statements.length === 0)
    throw new HoneysiftError('ERR_QUERY', 'The query is empty: give it a SELECT statement');
  if (statements.length > 1) {
    throw new HoneysiftError('ERR_QUERY', 'The query holds several statements: ask them one at a time');
  }
  for (const name of functionsRefused(statements)) {
    throw new HoneysiftError(
      'ERR_QUERY',
      `The query calls ${name}(), which a store does not allow: only its tables can be read`,
    );
  }
}

interface SyntaxTree {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

async function parseSelect(connection: DuckDBConnection, sql: string): Promise<SyntaxTree> {
  const answer = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  return JSON.parse(String(answer.getRows()[0]?.[0])) as SyntaxTree;
}

function refusal({ error_type: type, error_message: message = '' }: SyntaxTree): HoneysiftError {
  if (type !== 'parser' && message.startsWith('Only SELECT')) {
    return new HoneysiftError(
      'ERR_QUERY',
      'A store can only be read: use SELECT (or FROM, WITH, DESCRIBE, SUMMARIZE, SHOW TABLES, EXPLAIN). ' +
        'COPY, ATTACH, SET, CREATE, INSERT, PRAGMA and the like are refused; PIVOT needs its IN list',
    );
  }
  return new HoneysiftError('ERR_QUERY', `The query cannot be read: ${message}`);
}

interface TreeNode {
  readonly type?: unknown;
  readonly function_name?: unknown;
  readonly function?: { readonly function_name?: unknown } | null;
}

function* functionsRefused(root: unknown): Generator<string> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, function_name: scalar, function: table } = node as TreeNode;
    if (typeof scalar === 'string' && refusedFunctions.has(scalar.toLowerCase())) yield scalar;
    if (type === 'TABLE_FUNCTION') {
      const name = String(table?.function_name);
      if (!tableFunctions.has(name.toLowerCase())) yield name;
    }
    waiting.push(...(Object.values(node) as unknown[]));
  }
}

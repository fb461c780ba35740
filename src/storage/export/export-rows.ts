import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { HoneysiftError, invalidArgument } from '../../errors.js';
import { csvHeader, csvRecord } from '../format-csv.js';
import { openStore, type OpenStoreOptions } from '../open-store.js';
import { bindCannedQuery } from '../queries/run-canned-query.js';
import type { QueryParameters } from '../run-query.js';
import { sqlName } from '../sql-text.js';
import type { Store } from '../store.js';
import { formatArrow } from './format-arrow.js';
import { jsonLine } from './json-line.js';
import { writeWholeFile } from './whole-file.js';

export const rowFormats = ['parquet', 'csv', 'jsonl', 'arrow'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** What is exported: a table in the order of its rows, a canned query, or a statement that reads. */
export type ExportedRows =
  | { readonly table: string }
  | { readonly query: string; readonly inputs?: Readonly<Record<string, string>> | undefined }
  | { readonly sql: string };

export interface ExportOptions extends OpenStoreOptions {
  readonly format: RowFormat;
  /** A path, or what takes the bytes (which is not ended). */
  readonly out: string | NodeJS.WritableStream;
  /** Whether a file that exists may be replaced. Default false. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes rows of the store in the folder `dir` to a file, batch by batch: memory does not grow with the rows. The file
 * appears when it is whole. Arrow is IPC's file format in a file, its stream format otherwise.
 * @throws HoneysiftError ERR_ARGUMENT for an unknown table, query or input, or a file that exists or cannot be written;
 * ERR_QUERY; ERR_STORE; ERR_CANCELLED.
 */
export async function exportRows(dir: string, rows: ExportedRows, options: ExportOptions): Promise<void> {
  const { format, out, force, signal } = options;
  if (typeof out === 'string') {
    await writeWholeFile(out, { force }, (path) =>
      format === 'parquet' ? writeParquet(dir, rows, path, options) : writePieces(dir, rows, path, options),
    );
    return;
  }
  if (format !== 'parquet') return writePieces(dir, rows, out, options);
  // Parquet is written with the directory of its parts at the end, by an engine that writes files alone.
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'honeysift-export-'));
  try {
    const path = join(folder, 'rows.parquet');
    await writeParquet(dir, rows, path, options);
    await pipeline(createReadStream(path), out, { end: false, ...(signal && { signal }) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeParquet(
  dir: string,
  rows: ExportedRows,
  path: string,
  options: ExportOptions,
): Promise<void> {
  const store = await openStore(dir, { ...options, writablePath: path });
  try {
    const { sql, parameters } = statement(store, rows);
    await store.writeParquet(sql, path, { parameters, signal: options.signal });
  } finally {
    await store.close();
  }
}

async function writePieces(
  dir: string,
  rows: ExportedRows,
  out: string | NodeJS.WritableStream,
  options: ExportOptions,
): Promise<void> {
  const store = await openStore(dir, options);
  try {
    const pieces = formatPieces(store, rows, options, typeof out === 'string' ? 'file' : 'stream');
    // The first piece is made before the output is touched: a statement that fails leaves nothing behind.
    const first = await pieces.next();
    const source = Readable.from(first.done ? [] : withFirst(first.value, pieces), { objectMode: true });
    await (typeof out === 'string'
      ? pipeline(source, createWriteStream(out))
      : pipeline(source, out, { end: false }));
  } finally {
    await store.close();
  }
}

async function* withFirst<Piece>(first: Piece, rest: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  yield first;
  yield* rest;
}

async function* formatPieces(
  store: Store,
  rows: ExportedRows,
  { format, signal }: ExportOptions,
  form: 'file' | 'stream',
): AsyncGenerator<Uint8Array | string> {
  const { sql, parameters } = statement(store, rows);
  if (format === 'arrow') {
    yield* formatArrow(await store.streamExact(sql, { parameters, signal }), form);
    return;
  }
  const { columns, types, batches } = await store.stream(sql, { parameters, signal });
  if (format === 'csv') yield csvHeader(columns);
  for await (const batch of batches) {
    yield batch
      .map((row) => (format === 'csv' ? csvRecord(row, types) : jsonLine(columns, types, row)))
      .join('');
  }
}

function statement(
  store: Store,
  rows: ExportedRows,
): { readonly sql: string; readonly parameters: QueryParameters } {
  if ('query' in rows) return bindCannedQuery(rows.query, rows.inputs ?? {});
  if ('sql' in rows) {
    if (rows.sql.trim() === '') throw new HoneysiftError('ERR_QUERY', 'The query is empty');
    return { sql: rows.sql, parameters: [] };
  }
  const known = store.tables.map(({ name }) => name);
  if (!known.includes(rows.table)) {
    throw invalidArgument('table', `one of ${known.join(', ')}`, rows.table);
  }
  return { sql: `FROM ${sqlName(rows.table)}`, parameters: [] };
}

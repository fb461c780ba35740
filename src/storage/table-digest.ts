import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { invalidArgument } from '../errors.js';
import { fileFacts } from './file-facts.js';
import { canonicalTextSql } from './row-text.js';
import { findTableSchema } from './schema.js';
import { packets } from './schema/packets.js';
import type { TableSchema } from './schema/table-schema.js';
import { sqlName } from './sql-text.js';
import type { Store } from './store.js';
import { throwIfAborted } from './throw-if-aborted.js';
import { cellText } from './value-text.js';
import { packetFilesDigest } from './write-packet-tables.js';

/** Rows from which a large table is read in slices, so that sorting needs only one slice in memory. */
const slicedFrom = 100_000;

/**
 * SHA-256, hex, over all rows of a table in canonical order and canonical text (see `canonicalTextSql`): the same for the
 * same rows, however they lie in files. Reads the whole table. Throws ERR_ARGUMENT on an unknown table.
 */
export async function tableDigest(store: Store, tableName: string, signal?: AbortSignal): Promise<string> {
  const table = findTableSchema(tableName);
  if (table === undefined) throw invalidArgument('table', 'the name of a table of the store', tableName);
  if (table.name === packets.name) return packetsDigest(store, signal);
  const columns = table.columns.map(({ name }) => sqlName(name)).join(', ');
  const hash = createHash('sha256');
  for (const slice of await slices(store, table)) {
    const rows = `SELECT ${columns} FROM ${sqlName(table.name)} WHERE ${slice}`;
    const { batches } = await store.stream(canonicalTextSql(table, rows), { signal });
    for await (const batch of batches) {
      for (const [text] of batch) hash.update(cellText(text ?? null));
    }
  }
  return hash.digest('hex');
}

/** Of its files, see packetFilesDigest. */
async function packetsDigest(
  { directory, manifest }: Store,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { files = [], rows = 0 } = manifest.tables[packets.name] ?? {};
  const found: { path: string; sha256: string }[] = [];
  for (const { path } of rows === 0 ? [] : files) {
    throwIfAborted(signal);
    const { sha256 } = await fileFacts(join(directory, path));
    found.push({ path, sha256 });
  }
  return packetFilesDigest(found);
}

/** Conditions that cut the table into stretches of its canonical order. */
async function slices(store: Store, table: TableSchema): Promise<string[]> {
  if ((store.manifest.tables[table.name]?.rows ?? 0) < slicedFrom) return ['true'];
  if (table.monthly) {
    const { rows } = await store.query(
      `SELECT DISTINCT CAST(date_trunc('month', day) AS DATE) FROM ${table.name} ORDER BY 1`,
    );
    return rows.map(([month]) => `date_trunc('month', day) = DATE '${cellText(month ?? null)}'`);
  }
  if (table.name === 'phrases') {
    const digits = '0123456789abcdef';
    return [...digits].flatMap((a) => [...digits].map((b) => `starts_with(phrase_id, 'P${a}${b}')`));
  }
  return ['true'];
}

export interface TableDamage {
  readonly table: string;
  /** Digest of the rows as they are now; the manifest has another. */
  readonly digest: string;
}

/** Reads every table and returns those whose rows are not the ones that were written; empty when the store is whole. */
export async function verifyStore(store: Store, signal?: AbortSignal): Promise<TableDamage[]> {
  const damages: TableDamage[] = [];
  for (const { name } of store.tables) {
    const digest = await tableDigest(store, name, signal);
    if (digest !== store.manifest.tables[name]?.digest) damages.push({ table: name, digest });
  }
  return damages;
}

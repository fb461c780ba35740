import { createHash, type Hash } from 'node:crypto';

import type { TableSchema } from './schema/table-schema.js';
import type { StoreFile, StoreTable } from './store-manifest.js';

/** What one output of a unit gave. */
export interface OutputResult {
  readonly table: TableSchema;
  readonly files: readonly StoreFile[];
  readonly rows: number;
  /** Canonical text of the rows, in pieces to be joined. */
  readonly texts: readonly string[];
}

/** Adds up a table's files. Outputs must be added in canonical order of their rows. */
export class TableTally {
  readonly #hash: Hash = createHash('sha256');
  readonly #files: StoreFile[] = [];
  #rows = 0;

  add(result: OutputResult): void {
    for (const text of result.texts) this.#hash.update(text);
    this.#files.push(...result.files);
    this.#rows += result.rows;
  }

  finish(): StoreTable {
    return { rows: this.#rows, digest: this.#hash.digest('hex'), files: this.#files };
  }
}

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { HoneysiftError } from '../errors.js';
import type { PacketFile, PacketPart } from '../model/packet-part.js';
import { PacketTable, type PacketTableNames, type TableFile } from '../native/packet-table.js';
import type { RowBatch } from './read-capture.js';

/**
 * Writes the packets of one capture below `folder` (see PacketPart), beside whatever reads them in the same pass. Files
 * are named by what they hold, so parts of any number of captures may be written at the same time and in any order, and
 * a capture that is given twice has one part.
 */
export class PacketPartWriter {
  readonly #folder: string;
  readonly #unnamed: string;
  readonly #table: PacketTable;

  /** @throws HoneysiftError ERR_STORE when the folder cannot be written. */
  constructor(folder: string, names: PacketTableNames) {
    this.#folder = folder;
    this.#unnamed = writing(folder, () => mkdtempSync(join(folder, 'capture-')));
    this.#table = new PacketTable(names);
  }

  add({ rows, bytes, scratch }: RowBatch): void {
    this.#table.addRows(rows, bytes, scratch);
    if (this.#table.pendingBytes() > 0) this.#append();
  }

  /** Ends the files and gives them their names. `digest` is CaptureFacts.contentDigest. */
  finish(digest: string): PacketPart {
    this.#table.finish(digest);
    this.#append();
    return writing(this.#folder, () => ({
      digest,
      files: this.#table.files().map((file) => this.#name(file, digest)),
      payloads: this.#namePayloads(digest),
    }));
  }

  /** Frees memory and removes what has no name yet. */
  release(): void {
    this.#table.release();
    rmSync(this.#unnamed, { recursive: true, force: true });
  }

  #append(): void {
    writing(this.#folder, () => {
      for (const { month, bytes } of this.#table.take()) appendFileSync(this.#unnamedFile(month), bytes);
    });
  }

  #unnamedFile(month: number | null): string {
    return join(this.#unnamed, `${month ?? 'payloads'}.parquet`);
  }

  #name({ month, rows, bytes, digestPlaces }: TableFile, digest: string): PacketFile {
    const unnamed = this.#unnamedFile(month);
    const file = openSync(unnamed, 'r+');
    try {
      for (const place of digestPlaces) writeSync(file, digest, place, 'latin1');
      const sha256 = digestOfFile(file);
      const path = linkAs(this.#folder, unnamed, `tables/packets/month=${monthText(month)}/${digest}`);
      return { path, rows, bytes, sha256 };
    } finally {
      closeSync(file);
    }
  }

  #namePayloads(digest: string): string | null {
    try {
      return linkAs(this.#folder, this.#unnamedFile(null), `payload-parts/${digest}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

/** Gives a file its name, unless a file of that name, which holds the same, is there. */
function linkAs(folder: string, unnamed: string, name: string): string {
  const path = `${name}.parquet`;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  try {
    linkSync(unnamed, join(folder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return path;
}

function digestOfFile(file: number): string {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(1 << 20);
  let at = 0;
  for (;;) {
    const count = readSync(file, chunk, 0, chunk.length, at);
    if (count === 0) return hash.digest('hex');
    hash.update(chunk.subarray(0, count));
    at += count;
  }
}

/** `YYYY-MM` of a number of months since January 1970. */
function monthText(month: number): string {
  return new Date(Date.UTC(1970, month)).toISOString().slice(0, 7);
}

function writing<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof HoneysiftError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HoneysiftError(
      'ERR_STORE',
      `The packets cannot be written to ${folder}: ${why}; make room there, or leave out the packets table`,
      { cause },
    );
  }
}

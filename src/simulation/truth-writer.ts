import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

import { truthColumns, type TruthRow } from './truth.js';

/** Writes truth.csv (RFC 4180, LF line ends); complete once finished. */
export class TruthWriter {
  readonly path: string;
  readonly #file: WriteStream;

  constructor(path: string) {
    this.path = path;
    this.#file = createWriteStream(`${path}.part`);
    this.#file.write(`${truthColumns.join(',')}\n`);
  }

  async write(rows: readonly TruthRow[]): Promise<void> {
    const text = rows
      .map((row) => `${truthColumns.map((column) => csvField(row[column])).join(',')}\n`)
      .join('');
    if (!this.#file.write(text)) await once(this.#file, 'drain');
  }

  async finish(): Promise<void> {
    this.#file.end();
    if (!this.#file.closed) await once(this.#file, 'close');
    await rename(`${this.path}.part`, this.path);
  }

  async discard(): Promise<void> {
    this.#file.destroy();
    await rm(`${this.path}.part`, { force: true });
  }
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

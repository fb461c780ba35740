import { createGunzip } from 'node:zlib';

/** A gzip stream under decompression, driven piece by piece. */
export class Inflater {
  readonly #gunzip = createGunzip();
  readonly #closed: Promise<void>;
  /** What broke the stream off. */
  failure: (Error & { code?: string }) | undefined;
  isClosed = false;

  constructor(onPiece: (piece: Buffer) => void) {
    // Flowing mode hands every piece over before an error can discard what a paused stream still holds.
    this.#gunzip.on('data', onPiece);
    this.#gunzip.on('error', (error) => {
      this.failure = error;
    });
    this.#closed = new Promise((resolve) => {
      this.#gunzip.on('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  /** Settles when all that these bytes yield was handed over, or the stream failed. */
  async write(bytes: Uint8Array): Promise<void> {
    const written = new Promise<void>((resolve) => {
      this.#gunzip.write(bytes, () => {
        resolve();
      });
    });
    await Promise.race([written, this.#closed]);
  }

  /** No more bytes follow: a stream that is not at its end fails with Z_BUF_ERROR. */
  async end(): Promise<void> {
    this.#gunzip.end();
    await this.#closed;
  }

  /** Input that was used; less than was written when something else follows the last gzip member. */
  get used(): number {
    return this.#gunzip.bytesWritten;
  }

  destroy(): void {
    this.#gunzip.destroy();
  }
}

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createGzip, type Gzip } from 'node:zlib';

const snapLength = 65_535;
const ethernet = 1;

/**
 * One pcap file (little-endian, microseconds, Ethernet), optionally gzipped. It stands under its own name only once it
 * is complete.
 */
export class CaptureFile {
  readonly path: string;
  readonly #file: WriteStream;
  readonly #gzip: Gzip | null;

  private constructor(path: string, file: WriteStream, gzip: Gzip | null) {
    this.path = path;
    this.#file = file;
    this.#gzip = gzip;
  }

  static async create(path: string, gzip: boolean): Promise<CaptureFile> {
    const file = createWriteStream(`${path}.part`);
    await once(file, 'open');
    const zip = gzip ? createGzip({ level: 6 }) : null;
    zip?.pipe(file);
    const capture = new CaptureFile(path, file, zip);
    await capture.write(globalHeader());
    return capture;
  }

  /** Resolves once the bytes may be overwritten. */
  async write(bytes: Uint8Array): Promise<void> {
    const sink = this.#gzip ?? this.#file;
    await new Promise<void>((resolve, reject) => {
      sink.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  async finish(): Promise<void> {
    (this.#gzip ?? this.#file).end();
    if (!this.#file.closed) await once(this.#file, 'close');
    await rename(`${this.path}.part`, this.path);
  }

  async discard(): Promise<void> {
    this.#gzip?.destroy();
    this.#file.destroy();
    await rm(`${this.path}.part`, { force: true });
  }
}

function globalHeader(): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snapLength, 16);
  header.writeUInt32LE(ethernet, 20);
  return header;
}

export const globalHeaderBytes = 24;

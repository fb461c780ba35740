import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { HoneysiftError } from '../errors.js';
import type { LinkFacts, LivePacket } from './live-packet.js';
import { PcapFile } from './pcap-file.js';

/** A file that was written. */
export interface WrittenFile {
  readonly path: string;
  readonly packets: number;
}

const secondsOfDay = 86_400;
/** Around midnight packets of two days may come mixed. */
const maxOpen = 2;

/**
 * Capture files of one UTC day each, by the time of the packets: `<name>-2003-02-28.pcap` in `folder`, which is created.
 * A file that exists is never touched: another part, `<name>-2003-02-28.1.pcap`, takes its place. Every packet is in
 * one file, and in no file of another day.
 * Errors are HoneysiftError ERR_CAPTURE.
 */
export class DailyFiles {
  readonly #folder: string;
  readonly #name: string;
  readonly #facts: LinkFacts;
  /** By day, the one written to last at the end. */
  readonly #open = new Map<number, PcapFile>();
  readonly #files: PcapFile[] = [];
  #current: PcapFile | undefined;
  #day = -1;

  constructor(folder: string, name: string, facts: LinkFacts) {
    this.#folder = folder;
    this.#name = name.replaceAll(/[^\w.-]/g, '_');
    this.#facts = facts;
    writing(folder, () => mkdirSync(folder, { recursive: true }));
  }

  /** In order of creation. */
  get files(): WrittenFile[] {
    return this.#files.map(({ path, packets }) => ({ path, packets }));
  }

  write(packet: LivePacket): void {
    const day = Math.floor(packet.seconds / secondsOfDay);
    const file = day === this.#day && this.#current ? this.#current : this.#switchTo(day);
    writing(file.path, () => {
      file.write(packet);
    });
  }

  flush(): void {
    for (const file of this.#open.values()) {
      writing(file.path, () => {
        file.flush();
      });
    }
  }

  /** Closes all files, whatever fails on the way, and raises the first failure. */
  close(): void {
    const failures: unknown[] = [];
    for (const file of this.#open.values()) {
      try {
        writing(file.path, () => {
          file.close();
        });
      } catch (error) {
        failures.push(error);
      }
    }
    this.#open.clear();
    this.#current = undefined;
    if (failures.length > 0) throw failures[0];
  }

  #switchTo(day: number): PcapFile {
    const file = this.#open.get(day) ?? this.#create(day);
    this.#open.delete(day);
    this.#open.set(day, file);
    this.#day = day;
    this.#current = file;
    for (const [oldest, stale] of this.#open) {
      if (this.#open.size <= maxOpen) break;
      this.#open.delete(oldest);
      writing(stale.path, () => {
        stale.close();
      });
    }
    return file;
  }

  #create(day: number): PcapFile {
    const date = new Date(day * secondsOfDay * 1000).toISOString().slice(0, 10);
    for (let part = 0; ; part += 1) {
      const path = join(this.#folder, `${this.#name}-${date}${part === 0 ? '' : `.${part}`}.pcap`);
      const file = writing(path, () => createOrNull(path, this.#facts));
      if (file === null) continue;
      this.#files.push(file);
      return file;
    }
  }
}

/** Null when there is such a file already. */
function createOrNull(path: string, facts: LinkFacts): PcapFile | null {
  try {
    return new PcapFile(path, facts);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}

function writing<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HoneysiftError(
      'ERR_CAPTURE',
      `${path} cannot be written: ${why}; make room or choose another folder`,
      {
        cause,
      },
    );
  }
}

import { readFileSync } from 'node:fs';

import { HoneysiftError } from '../errors.js';
import { addressBytes, isIpv4, parseAddress } from '../model/address.js';
import type { AutonomousSystem } from '../model/enrichment.js';
import { addressValue } from './address-value.js';

/**
 * Autonomous systems of address ranges in a file of lines `start,end,number,name`, addresses as decimal numbers, sorted by
 * start: found by halving the file itself, which costs next to nothing to open.
 */
export class AsRanges {
  readonly #text: Buffer;
  readonly #path: string;
  /** Of the line that holds every so many bytes: where it begins, and the start of its range. */
  readonly #sampled: readonly Line[];

  constructor(path: string) {
    this.#path = path;
    try {
      this.#text = readFileSync(path);
    } catch (error) {
      throw new HoneysiftError(
        'ERR_ENRICHMENT',
        `Cannot read the AS ranges ${path}: ${(error as Error).message}; run "npm install" again`,
        { cause: error },
      );
    }
    this.#sampled = this.#sample();
  }

  /** The system of the last range that starts at or below `address`, if the range reaches it. */
  find(address: number | bigint): AutonomousSystem | null {
    const stretch = this.#stretchOf(address);
    let low = this.#sampled[stretch]?.begin ?? 0;
    let high = this.#sampled[stretch + 1]?.begin ?? this.#text.length;
    let found = -1;
    // Lines that begin below `low` start at or below the address, those from `high` on above it.
    while (low < high) {
      const middle = low + ((high - low) >> 1);
      const { begin, start } = this.#lineAt(middle);
      if (start <= address) {
        found = begin;
        low = this.#endOf(middle) + 1;
      } else high = begin;
    }
    if (found < 0) return null;
    const { end, number, name } = this.#rangeAt(found);
    return address <= end ? { number, name } : null;
  }

  /** The last sampled line that starts at or below `address`; the first when none does. */
  #stretchOf(address: number | bigint): number {
    let low = 0;
    let high = this.#sampled.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#sampled[middle]?.start ?? 0) <= address) low = middle;
      else high = middle;
    }
    return low;
  }

  #sample(): Line[] {
    const lines: Line[] = [];
    for (let place = 0; place < this.#text.length; place += sampleBytes) {
      const line = this.#lineAt(place);
      if (line.begin !== lines.at(-1)?.begin) lines.push(line);
    }
    return lines;
  }

  #lineAt(place: number): Line {
    let begin = place;
    while (begin > 0 && this.#text[begin - 1] !== newline) begin -= 1;
    return { begin, start: this.#startOf(begin) };
  }

  /** Where the line feed of the line stands that holds this place. */
  #endOf(place: number): number {
    let end = place;
    while (end < this.#text.length && this.#text[end] !== newline) end += 1;
    return end;
  }

  /** The number a line begins with; as a plain number where that is exact. */
  #startOf(begin: number): number | bigint {
    let value = 0;
    for (let at = begin; at < begin + maxDigits; at += 1) {
      const digit = (this.#text[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) return at > begin ? value : this.#rangeAt(begin).start;
      value = 10 * value + digit;
    }
    return this.#rangeAt(begin).start;
  }

  #rangeAt(begin: number): Range {
    const line = this.#text.toString('utf8', begin, this.#endOf(begin));
    const parts = /^(\d+),(\d+),(\d+),(.*?)\r?$/.exec(line);
    if (!parts) {
      throw new HoneysiftError(
        'ERR_ENRICHMENT',
        `${this.#path}, byte ${begin}: expected "start,end,number,name" but found ${JSON.stringify(line.slice(0, 60))}`,
      );
    }
    const [, start = '', last = '', number = '', name = ''] = parts;
    return { start: BigInt(start), end: BigInt(last), number: Number(number), name: unquoted(name) };
  }
}

/** So many decimal digits a number holds exactly. */
const maxDigits = 15;
const newline = 10;
const sampleBytes = 4096;

interface Line {
  readonly begin: number;
  readonly start: number | bigint;
}

interface Range extends AutonomousSystem {
  readonly start: bigint;
  readonly end: bigint;
}

/** RFC 4180: a field in quotes, in which a quote is doubled. */
function unquoted(field: string): string {
  return field.startsWith('"') && field.endsWith('"') && field.length > 1
    ? field.slice(1, -1).replaceAll('""', '"')
    : field;
}

/** An address as the number that range files use: 32 bits for IPv4 (a plain number), else 128. */
export function addressNumber(address: string): number | bigint | null {
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  return isIpv4(bytes) ? new DataView(bytes.buffer).getUint32(addressBytes - 4) : addressValue(bytes);
}

import { readFileSync } from 'node:fs';

import { HoneysiftError } from '../errors.js';
import { addressBytes, isIpv4, parseAddress } from '../model/address.js';
import type { AutonomousSystem } from '../model/enrichment.js';
import { addressValue } from './address-value.js';

/**
 * Autonomous systems of address ranges in a file of lines `start,end,number,name`, addresses as decimal numbers, sorted by
 * start: found by halving the file itself, which costs nothing to open.
 */
export class AsRanges {
  readonly #text: Buffer;
  readonly #path: string;

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
  }

  /** The system of the last range that starts at or below `address`, if the range reaches it. */
  find(address: bigint): AutonomousSystem | null {
    const text = this.#text;
    let low = 0;
    let high = text.length;
    let found = -1;
    // Lines that begin below `low` start at or below the address, those from `high` on above it.
    while (low < high) {
      const middle = low + ((high - low) >> 1);
      const begin = middle === 0 ? 0 : text.lastIndexOf(10, middle - 1) + 1;
      if (this.#startOf(begin) <= address) {
        found = begin;
        const newline = text.indexOf(10, begin);
        low = newline < 0 ? text.length : newline + 1;
      } else high = begin;
    }
    if (found < 0) return null;
    const { end, number, name } = this.#rangeAt(found);
    return address <= end ? { number, name } : null;
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
    const newline = this.#text.indexOf(10, begin);
    const line = this.#text.toString('utf8', begin, newline < 0 ? this.#text.length : newline);
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

/** An address as the number that range files use: 32 bits for IPv4, else 128. */
export function addressNumber(address: string): { readonly value: bigint; readonly isIpv4: boolean } | null {
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  const ipv4 = isIpv4(bytes);
  const from = ipv4 ? addressBytes - 4 : 0;
  return { value: addressValue(bytes.subarray(from)), isIpv4: ipv4 };
}

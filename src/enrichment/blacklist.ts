import { readFileSync } from 'node:fs';

import { HoneysiftError } from '../errors.js';
import { addressBytes, parseAddress } from '../model/address.js';
import { addressValue } from './address-value.js';
import type { BlacklistFile } from './enrichment-options.js';

interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses and networks of one list, IPv4 in its mapped form; overlapping ones are one. */
export class Blacklist {
  readonly name: string;
  readonly #ranges: readonly AddressRange[];

  constructor(name: string, ranges: readonly AddressRange[]) {
    this.name = name;
    this.#ranges = united(ranges);
  }

  /** @param address canonical text */
  holds(address: string): boolean {
    const bytes = parseAddress(address);
    if (bytes === null) return false;
    const value = addressValue(bytes);
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.last ?? 0n) < value) low = middle + 1;
      else high = middle;
    }
    const range = this.#ranges[low];
    return range !== undefined && range.first <= value;
  }
}

/**
 * Reads a list: one address, network (`192.0.2.0/24`, `2001:db8::/32`) or range (`192.0.2.1-192.0.2.9`) a line; what follows `#`, `;`
 * or white space is a remark.
 * @throws HoneysiftError ERR_ENRICHMENT with the line that says something else
 */
export function readBlacklist({ name, path }: BlacklistFile): Blacklist {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new HoneysiftError(
      'ERR_ENRICHMENT',
      `Cannot read the blacklist ${path}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
  const ranges = text.split('\n').flatMap((line, index) => {
    const entry =
      line
        .replace(/[#;].*$/, '')
        .trim()
        .split(/[\s,]/)[0] ?? '';
    if (entry === '') return [];
    const range = parseEntry(entry);
    if (range) return [range];
    throw new HoneysiftError(
      'ERR_ENRICHMENT',
      `${path}, line ${index + 1}: expected an address, a network such as 192.0.2.0/24 or a range but found ` +
        JSON.stringify(entry.slice(0, 60)),
    );
  });
  return new Blacklist(name, ranges);
}

function parseEntry(entry: string): AddressRange | null {
  const slash = entry.indexOf('/');
  if (slash >= 0) return parseNetwork(entry.slice(0, slash), entry.slice(slash + 1));
  const [from = '', to = from, more] = entry.split('-');
  const first = parseAddress(from);
  const last = parseAddress(to);
  if (!first || !last || more !== undefined) return null;
  const range = { first: addressValue(first), last: addressValue(last) };
  return range.first <= range.last ? range : null;
}

function parseNetwork(address: string, length: string): AddressRange | null {
  const bytes = parseAddress(address);
  const bits = address.includes(':') ? 8 * addressBytes : 32;
  if (!bytes || !/^\d{1,3}$/.test(length) || Number(length) > bits) return null;
  const hosts = (1n << BigInt(bits - Number(length))) - 1n;
  const first = addressValue(bytes) & ~hosts;
  return { first, last: first | hosts };
}

function united(ranges: readonly AddressRange[]): AddressRange[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const out: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of sorted) {
    const before = out.at(-1);
    if (before && first <= before.last + 1n) before.last = last > before.last ? last : before.last;
    else out.push({ first, last });
  }
  return out;
}

import { HoneysiftError } from '../errors.js';

/**
 * First octets the sources come from, 64 of them, in about the proportions of Table 4's MaxMind column: blocks that the
 * registries gave mostly to Germany, France, Britain, Italy, Spain, the USA, China, Japan, Taiwan and Korea.
 */
const firstOctets = [
  4,
  12,
  24,
  64,
  65,
  66,
  67,
  68,
  69,
  204,
  205,
  206,
  207,
  208,
  209,
  216,
  63,
  199, // North America
  61,
  202,
  203,
  210,
  211,
  218,
  219,
  220,
  221,
  222,
  60,
  58,
  59,
  124,
  125,
  221, // Asia and the Pacific
  62,
  80,
  81,
  82,
  83,
  84,
  85,
  86,
  87,
  88,
  193,
  194,
  195,
  212,
  213,
  217,
  90,
  91,
  78,
  79,
  92,
  93,
  77,
  89, // Europe
  200,
  201,
  189,
  190,
  196,
  41,
].filter((octet, index, all) => all.indexOf(octet) === index);

/** How many sources one month can have before addresses would repeat. */
export const maxSourcesPerMonth = 1 << 21;

/**
 * The IPv4 address (as a number) of the `index`-th new source of a month. A permutation, so no two sources of any month
 * share an address, without a list of those in use; the same for every `seed` only in law, never in value.
 */
export function sourceAddress(seed: number, monthOrdinal: number, index: number): number {
  if (index >= maxSourcesPerMonth) {
    throw new HoneysiftError('ERR_BOUND', `A simulated month holds at most ${maxSourcesPerMonth} sources`);
  }
  let value = (monthOrdinal % 512) * maxSourcesPerMonth + index;
  // Cycle walking: stay in the permutation until the last octet is one a host would have.
  for (;;) {
    value = permute(seed, value);
    const octet = firstOctets[Math.floor(value / 0x100_0000)];
    const low = value & 0xff;
    if (octet !== undefined && low !== 0 && low !== 255) return octet * 0x100_0000 + (value & 0xff_ffff);
  }
}

/** Four Feistel rounds over 30 bits. */
function permute(seed: number, value: number): number {
  let left = value >>> 15;
  let right = value & 0x7fff;
  for (let round = 0; round < 4; round++) {
    const next = left ^ (scramble(right + round * 0x8000, seed) & 0x7fff);
    left = right;
    right = next;
  }
  return left * 0x8000 + right;
}

function scramble(value: number, seed: number): number {
  let word = Math.imul(value ^ (seed >>> 0), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13) ^ Math.floor(seed / 0x1_0000_0000), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

export function addressText(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The number of a dotted IPv4 address, or null. */
export function addressNumber(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return null;
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

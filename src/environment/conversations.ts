import { addressBytes, isIpv4 } from '../model/address.js';
import type { AddressPairs } from '../native/address-census.js';

/** Addresses as numbers, and who talked with whom. */
export interface Conversations {
  /** 16 bytes an address. */
  readonly addresses: Uint8Array;
  readonly count: number;
  /** Per address: who opened conversations with it and was never opened towards by it. */
  readonly clients: readonly (readonly number[])[];
  /** Per address: with whom both sides opened conversations (as UDP between equal ports seems to). */
  readonly mutual: readonly (readonly number[])[];
  /** Per address: towards whom it alone opened. */
  readonly servers: readonly (readonly number[])[];
}

/** Leaves out what no single machine has: multicast, broadcast and unspecified addresses. */
export function conversationsOf(pairs: AddressPairs): Conversations {
  const numbering = new AddressNumbers();
  const opened: (readonly [from: number, to: number])[] = [];
  for (let at = 0; at < pairs.clients.length; at += addressBytes) {
    if (!isMachine(pairs.clients, at) || !isMachine(pairs.servers, at)) continue;
    const from = numbering.numberOf(pairs.clients, at);
    const to = numbering.numberOf(pairs.servers, at);
    if (from !== to) opened.push([from, to]);
  }
  const { count } = numbering;
  const known = new Set(opened.map(([from, to]) => from * count + to));
  const clients = Array.from({ length: count }, (): number[] => []);
  const servers = Array.from({ length: count }, (): number[] => []);
  const mutual = Array.from({ length: count }, (): number[] => []);
  for (const [from, to] of opened) {
    if (known.has(to * count + from)) {
      mutual[from]?.push(to);
    } else {
      servers[from]?.push(to);
      clients[to]?.push(from);
    }
  }
  return { addresses: numbering.addresses(), count, clients, mutual, servers };
}

/** Numbers addresses in order of first sight. */
class AddressNumbers {
  readonly #numbers = new Map<number | string, number>();
  readonly #places: { readonly bytes: Uint8Array; readonly at: number }[] = [];

  get count(): number {
    return this.#places.length;
  }

  numberOf(bytes: Uint8Array, at: number): number {
    const key = keyOf(bytes, at);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#places.length);
    return this.#places.push({ bytes, at }) - 1;
  }

  addresses(): Uint8Array {
    const joined = new Uint8Array(this.count * addressBytes);
    this.#places.forEach(({ bytes, at }, i) => {
      joined.set(bytes.subarray(at, at + addressBytes), i * addressBytes);
    });
    return joined;
  }
}

/** IPv4 addresses as numbers, for they are many and numbers are the quickest keys. */
function keyOf(bytes: Uint8Array, at: number): number | string {
  if (!isIpv4(bytes, at)) return Buffer.from(bytes.subarray(at, at + addressBytes)).toString('latin1');
  let key = 0;
  for (let i = 12; i < addressBytes; i += 1) key = key * 256 + (bytes[at + i] ?? 0);
  return key;
}

function isMachine(bytes: Uint8Array, at: number): boolean {
  if (!isIpv4(bytes, at)) {
    return bytes[at] !== 0xff && bytes.subarray(at, at + addressBytes).some((byte) => byte !== 0);
  }
  const first = bytes[at + 12] ?? 0;
  return first !== 0 && first < 224;
}

import { addressBytes } from '../model/address.js';
import type { AddressPairs } from '../native/address-census.js';

/** Addresses as numbers, and who talked with whom. */
export interface Conversations {
  /** 16 bytes an address, ascending bytewise: a lower number is a lower address. */
  readonly addresses: Uint8Array;
  readonly count: number;
  /** Per address: who opened conversations with it and was never opened towards by it. */
  readonly clients: readonly (readonly number[])[];
  /** Per address: with whom both sides opened conversations (as UDP seems to). */
  readonly mutual: readonly (readonly number[])[];
  /** Per address: towards whom it alone opened. */
  readonly servers: readonly (readonly number[])[];
}

/** Leaves out what no single machine has: multicast, broadcast and unspecified addresses. */
export function conversationsOf(pairs: AddressPairs): Conversations {
  const client = keysOf(pairs.clients);
  const server = keysOf(pairs.servers);
  const usable = client.flatMap((key, i) =>
    isMachine(key) && isMachine(server[i] ?? '') && key !== server[i] ? [i] : [],
  );
  const keys = [...new Set(usable.flatMap((i) => [client[i] ?? '', server[i] ?? '']))].sort();
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const opened = keys.map(() => new Set<number>());
  for (const i of usable) opened[numbers.get(client[i] ?? '') ?? 0]?.add(numbers.get(server[i] ?? '') ?? 0);

  const clients = keys.map((): number[] => []);
  const servers = keys.map((): number[] => []);
  const mutual = keys.map((): number[] => []);
  opened.forEach((towards, from) => {
    for (const to of towards) {
      if (opened[to]?.has(from)) mutual[from]?.push(to);
      else {
        servers[from]?.push(to);
        clients[to]?.push(from);
      }
    }
  });
  const addresses = Uint8Array.from(Buffer.from(keys.join(''), 'latin1'));
  return { addresses, count: keys.length, clients, mutual, servers };
}

/** One character a byte, so that text order is byte order. */
function keysOf(addresses: Uint8Array): string[] {
  const text = Buffer.from(addresses.buffer, addresses.byteOffset, addresses.byteLength).toString('latin1');
  return Array.from({ length: text.length / addressBytes }, (_, i) =>
    text.slice(i * addressBytes, (i + 1) * addressBytes),
  );
}

const mappedPrefix = `${'\0'.repeat(10)}\xff\xff`;

function isMachine(key: string): boolean {
  if (!key.startsWith(mappedPrefix)) return key.charCodeAt(0) !== 0xff && /[^\0]/.test(key);
  const first = key.charCodeAt(12);
  return first !== 0 && first < 224;
}

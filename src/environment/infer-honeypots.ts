import { addressBytes, formatAddress } from '../model/address.js';
import type { Environment } from '../model/environment.js';
import type { AddressPairs } from '../native/address-census.js';
import { type Conversations, conversationsOf } from './conversations.js';

/**
 * The fewest most-sought addresses that explain every conversation, see README.md. Their names are their addresses,
 * their order is that of the addresses; none when nobody opened a conversation.
 */
export function inferHoneypots(pairs: AddressPairs): Environment {
  const conversations = conversationsOf(pairs);
  const honeypots = withoutRedundant(conversations, chooseHoneypots(conversations))
    .sort((a, b) => compareAddresses(conversations, a, b))
    .map((address) => {
      const name = formatAddress(conversations.addresses, address * addressBytes);
      return { name, ips: [name] };
    });
  return { honeypots, inferred: true };
}

type Comparator = (a: number, b: number) => number;

function compareAddresses({ addresses }: Conversations, a: number, b: number): number {
  const bytesOf = (address: number): Uint8Array =>
    addresses.subarray(address * addressBytes, (address + 1) * addressBytes);
  return Buffer.compare(bytesOf(a), bytesOf(b));
}

/** Addresses in the order in which they were taken. */
function chooseHoneypots(conversations: Conversations): number[] {
  const { count, clients, mutual, servers } = conversations;
  const chosen = new Set<number>();
  const unexplained = (peers: readonly number[] = []): number =>
    peers.reduce((sum, peer) => sum + (chosen.has(peer) ? 0 : 1), 0);
  const contacts = (address: number): number =>
    (clients[address]?.length ?? 0) + (mutual[address]?.length ?? 0) + (servers[address]?.length ?? 0);
  const opennessOf = (address: number): number =>
    (clients[address]?.length ?? 0) - (servers[address]?.length ?? 0);

  const all = Array.from({ length: count }, (_, address) => address);
  const byAddress = (a: number, b: number): number => compareAddresses(conversations, a, b);
  const preferring =
    (preference: (address: number) => number): Comparator =>
    (a, b) =>
      preference(b) - preference(a) || byAddress(a, b);
  takeGreedily(all, chosen, (address) => unexplained(clients[address]), preferring(contacts));
  takeGreedily(all, chosen, (address) => unexplained(mutual[address]), preferring(opennessOf));
  return [...chosen];
}

/**
 * Takes the address of the highest score, of equals the first by `compare`, until no address scores above 0. Taking an address only lowers scores, so a score that is still current at the head is the highest.
 */
function takeGreedily(
  addresses: readonly number[],
  chosen: Set<number>,
  score: (address: number) => number,
  compare: Comparator,
): void {
  const byScore = new Map<number, number[]>();
  const file = (address: number, value: number): void => {
    const level = byScore.get(value);
    if (level) level.push(address);
    else byScore.set(value, [address]);
  };
  for (const address of addresses) if (!chosen.has(address)) file(address, score(address));
  for (let value = Math.max(0, ...byScore.keys()); value > 0; value -= 1) {
    const level = (byScore.get(value) ?? []).sort(compare);
    for (const address of level) {
      const now = score(address);
      if (now === value) chosen.add(address);
      else file(address, now);
    }
  }
}

/** Drops, last taken first, every address all of whose conversations another chosen one explains. */
function withoutRedundant({ clients, mutual, servers }: Conversations, taken: readonly number[]): number[] {
  const kept = new Set(taken);
  for (const address of [...taken].reverse()) {
    const peers = [clients, mutual, servers].flatMap((side) => side[address] ?? []);
    if (peers.every((peer) => kept.has(peer))) kept.delete(address);
  }
  return [...kept];
}

import type { PacketColumns } from '../model/packet-columns.js';
import { loadAddon } from './load-addon.js';

/**
 * Distinct (client, server) address pairs, sorted by client, then server; plain arrays that workers can transfer. The
 * client is who opened: sender of a TCP SYN without ACK, of a UDP datagram, of an ICMP or ICMPv6 echo request.
 */
export interface AddressPairs {
  /** 16 bytes a pair, network order; IPv4 as ::ffff:a.b.c.d. */
  readonly clients: Uint8Array;
  readonly servers: Uint8Array;
  /** Opening packets of each pair. */
  readonly packets: Float64Array;
  /**
   * 0: every pair is listed. L: there were more than the bound, and one in about 2^L is listed, chosen by a hash of the
   * pair (the same pairs whatever the order of packets and merges), with exact counts.
   */
  readonly level: number;
}

interface NativeCensus {
  add(columns: Uint8Array, capacity: number, rows: number): void;
  addParts(clients: Uint8Array, servers: Uint8Array, packets: Float64Array, level: number): void;
  toParts(): AddressPairs;
}

const addon = loadAddon('packet_decoder') as { AddressCensus: new (maxPairs: number) => NativeCensus };

/** About 130 MiB at most while counting; far more than a honeynet sees in a year. */
const defaultMaxPairs = 1 << 20;

/** Counts who opened conversations with whom; memory is bounded by `maxPairs`, about 100 bytes each. */
export class AddressCensus {
  readonly #native: NativeCensus;

  constructor(maxPairs: number = defaultMaxPairs) {
    this.#native = new addon.AddressCensus(maxPairs);
  }

  /** Counts the packets that `columns.rows` rows hold. */
  add(columns: PacketColumns): void {
    this.#native.add(new Uint8Array(columns.buffer), columns.capacity, columns.rows);
  }

  /** Adds what another census counted. */
  addParts(parts: AddressPairs): void {
    this.#native.addParts(parts.clients, parts.servers, parts.packets, parts.level);
  }

  toParts(): AddressPairs {
    return this.#native.toParts();
  }
}

/** The census of all parts together: the same whatever their order. */
export function mergeAddressPairs(
  parts: Iterable<AddressPairs>,
  maxPairs: number = defaultMaxPairs,
): AddressPairs {
  const census = new AddressCensus(maxPairs);
  for (const part of parts) census.addParts(part);
  return census.toParts();
}

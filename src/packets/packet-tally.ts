import { packetFlag, type PacketColumns } from '../model/packet-columns.js';
import { AddressSet } from './address-set.js';

/** Packets by what the innermost IP header carries; together all packets. */
export interface ProtocolCounts {
  readonly tcp: number;
  readonly udp: number;
  /** ICMP and ICMPv6. */
  readonly icmp: number;
  /** Other IP protocols. */
  readonly other: number;
  /** No IP header, or none that could be decoded. */
  readonly none: number;
}

/** Packets sent to a port, in the notation of ports sequences: `445`, `1434U`. */
export interface PortCount {
  readonly port: string;
  readonly packets: number;
}

const ports = 1 << 16;
const protocol = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Counts what the packets of one capture are. */
export class PacketTally {
  readonly #sources = new AddressSet();
  readonly #tcpPorts = new Float64Array(ports);
  readonly #udpPorts = new Float64Array(ports);
  readonly #protocols = new Float64Array(256);
  #ipPackets = 0;
  #packets = 0;
  #lastNs: bigint | null = null;
  #inTimeOrder = true;

  add(columns: PacketColumns): void {
    const { srcAddress, flags, ipProtocol, dstPort, rows } = columns;
    const addresses = new Uint32Array(srcAddress.buffer, srcAddress.byteOffset, srcAddress.length / 4);
    for (let row = 0; row < rows; row += 1) {
      const flag = flags[row] ?? 0;
      if ((flag & packetFlag.hasIp) === 0) continue;
      const carried = ipProtocol[row] ?? 0;
      this.#ipPackets += 1;
      count(this.#protocols, carried);
      this.#sources.add(addresses, row);
      if ((flag & packetFlag.hasPorts) === 0) continue;
      const port = dstPort[row] ?? 0;
      if (carried === protocol.tcp) count(this.#tcpPorts, port);
      if (carried === protocol.udp) count(this.#udpPorts, port);
    }
    this.#packets += rows;
    this.#checkTimes(columns);
  }

  get ipPackets(): number {
    return this.#ipPackets;
  }

  /** Distinct source addresses. */
  get sourceAddresses(): number {
    return this.#sources.size;
  }

  /** Whether no packet was stamped earlier than one before it. */
  get inTimeOrder(): boolean {
    return this.#inTimeOrder;
  }

  protocols(): ProtocolCounts {
    const of = (number: number): number => this.#protocols[number] ?? 0;
    const tcp = of(protocol.tcp);
    const udp = of(protocol.udp);
    const icmp = of(protocol.icmp) + of(protocol.icmpv6);
    return {
      tcp,
      udp,
      icmp,
      other: this.#ipPackets - tcp - udp - icmp,
      none: this.#packets - this.#ipPackets,
    };
  }

  /** The `most` ports that got most packets, ties in order of port, TCP before UDP. */
  destinationPorts(most: number): PortCount[] {
    const used: { key: number; packets: number }[] = [];
    for (let port = 0; port < ports; port += 1) {
      const tcp = this.#tcpPorts[port] ?? 0;
      const udp = this.#udpPorts[port] ?? 0;
      if (tcp > 0) used.push({ key: 2 * port, packets: tcp });
      if (udp > 0) used.push({ key: 2 * port + 1, packets: udp });
    }
    return used
      .sort((a, b) => b.packets - a.packets || a.key - b.key)
      .slice(0, most)
      .map(({ key, packets }) => ({ port: `${key >> 1}${key % 2 === 1 ? 'U' : ''}`, packets }));
  }

  #checkTimes({ timestampNs, flags, rows }: PacketColumns): void {
    for (let row = 0; row < rows && this.#inTimeOrder; row += 1) {
      if (((flags[row] ?? 0) & packetFlag.hasTime) === 0) continue;
      const time = timestampNs[row] ?? 0n;
      if (this.#lastNs !== null && time < this.#lastNs) this.#inTimeOrder = false;
      this.#lastNs = time;
    }
  }
}

function count(counts: Float64Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

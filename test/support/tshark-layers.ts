import { spawn } from 'node:child_process';

import type { PacketLayers } from './packet-layers.js';

/** Field of the protocol that follows, for headers that may stand between IPv6 and what it carries. */
const nextHeader: Readonly<Record<string, string>> = {
  'ipv6.hopopts': 'ipv6.hopopts.nxt',
  'ipv6.routing': 'ipv6.routing.nxt',
  'ipv6.fraghdr': 'ipv6.fraghdr.nxt',
  'ipv6.dstopts': 'ipv6.dstopts.nxt',
  ah: 'ah.next_header',
};

const fields = [
  'frame.encap_type',
  'frame.protocols',
  'ip.src',
  'ip.dst',
  'ip.proto',
  'ip.len',
  'ip.hdr_len',
  'ip.flags.mf',
  'ip.frag_offset',
  'ipv6.src',
  'ipv6.dst',
  'ipv6.nxt',
  'ipv6.plen',
  ...Object.values(nextHeader),
  'tcp.srcport',
  'tcp.dstport',
  'tcp.len',
  'udp.srcport',
  'udp.dstport',
  'udp.length',
];

const tcpProtocol = 6;
const udpProtocol = 17;

/** Layers that only wrap others, below IP and in the tunnels our decoder looks into. */
const wrapping = new Set(
  [
    'eth ethertype vlan ieee8021ad sll llc null loop raw chdlc ppp pppoes mpls pwethheuristic pwethcw pweth',
    'radiotap wlan_radio wlan wlan_aggregate prism nflog',
    'gre erspan vxlan',
  ].flatMap((names) => names.split(' ')),
);

/**
 * What tshark says of every packet of a capture, as far as it reads it. Of nested IP headers the innermost one counts
 * that no layer but tunnels and link layers precedes: not a packet quoted by ICMP, nor one in GTP.
 */
export async function tsharkLayers(capture: string, home: string): Promise<(PacketLayers | null)[]> {
  const given = ['-n', '-r', capture, '-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=,'];
  const child = spawn('tshark', [...given, ...fields.flatMap((field) => ['-e', field])], {
    // Preferences of whoever runs the tests must not count.
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });
  return parseTsharkLines(Buffer.concat(chunks).toString('latin1'));
}

/** Rows that are no packets (custom blocks of pcapng) have no encapsulation. */
export function parseTsharkLines(text: string): (PacketLayers | null)[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => new TsharkRow(line.split('\t')))
    .filter((row) => row.isPacket)
    .map((row) => row.layers());
}

const icmpHeader = 8;

class TsharkRow {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** How many values of a field belong to layers passed. */
  readonly #used = new Map<string, number>();

  constructor(columns: readonly string[]) {
    this.#values = new Map(fields.map((field, at) => [field, (columns[at] ?? '').split(',')]));
  }

  get isPacket(): boolean {
    return this.#next('frame.encap_type') !== null;
  }

  layers(): PacketLayers | null {
    let packet: PacketLayers | null = null;
    for (const layer of (this.#values.get('frame.protocols')?.[0] ?? '').split(':')) {
      const following = nextHeader[layer];
      if (layer === 'ip' || layer === 'ipv6') {
        packet = (layer === 'ip' ? this.#ipv4() : this.#ipv6()) ?? packet;
      } else if (packet !== null && following !== undefined) {
        // Its length is not among the fields.
        packet = changed(packet, {
          protocol: this.#number(following) ?? packet.protocol,
          payload: undefined,
        });
      } else if (packet !== null && (layer === 'tcp' || layer === 'udp')) {
        packet = changed(packet, this.#transport(layer));
        if (layer === 'tcp') return packet;
      } else if (!wrapping.has(layer)) {
        const isIcmp = layer === 'icmp' || layer === 'icmpv6';
        if (!isIcmp || typeof packet?.payload !== 'number') return packet;
        return changed(packet, { payload: Math.max(0, packet.payload - icmpHeader) });
      }
    }
    return packet;
  }

  #ipv4(): PacketLayers | null {
    const total = this.#number('ip.len');
    const header = this.#number('ip.hdr_len');
    const isFragment = [this.#number('ip.flags.mf'), this.#number('ip.frag_offset')].some(Boolean);
    const carried =
      total === null || header === null || total === 0 || isFragment ? undefined : total - header;
    return this.#ip('ip', this.#number('ip.proto'), carried);
  }

  #ipv6(): PacketLayers | null {
    const carried = this.#number('ipv6.plen') ?? 0;
    return this.#ip('ipv6', this.#number('ipv6.nxt'), carried === 0 ? undefined : carried);
  }

  #ip(layer: 'ip' | 'ipv6', protocol: number | null, carried: number | undefined): PacketLayers | null {
    const source = this.#next(`${layer}.src`);
    const destination = this.#next(`${layer}.dst`);
    if (source === null || destination === null) return null;
    const payload = protocol === tcpProtocol || protocol === udpProtocol ? null : carried;
    return { source, destination, protocol, sourcePort: null, destinationPort: null, payload };
  }

  #transport(layer: 'tcp' | 'udp'): Pick<PacketLayers, 'sourcePort' | 'destinationPort' | 'payload'> {
    const sourcePort = this.#number(`${layer}.srcport`);
    const destinationPort = this.#number(`${layer}.dstport`);
    if (layer === 'tcp') return { sourcePort, destinationPort, payload: this.#number('tcp.len') };
    const length = this.#number('udp.length');
    return { sourcePort, destinationPort, payload: length === null ? null : length - 8 };
  }

  #next(field: string): string | null {
    const at = this.#used.get(field) ?? 0;
    this.#used.set(field, at + 1);
    const value = this.#values.get(field)?.[at] ?? '';
    return value === '' ? null : value;
  }

  #number(field: string): number | null {
    const value = this.#next(field);
    return value === null ? null : Number(value);
  }
}

function changed(packet: PacketLayers, changes: Partial<PacketLayers>): PacketLayers {
  return { ...packet, ...changes };
}

/** A port or protocol that a root cause targeted, in STIX's words. */
export interface TargetedPort {
  /** IANA keyword, lower case. */
  readonly protocol: string;
  readonly port: number | null;
}

const protocolNames: Readonly<Record<string, string>> = {
  '2': 'igmp',
  '4': 'ipv4',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '89': 'ospfigp',
  '132': 'sctp',
};

/** The entries of a ports sequence: `80`, `1434U`, `I`, `P47`. */
export function targetedPorts(portsSequence: string): TargetedPort[] {
  return portsSequence.split(',').map((entry) => {
    if (entry === 'I') return { protocol: 'icmp', port: null };
    if (entry.startsWith('P')) {
      const number = entry.slice(1);
      return { protocol: protocolNames[number] ?? `ip-protocol-${number}`, port: null };
    }
    return { protocol: entry.endsWith('U') ? 'udp' : 'tcp', port: Number.parseInt(entry, 10) };
  });
}

/** A STIX pattern of one observation: traffic from one of the addresses to one of the ports. */
export function trafficPattern(addresses: readonly string[], ports: readonly TargetedPort[]): string {
  const protocols = [...new Set(ports.map(({ protocol }) => protocol))];
  const targets = protocols.map((protocol) => {
    const test = `network-traffic:protocols[*] = ${patternString(protocol)}`;
    const numbers = [...new Set(ports.filter((one) => one.protocol === protocol).map(({ port }) => port))];
    const known = numbers.filter((port) => port !== null);
    return known.length === 0 ? test : `(${test} AND network-traffic:dst_port IN (${known.join(', ')}))`;
  });
  const sources = `network-traffic:src_ref.value IN (${addresses.map(patternString).join(', ')})`;
  return `[${sources} AND (${targets.join(' OR ')})]`;
}

function patternString(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

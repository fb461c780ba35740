import { formatAddress, parseAddress } from '#honeysift/model/address.js';
import type { Environment } from '#honeysift/model/environment.js';
import type { SourceOptions } from '#honeysift/sources/source-options.js';

import { type FlatPacket, hasPorts, tcpFlag } from './flat-packets.js';
import type { SourceRow } from './source-rows.js';
import { readTextbookFlow, type TextbookFlow } from './textbook-flow.js';

/**
 * Attack sources from the flat list of packets, in the plainest way: no parts, no batches, nothing kept between
 * packets. The twin of native/sources, written from src/sources/README.md.
 */
export function textbookSources(
  packets: readonly FlatPacket[],
  environment: Environment,
  options: SourceOptions,
): SourceRow[] {
  const contacts = packets.flatMap((packet) => contactOf(packet, environment));
  const rows = groupContacts(contacts, options).map((group) => describeSource(group, options));
  rows.sort((a, b) => a.day - b.day || Buffer.compare(a.address, b.address));
  markFloods(rows, options);
  return rows.map(({ row }) => row);
}

/** A packet between a honeypot and a peer. */
export interface Contact {
  readonly packet: FlatPacket;
  readonly inbound: boolean;
  readonly peer: string;
  /** Position among all honeypot addresses, and honeypot it belongs to. */
  readonly target: number;
  readonly honeypot: number;
  readonly time: bigint;
  readonly day: number;
}

const nsPerDay = 86_400_000_000_000n;

function contactOf(packet: FlatPacket, { honeypots }: Environment): Contact[] {
  const targets = honeypots.flatMap(({ ips }, honeypot) => ips.map((ip) => ({ ip, honeypot })));
  const to = targets.findIndex(({ ip }) => ip === packet.dst);
  const from = targets.findIndex(({ ip }) => ip === packet.src);
  if (to >= 0 === from >= 0) return [];
  const inbound = to >= 0;
  const target = inbound ? to : from;
  const time = packet.time ?? 0n;
  const honeypot = targets[target]?.honeypot ?? -1;
  const peer = inbound ? packet.src : packet.dst;
  return [{ packet, inbound, peer, target, honeypot, time, day: Number(floorDivide(time, nsPerDay)) }];
}

function floorDivide(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}

function groupContacts(contacts: readonly Contact[], { mode }: SourceOptions): Contact[][] {
  const groups: Contact[][] = [];
  for (const peer of new Set(contacts.map((contact) => contact.peer))) {
    const ofPeer = contacts.filter((contact) => contact.peer === peer);
    const inboundDays = [...new Set(ofPeer.filter(({ inbound }) => inbound).map(({ day }) => day))].sort(
      (a, b) => a - b,
    );
    const spans: { from: number; to: number; last: bigint }[] = [];
    for (const day of inboundDays) {
      const times = ofPeer.filter((one) => one.inbound && one.day === day).map(({ time }) => time);
      const first = times.reduce((a, b) => (b < a ? b : a));
      const last = times.reduce((a, b) => (b > a ? b : a));
      const before = spans.at(-1);
      if (mode === 'gap25h' && before && first - before.last < 25n * 3_600_000_000_000n) {
        before.to = day;
        before.last = last;
      } else {
        spans.push({ from: day, to: day, last });
      }
    }
    for (const { from, to } of spans) groups.push(ofPeer.filter(({ day }) => day >= from && day <= to));
  }
  return groups;
}

interface Described {
  row: SourceRow;
  readonly day: number;
  readonly address: Uint8Array;
  /** Where the only SYN of the source went. */
  readonly loneSyn: { readonly honeypot: number; readonly port: number } | null;
}

function describeSource(contacts: readonly Contact[], options: SourceOptions): Described {
  const keyOf = ({ packet, target, inbound }: Contact): string => {
    const [peerPort, honeypotPort] = inbound
      ? [packet.srcPort, packet.dstPort]
      : [packet.dstPort, packet.srcPort];
    const ports = hasPorts(packet) ? `${peerPort},${honeypotPort}` : '';
    const isIcmp = packet.protocol === 1 || packet.protocol === 58;
    return [target, packet.protocol, ports, isIcmp ? packet.icmpType : ''].join('/');
  };
  const keys = [...new Set(contacts.map(keyOf))];
  const flows = keys
    .map((key) => contacts.filter((contact) => keyOf(contact) === key))
    .filter((flow) => flow.some(({ inbound }) => inbound))
    .map((flow) => readTextbookFlow(flow, contacts, options))
    .sort(compareFlows);

  const inbound = contacts.filter((contact) => contact.inbound);
  const times = inbound.map(({ time }) => time).sort((a, b) => (a < b ? -1 : 1));
  const sum = (pick: (flow: TextbookFlow) => number): number =>
    flows.reduce((total, flow) => total + pick(flow), 0);
  const packetsOf = (role: TextbookFlow['role']): number =>
    sum((flow) => (flow.role === role ? flow.packets : 0));
  const packets = inbound.length;
  const retransmissions = sum((flow) => flow.retransmissions);
  const repeats = retransmissions + sum((flow) => flow.copies);
  const backscatter =
    packetsOf('backscatter') > 0 && packetsOf('backscatter') + packetsOf('portless') === packets;
  const entries = flows.flatMap((flow) => flow.entries);
  if (options.phraseOrder === 'time')
    entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const { phrase, isCut } = joinEntries(
    entries.map(({ text }) => text),
    options.phraseBound,
  );
  const honeypots = [...new Set(inbound.map(({ honeypot }) => honeypot))].sort((a, b) => a - b);
  const day = Number(floorDivide(times[0] ?? 0n, nsPerDay));
  const synPackets = sum((flow) => flow.synPackets);
  const dataSegments = sum((flow) => flow.dataSegments);
  const only = flows.length === 1 ? flows[0] : undefined;
  const isLone = synPackets === packets && packets - repeats === 1 && dataSegments === 0;
  const address = parseAddress(contacts[0]?.peer ?? '') ?? new Uint8Array(16);
  return {
    day,
    address,
    loneSyn: only && isLone ? { honeypot: only.honeypot, port: only.honeypotPort } : null,
    row: {
      id: `${formatAddress(address)}@${new Date(day * 86_400_000).toISOString().slice(0, 10)}`,
      firstNs: times[0] ?? -1n,
      lastNs: times.at(-1) ?? -1n,
      packets,
      canonicalPackets: packets - repeats,
      targets: honeypots.map((honeypot) => {
        const own = flows.filter((flow) => flow.honeypot === honeypot);
        const count = own.reduce((total, flow) => total + flow.packets, 0);
        return [
          honeypot,
          count,
          count - own.reduce((total, flow) => total + flow.retransmissions + flow.copies, 0),
        ] as const;
      }),
      targetFirstNs: honeypots.map((honeypot) =>
        flows
          .filter((flow) => flow.honeypot === honeypot)
          .reduce((a, { first }) => (first < a ? first : a), 2n ** 63n),
      ),
      targetLastNs: honeypots.map((honeypot) =>
        flows
          .filter((flow) => flow.honeypot === honeypot)
          .reduce((a, { last }) => (last > a ? last : a), -(2n ** 63n)),
      ),
      backscatterFlows: flows.filter(({ role }) => role === 'backscatter').length,
      sourcePorts: sourcePortsOf(flows.filter(({ role, kind }) => role === 'attack' && kind === 1)),
      sequence: sequenceOf(flows.filter(({ role }) => role === (backscatter ? 'backscatter' : 'attack'))),
      phrase,
      phraseCut: isCut || flows.some((flow) => flow.isCut),
      backscatter,
      flood: -1,
      synPackets,
      dataSegments,
      retransmissions,
      sequenceGaps: sum((flow) => flow.gaps),
    },
  };
}

function compareFlows(a: TextbookFlow, b: TextbookFlow): number {
  return (
    a.honeypot - b.honeypot ||
    (a.first < b.first ? -1 : a.first > b.first ? 1 : 0) ||
    a.protocol - b.protocol ||
    a.honeypotPort - b.honeypotPort ||
    a.peerPort - b.peerPort ||
    a.kind - b.kind ||
    a.target - b.target
  );
}

/** Flows, distinct ports they came from, and how often one followed the port before by a small step. */
function sourcePortsOf(flows: readonly TextbookFlow[]): [number, number, number] {
  const ports = [...flows]
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.peerPort - b.peerPort))
    .map(({ peerPort }) => peerPort);
  const steps = ports.slice(1).map((port, i) => (port - (ports[i] ?? 0) + 65_536) % 65_536);
  return [ports.length, new Set(ports).size, steps.filter((step) => step >= 1 && step <= 64).length];
}

function sequenceOf(flows: readonly TextbookFlow[]): string {
  const token = ({ protocol, honeypotPort }: TextbookFlow): string => {
    if (protocol === 6) return `${honeypotPort}`;
    if (protocol === 17) return `${honeypotPort}U`;
    return protocol === 1 || protocol === 58 ? 'I' : `P${protocol}`;
  };
  const ordered = [...flows].sort(
    (a, b) =>
      (a.first < b.first ? -1 : a.first > b.first ? 1 : 0) ||
      a.protocol - b.protocol ||
      a.honeypotPort - b.honeypotPort,
  );
  return [...new Set(ordered.map(token))].join(',');
}

/** Entries are rendered in pieces (one per byte or CR LF pair); the phrase takes pieces while they fit. */
function joinEntries(entries: readonly string[], bound: number): { phrase: string; isCut: boolean } {
  let phrase = '';
  for (const entry of entries) {
    const separator = phrase === '' ? '' : '||';
    const whole = renderPrefix(entry, entry.length);
    if (phrase.length + separator.length + whole.length <= bound) {
      phrase += separator + whole;
      continue;
    }
    for (let length = entry.length - 1; length > 0; length -= 1) {
      const splitsBreak = entry.charAt(length - 1) === '\r' && entry.charAt(length) === '\n';
      const part = renderPrefix(entry, length);
      if (!splitsBreak && phrase.length + separator.length + part.length <= bound) {
        return { phrase: phrase + separator + part, isCut: true };
      }
    }
    return { phrase, isCut: true };
  }
  return { phrase, isCut: false };
}

/** The rendering `text` of the first `length` bytes, by regular expressions. */
export function renderPrefix(bytes: string, length: number): string {
  return bytes
    .slice(0, length)
    .replace(/\r\n|[\\<|]|[^ -~]/g, (found) => {
      if (found === '\r\n') return '\\r\\n';
      if (/[\\<|]/.test(found)) return `\\${found}`;
      return `\u{100}${found.charCodeAt(0).toString(16).padStart(2, '0')}\u{101}`;
    })
    .replace(/\u0101\u0100/g, '')
    .replace(/\u0100/g, '<')
    .replace(/\u0101/g, '>');
}

function markFloods(rows: Described[], { floodSources, floodWindowMs }: SourceOptions): void {
  const window = BigInt(floodWindowMs) * 1_000_000n;
  const lone = rows.filter(({ loneSyn }) => loneSyn !== null);
  const samePlace = (a: Described, b: Described): boolean =>
    a.day === b.day && a.loneSyn?.honeypot === b.loneSyn?.honeypot && a.loneSyn?.port === b.loneSyn?.port;
  // Neighbours: sources that some full window holds together. Events: what neighbours connect.
  const events: Set<Described>[] = [];
  for (const start of lone) {
    const held = lone.filter(
      (one) =>
        samePlace(one, start) &&
        one.row.firstNs >= start.row.firstNs &&
        one.row.firstNs - start.row.firstNs <= window,
    );
    if (held.length < floodSources) continue;
    const touched = events.filter((event) => held.some((one) => event.has(one)));
    const united = new Set([...held, ...touched.flatMap((event) => [...event])]);
    for (const event of touched) events.splice(events.indexOf(event), 1);
    events.push(united);
  }
  const head = (event: Set<Described>): Described =>
    [...event].reduce((a, b) => (b.row.firstNs < a.row.firstNs ? b : a));
  events.sort((left, right) => {
    const a = head(left);
    const b = head(right);
    if (a.row.firstNs !== b.row.firstNs) return a.row.firstNs < b.row.firstNs ? -1 : 1;
    return (
      (a.loneSyn?.honeypot ?? 0) - (b.loneSyn?.honeypot ?? 0) ||
      (a.loneSyn?.port ?? 0) - (b.loneSyn?.port ?? 0)
    );
  });
  events.forEach((event, flood) => {
    for (const one of event) one.row = { ...one.row, flood };
  });
}

export const isSyn = ({ flags = 0 }: FlatPacket): boolean =>
  (flags & (tcpFlag.syn | tcpFlag.ack | tcpFlag.rst)) === tcpFlag.syn;

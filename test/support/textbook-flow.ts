import type { SourceOptions } from '#honeysift/sources/source-options.js';

import { type FlatPacket, hasPorts, tcpFlag } from './flat-packets.js';
import { type Contact, isSyn } from './textbook-sources.js';

export interface TextbookFlow {
  readonly target: number;
  readonly honeypot: number;
  readonly protocol: number;
  readonly honeypotPort: number;
  readonly peerPort: number;
  /** 0 nothing known, 1 ports, 2 ICMP type (as peerPort). */
  readonly kind: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly packets: number;
  readonly role: 'attack' | 'backscatter' | 'answer' | 'portless';
  readonly entries: readonly { readonly time: bigint; readonly text: string }[];
  readonly isCut: boolean;
  readonly synPackets: number;
  readonly dataSegments: number;
  readonly retransmissions: number;
  readonly copies: number;
  readonly gaps: number;
}

/** Reads one flow with at least one inbound packet; `all` are the packets of its attack source. */
export function readTextbookFlow(
  contacts: readonly Contact[],
  all: readonly Contact[],
  { phraseBound }: SourceOptions,
): TextbookFlow {
  const inbound = contacts.filter((contact) => contact.inbound);
  const sample = inbound[0] as Contact;
  const { packet } = sample;
  const isIcmp = packet.protocol === 1 || packet.protocol === 58;
  const isTcp = packet.protocol === 6 && hasPorts(packet);
  const everything = segmentsOf(inbound, isTcp);
  const segments = everything.filter(({ kind }) => kind !== 'bare');
  const stream = isTcp ? readStream(segments) : { fresh: segments, retransmissions: 0, gaps: 0 };
  const kept = withinBound(
    segments.filter(({ kind, text }) => kind === 'data' && text !== ''),
    phraseBound,
  );
  const copies = copiesOf(everything.filter((one) => one.kind === 'bare' || (!isTcp && kept.has(one))));
  const fresh = stream.fresh.filter((one) => one.text !== '' && !copies.has(one));
  return {
    target: sample.target,
    honeypot: sample.honeypot,
    protocol: packet.protocol,
    honeypotPort: hasPorts(packet) ? (packet.dstPort ?? 0) : 0,
    peerPort: isIcmp ? (packet.icmpType ?? 0) : hasPorts(packet) ? (packet.srcPort ?? 0) : 0,
    kind: hasPorts(packet) ? 1 : isIcmp && packet.icmpType !== undefined ? 2 : 0,
    first: inbound.map(({ time }) => time).reduce((a, b) => (b < a ? b : a)),
    last: inbound.map(({ time }) => time).reduce((a, b) => (b > a ? b : a)),
    packets: inbound.length,
    role: roleOf(contacts, all),
    entries: fresh.filter((one) => kept.has(one)),
    isCut: fresh.some((one) => !kept.has(one)),
    synPackets: segments.filter(({ kind }) => kind === 'syn').length,
    dataSegments: isTcp ? segments.filter(({ kind }) => kind === 'data').length : 0,
    retransmissions: stream.retransmissions,
    copies: copies.size,
    gaps: stream.gaps,
  };
}

interface Segment {
  readonly kind: 'syn' | 'data' | 'bare';
  readonly time: bigint;
  readonly withSyn: boolean;
  readonly seq: number;
  readonly wire: number;
  readonly text: string;
  /** The same for copies of a packet; null for what is never a copy. */
  readonly sameness: string | null;
}

function segmentsOf(inbound: readonly Contact[], isTcp: boolean): Segment[] {
  return inbound
    .flatMap(({ packet, time }): Segment[] => {
      const { seq = 0, flags = 0, ack = 0, ipId = 0, payload: text = '' } = packet;
      const wire = packet.wire ?? text.length;
      const syn = isTcp && isSyn(packet);
      const number = isTcp ? seq : packet.fragment === true ? 2 ** 31 : ipId;
      const first = isTcp && flags & tcpFlag.syn ? (seq + 1) >>> 0 : number;
      const headers = isTcp ? [seq, flags, ack, ipId] : [ipId];
      const sameness = !isTcp && packet.fragment === true ? null : JSON.stringify([headers, wire, text]);
      const common = { time, wire, text, sameness, withSyn: syn };
      const opening: Segment = { ...common, kind: 'syn', withSyn: false, seq, wire: 0, text: '' };
      if (wire > 0 && (isTcp || text !== '')) {
        return [...(syn ? [opening] : []), { ...common, kind: 'data', seq: first }];
      }
      return [syn ? opening : { ...common, kind: 'bare', seq: number }];
    })
    .sort(
      (a, b) =>
        (a.time < b.time ? -1 : a.time > b.time ? 1 : 0) ||
        Number(b.kind === 'syn') - Number(a.kind === 'syn') ||
        a.seq - b.seq ||
        Number(a.withSyn) - Number(b.withSyn) ||
        a.wire - b.wire ||
        Number(a.text === '') - Number(b.text === '') ||
        (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    );
}

/** Those of which an earlier one, less than a millisecond before, says the same. */
function copiesOf(segments: readonly Segment[]): Set<Segment> {
  const isCopy = (segment: Segment, i: number): boolean =>
    segments
      .slice(0, i)
      .some((earlier) => earlier.sameness === segment.sameness && segment.time - earlier.time < 1_000_000n);
  return new Set(segments.filter((segment, i) => segment.sameness !== null && isCopy(segment, i)));
}

interface Stream {
  /** In order of connection and offset. */
  readonly fresh: readonly Segment[];
  readonly retransmissions: number;
  readonly gaps: number;
}

interface TextbookConnection {
  readonly base: number;
  readonly fromSyn: boolean;
  high: number;
  /** Every byte seen, by offset. */
  readonly seen: Set<number>;
  readonly fresh: { readonly offset: number; readonly segment: Segment }[];
}

function readStream(segments: readonly Segment[]): Stream {
  const numbers = new Set<number>();
  const connections: TextbookConnection[] = [];
  let retransmissions = 0;
  const begin = (base: number, fromSyn: boolean): void => {
    connections.push({ base, fromSyn, high: 0, seen: new Set(), fresh: [] });
  };
  for (const segment of segments) {
    if (segment.kind === 'syn') {
      if (numbers.has(segment.seq)) retransmissions += 1;
      else begin((segment.seq + 1) >>> 0, true);
      numbers.add(segment.seq);
      continue;
    }
    if (connections.length === 0) begin(segment.seq, false);
    const current = connections.at(-1) as TextbookConnection;
    const distance = (segment.seq - (current.base + current.high)) | 0;
    const offset = current.high + distance;
    if (offset + segment.wire <= current.high && !segment.withSyn) retransmissions += 1;
    current.high = Math.max(current.high, offset + segment.wire);
    const before = current.seen.size;
    for (let i = 0; i < segment.wire; i += 1) current.seen.add(offset + i);
    if (current.seen.size > before) current.fresh.push({ offset, segment });
  }
  return {
    fresh: connections.flatMap(({ fresh }) =>
      [...fresh].sort((a, b) => a.offset - b.offset).map(({ segment }) => segment),
    ),
    retransmissions,
    gaps: connections.reduce((sum, connection) => sum + holes(connection), 0),
  };
}

function holes({ seen, fromSyn }: TextbookConnection): number {
  const offsets = [...seen].sort((a, b) => a - b);
  const inner = offsets.filter((offset, i) => i > 0 && offset !== (offsets[i - 1] ?? 0) + 1).length;
  return inner + (fromSyn && (offsets[0] ?? 0) > 0 ? 1 : 0);
}

/** The earliest payloads until their bytes, and two more for each, reach the bound. */
function withinBound(segments: readonly Segment[], bound: number): Set<Segment> {
  const kept = new Set<Segment>();
  let weight = 0;
  for (const segment of segments) {
    if (weight >= bound) break;
    kept.add(segment);
    weight += segment.text.length + 2;
  }
  return kept;
}

function roleOf(contacts: readonly Contact[], all: readonly Contact[]): TextbookFlow['role'] {
  const sample = contacts.find(({ inbound }) => inbound) as Contact;
  const { packet, target } = sample;
  const first = [...contacts].sort(
    (a, b) =>
      (a.time < b.time ? -1 : a.time > b.time ? 1 : 0) ||
      openingRank(a.packet) - openingRank(b.packet) ||
      Number(b.inbound) - Number(a.inbound),
  )[0] as Contact;
  const { srcPort = 0, dstPort = 0 } = packet;
  switch (packet.protocol) {
    case 1:
    case 58: {
      const request = requestOf(packet);
      if (request === null) return 'attack';
      const firstIn = contacts
        .filter(({ inbound }) => inbound)
        .reduce((a, b) => (b.time < a.time ? b : a)).time;
      const asked = all.some(
        (one) =>
          !one.inbound &&
          one.target === target &&
          one.time <= firstIn &&
          (request === 'any' || (one.packet.protocol === packet.protocol && one.packet.icmpType === request)),
      );
      return asked ? 'answer' : 'backscatter';
    }
    case 6: {
      if (!hasPorts(packet)) return 'portless';
      if (contacts.some((one) => one.inbound && isSyn(one.packet))) return 'attack';
      const rank = openingRank(first.packet);
      if (first.inbound) return rank === 2 ? 'backscatter' : 'attack';
      return rank === 0 || (rank === 1 && srcPort < 1024 && dstPort >= 1024) ? 'answer' : 'attack';
    }
    case 17:
      if (!hasPorts(packet)) return 'portless';
      if (!first.inbound) return dstPort < 1024 && srcPort >= 1024 ? 'attack' : 'answer';
      return srcPort === 53 && dstPort >= 1024 ? 'backscatter' : 'attack';
    default:
      return first.inbound ? 'attack' : 'answer';
  }
}

function openingRank(packet: FlatPacket): number {
  const { flags = 0 } = packet;
  if (packet.protocol !== 6 || !hasPorts(packet)) return 1;
  if (flags & tcpFlag.rst) return 2;
  if (!(flags & tcpFlag.syn)) return 1;
  return flags & tcpFlag.ack ? 2 : 0;
}

function requestOf({ protocol, icmpType }: FlatPacket): number | 'any' | null {
  const answers: Readonly<Record<number, number>> =
    protocol === 1 ? { 0: 8, 14: 13, 16: 15, 18: 17 } : { 129: 128 };
  const errors = protocol === 1 ? [3, 4, 5, 11, 12] : [1, 2, 3, 4];
  if (icmpType === undefined) return null;
  return errors.includes(icmpType) ? 'any' : (answers[icmpType] ?? null);
}

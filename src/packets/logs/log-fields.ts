import { parseAddress } from '../../model/address.js';
import { type LoggedPacket, noPayload, tcpFlag } from './log-event.js';

export type Fields = Readonly<Record<string, unknown>>;

export const transports: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

export function parseObject(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a client sent to log in, as a line. */
export function loginLine(username: unknown, password: unknown): string {
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return `login ${text(username)} ${text(password)}\n`;
}

/** 4 bytes (also of an IPv4 address in an IPv6 one) or 16; null when it is no address. */
export function addressField(value: unknown): Uint8Array | null {
  const bytes = typeof value === 'string' ? parseAddress(value) : null;
  if (!bytes) return null;
  const isMapped =
    bytes[10] === 0xff && bytes[11] === 0xff && bytes.subarray(0, 10).every((byte) => byte === 0);
  return isMapped ? bytes.slice(12) : bytes;
}

export function portField(value: unknown): number | null {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65535 ? port : null;
}

const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;

/** ISO 8601 (UTC where it does not say otherwise) or seconds since 1970; nanoseconds. */
export function timeField(value: unknown): bigint | null {
  if (typeof value === 'number') return secondsNs(String(value));
  return typeof value === 'string' ? (isoField(value) ?? secondsNs(value)) : null;
}

/** ISO 8601, UTC where it does not say otherwise; nanoseconds. */
export function isoField(value: string): bigint | null {
  const match = isoTime.exec(value);
  if (match === null) return null;
  const [, day, time, fraction = '', zone = 'Z'] = match;
  const milliseconds = Date.parse(`${day}T${time}${zone.replace(/^(...)(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(milliseconds)) return null;
  return storable(BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

function secondsNs(text: string): bigint | null {
  return epochField(text, 9);
}

/** A number of units of 10^`digits` nanoseconds since 1970; nanoseconds. */
export function epochField(text: string, digits: 6 | 9): bigint | null {
  const match = /^(\d{1,13})(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = (match[2] ?? '').padEnd(digits, '0').slice(0, digits);
  return storable(BigInt(match[1] ?? '0') * 10n ** BigInt(digits) + BigInt(fraction));
}

/** A pcap record has 32 bits for seconds. */
function storable(ns: bigint): bigint | null {
  return ns >= 0n && ns < (1n << 32n) * 1_000_000_000n ? ns : null;
}

/** What identifies a connection towards a honeypot. */
export interface Endpoints {
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly targetPort: number;
}

export function endpoints(
  source: unknown,
  sourcePort: unknown,
  target: unknown,
  targetPort: unknown,
  transport: unknown,
): Endpoints | null {
  const from = addressField(source);
  const to = addressField(target);
  const fromPort = portField(sourcePort);
  const toPort = portField(targetPort);
  const name = String(transport).toLowerCase();
  const protocol = Object.hasOwn(transports, name) ? transports[name] : undefined;
  if (from?.length !== to?.length || fromPort === null || toPort === null || protocol === undefined)
    return null;
  return from && to && { source: from, target: to, protocol, sourcePort: fromPort, targetPort: toPort };
}

/** What an Ethernet carries of a TCP stream in one packet. */
const segmentBytes = 1460;

/** The packet that opens a TCP connection; of UDP the payload is all there is. */
export function opening(ends: Endpoints, timeNs: bigint): LoggedPacket[] {
  if (ends.protocol !== 6) return [];
  return [packetOf(ends, timeNs, timeNs, tcpFlag.syn, 0, noPayload)];
}

/** Field by field: spreading the ends costs more than all the rest of a packet. */
export function packetOf(
  { source, target, protocol, sourcePort, targetPort }: Endpoints,
  timeNs: bigint,
  startNs: bigint,
  flags: number,
  sequence: number,
  payload: Uint8Array,
): LoggedPacket {
  return { timeNs, startNs, source, target, protocol, sourcePort, targetPort, flags, sequence, payload };
}

/** The packets that carry `payload`; `sent` bytes of the stream, which began at `startNs`, went before. */
export function* carrying(
  ends: Endpoints,
  timeNs: bigint,
  payload: Uint8Array,
  sent: number,
  startNs = timeNs,
): Generator<LoggedPacket> {
  for (let at = 0; at < payload.length; at += segmentBytes) {
    const piece = payload.subarray(at, at + segmentBytes);
    yield packetOf(ends, timeNs, startNs, tcpFlag.push | tcpFlag.ack, 1 + sent + at, piece);
  }
}
